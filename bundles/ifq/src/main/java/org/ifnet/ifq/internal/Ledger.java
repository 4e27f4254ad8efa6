package org.ifnet.ifq.internal;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

import org.ifnet.DropReason;
import org.ifnet.ifq.ClassStats;
import org.ifnet.ifq.SubqueueStats;
import org.jspecify.annotations.Nullable;

/** The fate of every packet of one subqueue or class, in packets and bytes. Guarded by whoever counts, so that it is exact. */
final class Ledger {
    private static final DropReason[] REASONS = DropReason.values();

    /** Of a subqueue at which nothing has happened yet. */
    static final SubqueueStats NOTHING = new SubqueueStats(0, 0, 0, 0, Map.of(), Map.of(), 0, 0, 0, 0, 0, 0, 0, 0);

    /** By reason; made by the first drop, which most queues never have. */
    private long @Nullable [] dropped;

    private long @Nullable [] droppedBytes;

    private long enqueued;
    private long enqueuedBytes;
    private long sent;
    private long sentBytes;

    void enqueued(int packets, long bytes) {
        enqueued += packets;
        enqueuedBytes += bytes;
    }

    void sent(int packets, long bytes) {
        sent += packets;
        sentBytes += bytes;
    }

    void dropped(DropReason reason, int bytes) {
        long[] packets = dropped;
        long[] sums = droppedBytes;
        if (packets == null || sums == null) {
            packets = new long[REASONS.length];
            sums = new long[REASONS.length];
            dropped = packets;
            droppedBytes = sums;
        }
        packets[reason.ordinal()]++;
        sums[reason.ordinal()] += bytes;
    }

    long enqueued() {
        return enqueued;
    }

    long enqueuedBytes() {
        return enqueuedBytes;
    }

    long sent() {
        return sent;
    }

    long sentBytes() {
        return sentBytes;
    }

    Map<DropReason, Long> dropped() {
        return byReason(dropped);
    }

    Map<DropReason, Long> droppedBytes() {
        return byReason(droppedBytes);
    }

    /** As the account of a class; what is queued follows from the rest. */
    ClassStats ofClass(String name) {
        return new ClassStats(
                name,
                enqueued,
                enqueuedBytes,
                sent,
                sentBytes,
                dropped(),
                droppedBytes(),
                enqueued - sent - sum(dropped),
                enqueuedBytes - sentBytes - sum(droppedBytes));
    }

    private static long sum(long @Nullable [] counts) {
        return counts == null ? 0 : Arrays.stream(counts).sum();
    }

    private static Map<DropReason, Long> byReason(long @Nullable [] counts) {
        Map<DropReason, Long> result = new EnumMap<>(DropReason.class);
        for (int i = 0; counts != null && i < counts.length; i++) {
            if (counts[i] != 0) {
                result.put(REASONS[i], counts[i]);
            }
        }
        return result;
    }
}
