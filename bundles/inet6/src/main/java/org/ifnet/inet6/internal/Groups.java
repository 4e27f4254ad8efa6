package org.ifnet.inet6.internal;

import java.util.concurrent.Executor;

import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.ifnet.ifaddr.Ifmaddr;
import org.ifnet.ifaddr.Ifmaddrs;
import org.ifnet.ifaddr.IpAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the multicast memberships that IPv6 needs. Joining may call a driver and takes the control lock of the interface,
 * so netctl leaves it to a thread of its own.
 */
final class Groups {
    private static final Logger LOG = LoggerFactory.getLogger(Groups.class);
    static final Credential SELF = Credential.automatic("inet6");

    private final Ifmaddrs ifmaddrs;
    private final Executor worker;

    Groups(Ifmaddrs ifmaddrs, Executor worker) {
        this.ifmaddrs = ifmaddrs;
        this.worker = worker;
    }

    /** Joins, and then does the rest on the same thread. */
    void join(Link6 link, long hi, long lo, Runnable then) {
        IpAddress group = IpAddress.v6(hi, lo);
        worker.execute(() -> {
            if (link.ended) {
                return;
            }
            if (change("join", link, () -> ifmaddrs.join(SELF, link.ifnet, group))) {
                link.joined.merge(group, 1, Integer::sum);
            }
            if (link.ended) {
                leaveAll(link);
            } else {
                then.run();
            }
        });
    }

    void leave(Link6 link, long hi, long lo) {
        worker.execute(() -> leaveNow(link, IpAddress.v6(hi, lo)));
    }

    /** Gives back what was joined here. On a control thread. */
    void leaveAll(Link6 link) {
        for (IpAddress group : link.joined.keySet()) {
            while (leaveNow(link, group)) {
                // As often as it was joined.
            }
        }
    }

    /** False when it is not joined by us. */
    private boolean leaveNow(Link6 link, IpAddress group) {
        boolean[] had = new boolean[1];
        link.joined.computeIfPresent(group, (key, count) -> {
            had[0] = true;
            return count == 1 ? null : count - 1;
        });
        if (had[0]) {
            change("leave", link, () -> ifmaddrs.leave(SELF, link.ifnet, group));
        }
        return had[0];
    }

    private interface Change {
        void run() throws IfnetException;
    }

    private static boolean change(String what, Link6 link, Change change) {
        try {
            if (link.ifnet.isAttached()) {
                change.run();
                return true;
            }
        } catch (IfnetException e) {
            if (link.ifnet.isAttached()) {
                LOG.debug("{}: {} of a group: {}", link.ifnet.name(), what, e.getMessage());
            }
        }
        return false;
    }

    /** What the interface is a member of, as packets want it: pairs of longs. */
    long[] members(Ifnet ifnet) {
        return ifmaddrs.list(ifnet).stream()
                .map(Ifmaddr::group)
                .filter(group -> group != null && !group.isV4())
                .flatMapToLong(group -> java.util.stream.LongStream.of(group.hi(), group.lo()))
                .toArray();
    }
}
