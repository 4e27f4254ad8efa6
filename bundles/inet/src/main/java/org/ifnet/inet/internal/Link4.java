package org.ifnet.inet.internal;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.ifnet.Ifnet;
import org.ifnet.domain.AddressFamily;
import org.jspecify.annotations.Nullable;

/** What IPv4 keeps for an interface. Any thread reads, without locks and allocation. */
final class Link4 {
    private static final int[] NO_GROUPS = {};

    final Ifnet ifnet;

    /** Neighbours that are asked for and have not answered. */
    final AtomicInteger incomplete = new AtomicInteger();

    /** IPv4 is a member of 224.0.0.1 there. */
    final AtomicBoolean inAllHosts = new AtomicBoolean();

    /** IPv4 has left the interface: what is still on its way to it finds nothing to do. */
    volatile boolean ended;

    private volatile int[] groups = NO_GROUPS;

    Link4(Ifnet ifnet) {
        this.ifnet = ifnet;
    }

    /** The domain's data of the interface; null when it does not take part. */
    static @Nullable Link4 of(Ifnet ifnet) {
        return ifnet.protocolData(AddressFamily.INET) instanceof Link4 link ? link : null;
    }

    void groups(int[] now) {
        groups = now;
    }

    boolean isMember(int group) {
        for (int member : groups) {
            if (member == group) {
                return true;
            }
        }
        return false;
    }
}
