package org.ifnet.ifq.internal;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufQueue;
import org.jspecify.annotations.Nullable;

/**
 * Two first-in first-out classes, priority strictly before normal, under one limit of packets and one of bytes (reference
 * 1.19). A full queue still takes priority packets, in place of the oldest normal one, while they hold less than half of
 * both limits. Not safe for threads: the subqueue guards it.
 */
final class ClassicQueue {
    private final MbufQueue prio = new MbufQueue();
    private final MbufQueue normal = new MbufQueue();
    private int maxLength;
    private long maxBytes;

    void limits(int packets, long bytes) {
        maxLength = packets;
        maxBytes = bytes;
    }

    /**
     * Takes the packet, beside {@code ahead} which count against the limits.
     *
     * @return the packet that had to go instead and now belongs to the caller: null when there was room, {@code m} when it
     *     was refused, or the oldest normal packet
     */
    @Nullable
    Mbuf enqueue(Mbuf m, MbufQueue ahead) {
        if (length() + ahead.length() < maxLength && bytes() + ahead.bytes() < maxBytes) {
            (m.has(Mbuf.PRIO) ? prio : normal).add(m);
            return null;
        }
        if (!m.has(Mbuf.PRIO) || prio.length() >= maxLength / 2 || prio.bytes() >= maxBytes / 2) {
            return m;
        }
        Mbuf oldest = normal.poll();
        if (oldest == null) {
            return m;
        }
        prio.add(m);
        return oldest;
    }

    boolean isFull() {
        return length() >= maxLength || bytes() >= maxBytes;
    }

    /**
     * The packet that goes to make room for another (drop-head): the oldest normal one; for a priority packet that one while
     * they hold less than half of both limits, then the oldest of their own. Null when there is none.
     */
    @Nullable
    Mbuf oldest(boolean forPrio) {
        if (!forPrio) {
            return normal.poll();
        }
        boolean few = prio.length() < maxLength / 2 && prio.bytes() < maxBytes / 2;
        Mbuf m = few ? normal.poll() : prio.poll();
        return m != null ? m : prio.poll();
    }

    boolean hasPrio() {
        return !prio.isEmpty();
    }

    /** The next packet, which the caller then owns; null when there is none. */
    @Nullable
    Mbuf dequeue() {
        Mbuf m = prio.poll();
        return m != null ? m : normal.poll();
    }

    /** Takes a packet that has its place already, whatever the limits. */
    void adopt(Mbuf m) {
        (m.has(Mbuf.PRIO) ? prio : normal).add(m);
    }

    int length() {
        return prio.length() + normal.length();
    }

    long bytes() {
        return prio.bytes() + normal.bytes();
    }
}
