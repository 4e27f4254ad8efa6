package org.ifnet.core.internal;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.ifnet.Ifnet;
import org.jspecify.annotations.Nullable;

/**
 * Some consecutive indices of the table: who has them. Slots and orders are written under the table's lock; any thread reads slots and lists.
 */
final class TableChunk {
    static final int BITS = 8;
    static final int SIZE = 1 << BITS;

    final AtomicReferenceArray<@Nullable CoreIfnet> slots = new AtomicReferenceArray<>(SIZE);
    /** When each attached; written before the slot. */
    final long[] orders = new long[SIZE];
    /** Which are published; written before {@link #version}. */
    private final boolean[] published = new boolean[SIZE];

    private final AtomicLong version = new AtomicLong();
    private volatile Part part = Part.NONE;

    /**
     * The published ones of one version.
     *
     * @param first when the first of them attached
     * @param last when the last of them attached
     * @param sorted they stand in order of attach
     */
    record Part(long version, Ifnet[] ifnets, long first, long last, boolean sorted) {
        static final Part NONE = new Part(0, new Ifnet[0], 0, 0, true);
    }

    /** Under the control lock of whoever has the slot. */
    void publish(int slot, boolean now) {
        published[slot] = now;
        version.getAndIncrement();
        part = Part.NONE;
    }

    /** Built when it is asked for after a change. */
    Part part() {
        long now = version.get();
        Part known = part;
        if (known.version != now) {
            known = build(now);
            part = known;
            if (version.get() != now) {
                // Who has changed it meanwhile has dropped the part before this one; an interface that went is not
                // kept.
                part = Part.NONE;
            }
        }
        return known;
    }

    private Part build(long now) {
        Ifnet[] found = new Ifnet[SIZE];
        int count = 0;
        long first = 0;
        long last = 0;
        boolean sorted = true;
        for (int slot = 0; slot < SIZE; slot++) {
            CoreIfnet ifnet = slots.get(slot);
            if (ifnet != null && published[slot]) {
                found[count++] = ifnet;
                first = count == 1 ? orders[slot] : first;
                sorted &= orders[slot] > last;
                last = orders[slot];
            }
        }
        return count == 0
                ? new Part(now, Part.NONE.ifnets, 0, 0, true)
                : new Part(now, Arrays.copyOf(found, count), first, last, sorted);
    }
}
