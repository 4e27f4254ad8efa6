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
        worker.execute(() -> {
            if (!link.ended) {
                change("join", link, () -> ifmaddrs.join(SELF, link.ifnet, IpAddress.v6(hi, lo)));
                then.run();
            }
        });
    }

    void leave(Link6 link, long hi, long lo) {
        worker.execute(() -> {
            if (!link.ended) {
                leaveNow(link, hi, lo);
            }
        });
    }

    /** On a control thread. */
    void leaveNow(Link6 link, long hi, long lo) {
        change("leave", link, () -> ifmaddrs.leave(SELF, link.ifnet, IpAddress.v6(hi, lo)));
    }

    private interface Change {
        void run() throws IfnetException;
    }

    private static void change(String what, Link6 link, Change change) {
        try {
            if (link.ifnet.isAttached()) {
                change.run();
            }
        } catch (IfnetException e) {
            if (link.ifnet.isAttached()) {
                LOG.debug("{}: {} of a group: {}", link.ifnet.name(), what, e.getMessage());
            }
        }
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
