package org.ifnet;

import java.util.concurrent.atomic.AtomicLongArray;

/** The counters of one interface. Any thread may add and read. */
public final class IfnetCounters {
    private static final int COUNT = Counter.values().length;
    private final AtomicLongArray values = new AtomicLongArray(COUNT);
    private final DropCounts drops = new DropCounts();

    public void add(Counter counter, long n) {
        values.getAndAdd(counter.ordinal(), n);
    }

    public long get(Counter counter) {
        return values.get(counter.ordinal());
    }

    /** Drops on the receive side and in the link layer; the transmit queue has its own in {@link org.ifnet.ifq.Ifq}. */
    public DropCounts drops() {
        return drops;
    }
}
