package org.ifnet.netisr.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Debug mode: what every thread holds. An entry goes with the last lock, so no thread is kept alive. */
final class LockOrder {
    private static final Map<Thread, List<RealLock>> HELD = new ConcurrentHashMap<>();

    private LockOrder() {}

    /** Refuses a lock that is not further in than all that the caller holds. */
    static void check(RealLock wanted) {
        List<RealLock> held = HELD.get(Thread.currentThread());
        if (held == null) {
            return;
        }
        for (RealLock lock : held) {
            if (lock.rank() >= wanted.rank()) {
                throw new IllegalStateException("order of locks: " + wanted + " wanted while holding " + held);
            }
        }
    }

    static void taken(RealLock lock) {
        HELD.computeIfAbsent(Thread.currentThread(), t -> new ArrayList<>()).add(lock);
    }

    static void released(RealLock lock) {
        List<RealLock> held = HELD.get(Thread.currentThread());
        if (held != null && held.remove(lock) && held.isEmpty()) {
            HELD.remove(Thread.currentThread());
        }
    }
}
