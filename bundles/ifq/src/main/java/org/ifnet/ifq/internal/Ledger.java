package org.ifnet.ifq.internal;

import java.util.EnumMap;
import java.util.Map;

import org.ifnet.DropReason;
import org.ifnet.ifq.SubqueueStats;
import org.jspecify.annotations.Nullable;

/** The fate of every packet of one subqueue. Guarded by the subqueue's lock, so that it is exact whenever it is read. */
final class Ledger {
    private static final DropReason[] REASONS = DropReason.values();

    /** By reason; made by the first drop, which most queues never have. */
    private long @Nullable [] dropped;

    private long enqueued;
    private long enqueuedBytes;
    private long sent;
    private long sentBytes;

    void enqueued(int bytes) {
        enqueued++;
        enqueuedBytes += bytes;
    }

    void sent(int packets, long bytes) {
        sent += packets;
        sentBytes += bytes;
    }

    void dropped(DropReason reason, long packets) {
        if (packets == 0) {
            return;
        }
        long[] counts = dropped;
        if (counts == null) {
            counts = new long[REASONS.length];
            dropped = counts;
        }
        counts[reason.ordinal()] += packets;
    }

    SubqueueStats stats(long queued, long queuedBytes) {
        Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
        long[] counts = dropped;
        for (int i = 0; counts != null && i < counts.length; i++) {
            if (counts[i] != 0) {
                drops.put(REASONS[i], counts[i]);
            }
        }
        return new SubqueueStats(enqueued, enqueuedBytes, sent, sentBytes, drops, queued, queuedBytes);
    }
}
