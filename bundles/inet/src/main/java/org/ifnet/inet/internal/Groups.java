package org.ifnet.inet.internal;

import java.util.concurrent.Executor;

import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.Ifmaddr;
import org.ifnet.ifaddr.Ifmaddrs;
import org.ifnet.ifaddr.IpAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Membership in 224.0.0.1, which every interface with an IPv4 address has (RFC 1112, 7.2), as long as it has one. Joining
 * may call a driver and takes the control lock of the interface, so netctl leaves it to a thread of its own.
 */
final class Groups {
    static final int ALL_HOSTS = 0xe000_0001;

    private static final Logger LOG = LoggerFactory.getLogger(Groups.class);
    private static final Credential SELF = Credential.automatic("inet");
    private static final IpAddress ALL = IpAddress.v4(ALL_HOSTS);

    private final Ifaddrs ifaddrs;
    private final Ifmaddrs ifmaddrs;
    private final Executor worker;

    Groups(Ifaddrs ifaddrs, Ifmaddrs ifmaddrs, Executor worker) {
        this.ifaddrs = ifaddrs;
        this.ifmaddrs = ifmaddrs;
        this.worker = worker;
    }

    /** An address came or went. Any thread. */
    void changed(Link4 link) {
        worker.execute(() -> {
            boolean wanted = !link.ended
                    && link.ifnet.has(IfFlags.MULTICAST)
                    && ifaddrs.list(link.ifnet).stream()
                            .anyMatch(a -> a.address().isV4());
            if (wanted && link.inAllHosts.compareAndSet(false, true)) {
                if (!change(link, () -> ifmaddrs.join(SELF, link.ifnet, ALL))) {
                    link.inAllHosts.set(false);
                }
            }
            if (!wanted || link.ended) {
                leave(link);
            }
        });
    }

    /** Gives the membership back. On a control thread. */
    void leave(Link4 link) {
        if (link.inAllHosts.compareAndSet(true, false)) {
            change(link, () -> ifmaddrs.leave(SELF, link.ifnet, ALL));
        }
    }

    private interface Change {
        void run() throws IfnetException;
    }

    private static boolean change(Link4 link, Change change) {
        try {
            if (link.ifnet.isAttached()) {
                change.run();
                return true;
            }
        } catch (IfnetException e) {
            if (link.ifnet.isAttached()) {
                LOG.debug("{}: 224.0.0.1: {}", link.ifnet.name(), e.getMessage());
            }
        }
        return false;
    }

    /** What the interface is a member of, by whomever. */
    int[] members(Ifnet ifnet) {
        return ifmaddrs.list(ifnet).stream()
                .map(Ifmaddr::group)
                .filter(group -> group != null && group.isV4())
                .mapToInt(IpAddress::v4)
                .toArray();
    }
}
