package org.ifnet.core.internal;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.ifnet.control.Sysctl;

/**
 * How many interfaces and multicast records live now (reference 1.20): what a test of leaks looks at. An interface lives
 * from the reservation of its name until that is free again. Shown in debug mode, system property {@code ifnet.debug} or
 * {@code ifnet.mbuf.debug}. Any thread.
 */
final class Census {
    private static final boolean DEBUG = Boolean.getBoolean("ifnet.debug") || Boolean.getBoolean("ifnet.mbuf.debug");

    private final AtomicInteger ifnets = new AtomicInteger();
    private final AtomicInteger ifmaddrs = new AtomicInteger();

    /** {@code more} came, or went when it is negative. */
    void ifnets(int more) {
        ifnets.getAndAdd(more);
    }

    void ifmaddrs(int more) {
        ifmaddrs.getAndAdd(more);
    }

    List<Sysctl> sysctls() {
        if (!DEBUG) {
            return List.of();
        }
        return List.of(
                new IntSysctl("debug.ifnet.ifnets", "live interfaces", 0, 0, ifnets::get, null),
                new IntSysctl("debug.ifnet.ifmaddrs", "live multicast records", 0, 0, ifmaddrs::get, null));
    }
}
