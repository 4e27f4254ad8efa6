package org.ifnet.datagram.internal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.ifnet.mbuf.Mbuf;
import org.jspecify.annotations.Nullable;

/**
 * Packets that wait for an application: a bounded queue whose ends many threads may use at once, without locks and
 * allocation. Each slot counts whose turn it is: the number of the packet that may go in, or that number and one when it may
 * come out.
 */
final class MbufSlots {
    private final int mask;
    private final AtomicReferenceArray<@Nullable Mbuf> slots;
    private final AtomicLongArray turns;
    private final AtomicLong head = new AtomicLong();
    private final AtomicLong tail = new AtomicLong();

    /** For as many as the power of two that is not less than {@code size}. */
    MbufSlots(int size) {
        int length = size <= 1 ? 1 : Integer.highestOneBit(size - 1) << 1;
        mask = length - 1;
        slots = new AtomicReferenceArray<>(length);
        turns = new AtomicLongArray(length);
        for (int i = 0; i < length; i++) {
            turns.set(i, 2L * i);
        }
    }

    /** Takes the packet; false when it is full, and the packet stays the caller's. */
    boolean offer(Mbuf m) {
        while (true) {
            long at = tail.get();
            int slot = (int) at & mask;
            long ahead = turns.get(slot) - 2 * at;
            if (ahead == 0 && tail.compareAndSet(at, at + 1)) {
                slots.set(slot, m);
                turns.set(slot, 2 * at + 1);
                return true;
            }
            if (ahead < 0) {
                return false;
            }
        }
    }

    /** The first packet, which the caller then owns; null when there is none. */
    @Nullable
    Mbuf poll() {
        while (true) {
            long at = head.get();
            int slot = (int) at & mask;
            long ahead = turns.get(slot) - (2 * at + 1);
            if (ahead == 0 && head.compareAndSet(at, at + 1)) {
                Mbuf m = slots.getAndSet(slot, null);
                turns.set(slot, 2 * (at + mask + 1));
                return m;
            }
            if (ahead < 0) {
                return null;
            }
        }
    }

    /** About how many there are. */
    int size() {
        return (int) Math.max(0, tail.get() - head.get());
    }
}
