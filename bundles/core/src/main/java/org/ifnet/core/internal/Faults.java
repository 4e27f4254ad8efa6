package org.ifnet.core.internal;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/** Counts what a driver threw, and says when that is too much. Any thread. */
final class Faults {
    /** A driver that fails this often without one success does no work; a single bad packet fails once or twice. */
    static final int IN_A_ROW = 8;
    /** One that fails this often in a second fails for a reason that will not pass, successes between or not. */
    static final int IN_A_SECOND = 16;

    private static final long SECOND = 1_000_000_000;

    private final AtomicLong total = new AtomicLong();
    private final AtomicInteger row = new AtomicInteger();
    /** When the latest faults were; made by the first, which most drivers never have. */
    private final AtomicReference<@Nullable AtomicLongArray> ring = new AtomicReference<>();

    /** Counts one; true when the driver is beyond a limit now. */
    boolean fault(long now) {
        long number = total.getAndIncrement();
        int slot = (int) (number % IN_A_SECOND);
        int oldest = (int) ((number + 1) % IN_A_SECOND);
        AtomicLongArray times = times();
        times.set(slot, now);
        boolean often = number + 1 >= IN_A_SECOND && now - times.get(oldest) <= SECOND;
        return row.incrementAndGet() >= IN_A_ROW || often;
    }

    private AtomicLongArray times() {
        AtomicLongArray known = ring.get();
        if (known == null) {
            ring.compareAndSet(null, new AtomicLongArray(IN_A_SECOND));
            return times();
        }
        return known;
    }

    /** A call went well. */
    void good() {
        if (row.get() != 0) {
            row.set(0);
        }
    }

    long total() {
        return total.get();
    }
}
