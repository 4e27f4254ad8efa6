package org.ifnet;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.jspecify.annotations.Nullable;

/** Packets dropped, by reason. Any thread may count and read; a read is exact at a quiet moment. */
public final class DropCounts {
    private static final DropReason[] REASONS = DropReason.values();
    /** By reason; made by the first drop, which most interfaces never have. */
    private final AtomicReference<@Nullable AtomicLongArray> packets = new AtomicReference<>();

    private AtomicLongArray counts() {
        AtomicLongArray known = packets.get();
        if (known == null) {
            packets.compareAndSet(null, new AtomicLongArray(REASONS.length));
            return counts();
        }
        return known;
    }

    /** Counts one packet and frees it. */
    public void drop(DropReason reason, Mbuf m) {
        counts().getAndIncrement(reason.ordinal());
        m.free();
    }

    /** Counts every packet of the batch, frees them and leaves the batch empty. */
    public void drop(DropReason reason, MbufBatch batch) {
        counts().getAndAdd(reason.ordinal(), batch.size());
        batch.freeAll();
    }

    /** Counts packets that somebody else freed. */
    public void count(DropReason reason, long n) {
        counts().getAndAdd(reason.ordinal(), n);
    }

    public long get(DropReason reason) {
        AtomicLongArray known = packets.get();
        return known == null ? 0 : known.get(reason.ordinal());
    }

    public long total() {
        long sum = 0;
        for (DropReason reason : REASONS) {
            sum += get(reason);
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
