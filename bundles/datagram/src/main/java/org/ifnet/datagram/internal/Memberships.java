package org.ifnet.datagram.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.ifnet.ifaddr.Ifmaddrs;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.mbuf.Mbuf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The groups of one endpoint. Packets read without locks. */
final class Memberships {
    private static final Logger LOG = LoggerFactory.getLogger(Memberships.class);

    private final Ifmaddrs ifmaddrs;
    private final Credential who;
    private final AtomicReference<List<Membership>> all = new AtomicReference<>(List.of());

    private record Membership(IpAddress group, Ifnet ifnet) {}

    Memberships(Ifmaddrs ifmaddrs, Credential who) {
        this.ifmaddrs = ifmaddrs;
        this.who = who;
    }

    /** Whether the destination of the packet is a group that was joined on that interface. */
    boolean has(Mbuf m, int ifnet) {
        List<Membership> now = all.get();
        for (int i = 0; i < now.size(); i++) {
            Membership one = now.get(i);
            if (one.ifnet.handle() == ifnet && IpText.isDestination(m, one.group)) {
                return true;
            }
        }
        return false;
    }

    void join(IpAddress group, Ifnet ifnet) throws IfnetException {
        ifmaddrs.join(who, ifnet, group);
        all.updateAndGet(old -> {
            List<Membership> next = new ArrayList<>(old);
            next.add(new Membership(group, ifnet));
            return List.copyOf(next);
        });
    }

    void leave(IpAddress group, Ifnet ifnet) throws IfnetException {
        Membership one = new Membership(group, ifnet);
        boolean[] had = new boolean[1];
        all.updateAndGet(old -> {
            List<Membership> next = new ArrayList<>(old);
            had[0] = next.remove(one);
            return List.copyOf(next);
        });
        if (!had[0]) {
            throw new IfnetException(Errno.ENOENT, "datagram: " + group + " is not joined on " + ifnet.name());
        }
        ifmaddrs.leave(who, ifnet, group);
    }

    void leaveAll() {
        for (Membership one : all.getAndSet(List.of())) {
            try {
                if (one.ifnet.isAttached()) {
                    ifmaddrs.leave(who, one.ifnet, one.group);
                }
            } catch (IfnetException e) {
                LOG.debug("{}: {} is left already: {}", one.ifnet.name(), one.group, e.getMessage());
            }
        }
    }
}
