package org.ifnet;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;

/** Packets dropped, by reason. Any thread may count and read; a read is exact at a quiet moment. */
public final class DropCounts {
    private static final DropReason[] REASONS = DropReason.values();
    private final AtomicLongArray packets = new AtomicLongArray(REASONS.length);

    /** Counts one packet and frees it. */
    public void drop(DropReason reason, Mbuf m) {
        packets.getAndIncrement(reason.ordinal());
        m.free();
    }

    /** Counts every packet of the batch, frees them and leaves the batch empty. */
    public void drop(DropReason reason, MbufBatch batch) {
        packets.getAndAdd(reason.ordinal(), batch.size());
        batch.freeAll();
    }

    /** Counts packets that somebody else freed. */
    public void count(DropReason reason, long n) {
        packets.getAndAdd(reason.ordinal(), n);
    }

    public long get(DropReason reason) {
        return packets.get(reason.ordinal());
    }

    public long total() {
        long sum = 0;
        for (int i = 0; i < REASONS.length; i++) {
            sum += packets.get(i);
        }
        return sum;
    }

    /** The reasons that occurred, with their counts. */
    public Map<DropReason, Long> nonZero() {
        Map<DropReason, Long> counts = new EnumMap<>(DropReason.class);
        for (DropReason reason : REASONS) {
            long n = get(reason);
            if (n != 0) {
                counts.put(reason, n);
            }
        }
        return counts;
    }
}
