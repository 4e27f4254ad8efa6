package org.ifnet.ifq.internal;

import org.ifnet.ifq.IfqEngine;

/** What a queue is like, with what can change of it. Any thread. */
final class QueueSpec {
    /** Link, network and transport headers: a packet of less than a frame without them is small (max_protohdr). */
    private static final int HEADERS = 54;

    private final IfqEngine.Spec spec;
    private volatile int maxLength;
    private volatile long maxBytes;

    QueueSpec(IfqEngine.Spec spec) {
        if (spec.count() < 1 || spec.maxLength() < 1 || spec.maxFrame() < 1) {
            throw new IllegalArgumentException("bad queue: " + spec);
        }
        this.spec = spec;
        maxLength(spec.maxLength());
    }

    String name() {
        return spec.name();
    }

    int count() {
        return spec.count();
    }

    int maxFrame() {
        return spec.maxFrame();
    }

    int linkHeader() {
        return spec.linkHeader();
    }

    long baudrate() {
        return spec.baudrate();
    }

    int maxLength() {
        return maxLength;
    }

    void maxLength(int packets) {
        if (packets < 1) {
            throw new IllegalArgumentException("queue length " + packets);
        }
        maxLength = packets;
        maxBytes = (long) packets * spec.maxFrame();
    }

    long maxBytes() {
        return maxBytes;
    }

    void maxBytes(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("queue bytes " + bytes);
        }
        maxBytes = bytes;
    }

    /** A stage holds fewer bytes; 0 for links whose frames are all headers, where the original wraps to a huge number. */
    int stageBytes() {
        return Math.max(0, spec.maxFrame() - HEADERS);
    }
}
