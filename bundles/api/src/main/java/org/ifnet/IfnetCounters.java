package org.ifnet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * The counters of one interface (reference 0.4). Who counts on the packet path has a {@link Row} of its own, where adding
 * costs a load and a store: each netisr has one, and each transmit subqueue. All others share a row of atomic cells.
 * There is no way to read but the sum of all rows, so that no reader can forget one. A sum is exact at a quiet moment.
 *
 * <p>Rows are made by the first count: most interfaces never need most of them.
 */
public final class IfnetCounters {
    private static final Counter[] COUNTERS = Counter.values();
    private static final Row[] NONE = {};

    private final DropCounts drops = new DropCounts();
    private final AtomicReference<@Nullable AtomicLongArray> shared = new AtomicReference<>();
    private final AtomicReference<Row[]> rows = new AtomicReference<>(NONE);
    private final AtomicReferenceArray<@Nullable Row> byCpu;

    /** Cells that one thread at a time may write, for example the one that holds a lock; anybody reads the sum. */
    public static final class Row {
        private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
        /** Longs of a cache line, so that two rows that lie side by side do not share one. */
        private static final int LINE = 8;

        private final long[] cells = new long[LINE + COUNTERS.length + LINE];

        private Row() {}

        /** Adds {@code n}, which may be negative. The one writer only. */
        public void add(Counter counter, long n) {
            int at = LINE + counter.ordinal();
            CELL.setOpaque(cells, at, cells[at] + n);
        }

        private long get(Counter counter) {
            return (long) CELL.getOpaque(cells, LINE + counter.ordinal());
        }
    }

    /** Counters with a row for each of {@code cpus} netisrs, 0 or more. */
    public IfnetCounters(int cpus) {
        byCpu = new AtomicReferenceArray<>(cpus);
    }

    /** Counters without rows for netisrs: whoever counts shares. */
    public IfnetCounters() {
        this(0);
    }

    /** Adds {@code n}. Any thread. */
    public void add(Counter counter, long n) {
        cells().getAndAdd(counter.ordinal(), n);
    }

    /**
     * The same from the netisr {@code cpu} and no other thread, at the cost of a store. Not below a driver's call, where
     * the thread may lose its role to another. Shared like {@link #add(Counter, long)} when {@code cpu} is none of the
     * netisrs, negative for example.
     */
    public void add(int cpu, Counter counter, long n) {
        if (cpu < 0 || cpu >= byCpu.length()) {
            add(counter, n);
            return;
        }
        Row row = byCpu.get(cpu);
        if (row == null) {
            row = row();
            byCpu.set(cpu, row);
        }
        row.add(counter, n);
    }

    /** A new row, which counts from now on. Any thread. */
    public Row row() {
        Row made = new Row();
        rows.updateAndGet(old -> {
            Row[] grown = Arrays.copyOf(old, old.length + 1);
            grown[old.length] = made;
            return grown;
        });
        return made;
    }

    private AtomicLongArray cells() {
        AtomicLongArray known = shared.get();
        if (known == null) {
            shared.compareAndSet(null, new AtomicLongArray(COUNTERS.length));
            return cells();
        }
        return known;
    }

    /** The sum of all rows. Any thread. */
    public long get(Counter counter) {
        AtomicLongArray known = shared.get();
        return sumOfRows(counter) + (known == null ? 0 : known.get(counter.ordinal()));
    }

    private long sumOfRows(Counter counter) {
        long sum = 0;
        for (Row row : rows.get()) {
            sum += row.get(counter);
        }
        return sum;
    }

    /** Makes the sum {@code value}; what is counted meanwhile may count before or after. Any thread. */
    public void set(Counter counter, long value) {
        cells().set(counter.ordinal(), value - sumOfRows(counter));
    }

    /** Drops on the receive side and in the link layer; the transmit queue has its own in {@link org.ifnet.ifq.Ifq}. */
    public DropCounts drops() {
        return drops;
    }
}
