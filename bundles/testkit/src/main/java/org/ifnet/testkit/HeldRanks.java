package org.ifnet.testkit;

import java.util.ArrayList;
import java.util.List;

/** The locks that one thread holds, for the order of locks. */
final class HeldRanks {
    private final List<SimLock> held = new ArrayList<>();

    /** Refuses a lock that is not further in than all that are held. */
    void check(SimLock wanted) {
        for (SimLock lock : held) {
            if (lock.rank() >= wanted.rank()) {
                throw new IllegalStateException("order of locks: " + wanted + " wanted while holding " + held);
            }
        }
    }

    void add(SimLock lock) {
        held.add(lock);
    }

    void remove(SimLock lock) {
        held.remove(lock);
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    @Override
    public String toString() {
        return held.toString();
    }
}
