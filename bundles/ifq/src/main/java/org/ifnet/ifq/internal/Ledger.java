package org.ifnet.ifq.internal;

import java.util.EnumMap;
import java.util.Map;

import org.ifnet.DropReason;
import org.ifnet.ifq.SubqueueStats;

/** The fate of every packet of one subqueue. Guarded by the subqueue's lock, so that it is exact whenever it is read. */
final class Ledger {
    private static final DropReason[] REASONS = DropReason.values();

    private final long[] dropped = new long[REASONS.length];
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
        dropped[reason.ordinal()] += packets;
    }

    SubqueueStats stats(long queued, long queuedBytes) {
        Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
        for (DropReason reason : REASONS) {
            if (dropped[reason.ordinal()] != 0) {
                drops.put(reason, dropped[reason.ordinal()]);
            }
        }
        return new SubqueueStats(enqueued, enqueuedBytes, sent, sentBytes, drops, queued, queuedBytes);
    }
}
