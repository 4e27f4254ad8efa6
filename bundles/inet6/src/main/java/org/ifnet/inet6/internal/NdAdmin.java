package org.ifnet.inet6.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.control.Credential;
import org.ifnet.control.Privilege;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet6.NdTable;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/** The neighbours as an administrator sees them. */
final class NdAdmin implements NdTable {
    private static final long SECOND = 1_000_000_000L;
    private static final State[] STATES = {
        State.INCOMPLETE, State.REACHABLE, State.STALE, State.DELAY, State.PROBE, State.REACHABLE
    };

    private final Env env;
    private final Netisr netisr;
    private final Ifnets ifnets;
    private final Nd nd;
    private final Routers routers;
    private final Prefixes prefixes;

    NdAdmin(Env env, Netisr netisr, Ifnets ifnets, Nd nd, Routers routers, Prefixes prefixes) {
        this.env = env;
        this.netisr = netisr;
        this.ifnets = ifnets;
        this.nd = nd;
        this.routers = routers;
        this.prefixes = prefixes;
    }

    @Override
    public List<Entry> list() {
        long now = env.nanoTime();
        List<Entry> entries = new ArrayList<>();
        for (NdEntry e : nd.cache().all()) {
            int state = e.state();
            if (state == NdEntry.DEAD) {
                continue;
            }
            long lladdr = e.lladdr();
            boolean permanent = state == NdEntry.PERMANENT;
            entries.add(new Entry(
                    e.link.ifnet,
                    address(e),
                    lladdr < 0 ? null : new MacAddress(lladdr),
                    STATES[state],
                    permanent,
                    permanent ? -1 : Math.max(0, (e.due - now + SECOND - 1) / SECOND),
                    e.router,
                    e.asked.get()));
        }
        entries.sort(Comparator.comparing((Entry e) -> e.ifnet().index()).thenComparing(Entry::address));
        return List.copyOf(entries);
    }

    private static IpAddress address(NdEntry e) {
        IpAddress address = IpAddress.v6(e.hi, e.lo);
        return address.isLinkLocal() ? address.withZone(e.link.ifnet.name()) : address;
    }

    @Override
    public void set(Credential who, IpAddress address, MacAddress lladdr) throws IfnetException {
        who.require(Privilege.ROUTE, "ndp");
        if (address.isV4() || address.isMulticast() || address.isUnspecified()) {
            throw new IfnetException(Errno.EINVAL, "ndp: " + address + " is not the IPv6 address of a neighbour");
        }
        if (!lladdr.isUnicast()) {
            throw new IfnetException(Errno.EINVAL, "ndp: " + lladdr + " is not the address of one station");
        }
        netisr.call(Netisr.NETCTL, () -> {
            Link6 link = nearest(address);
            if (link == null) {
                throw new IfnetException(Errno.EADDRNOTAVAIL, "ndp: no interface has " + address + " on its network");
            }
            if (!nd.setPermanent(link, address.hi(), address.lo(), lladdr.bits())) {
                throw new IfnetException(Errno.ENOBUFS, "ndp: the table is full");
            }
            return true;
        });
    }

    /** The interface of the scope, else one on whose network the address is; one that is up before others. */
    private @Nullable Link6 nearest(IpAddress address) throws IfnetException {
        if (!address.zone().isEmpty()) {
            return Link6.of(ifnets.require(address.zone()));
        }
        Link6 best = null;
        for (Ifnet ifnet : ifnets.list()) {
            Link6 link = ifnet.lladdr() == null ? null : Link6.of(ifnet);
            boolean near = link != null && !address.isLinkLocal() && link.isNear(address.hi(), address.lo());
            if (near && (best == null || ifnet.isUsable() && !best.ifnet.isUsable())) {
                best = link;
            }
        }
        return best;
    }

    @Override
    public void delete(Credential who, IpAddress address) throws IfnetException {
        who.require(Privilege.ROUTE, "ndp");
        int gone = flush(e -> !address.isV4()
                && e.hi == address.hi()
                && e.lo == address.lo()
                && (address.zone().isEmpty() || address.zone().equals(e.link.ifnet.name())));
        if (gone == 0) {
            throw new IfnetException(Errno.ENOENT, "ndp: " + address + " -- no entry");
        }
    }

    @Override
    public int clear(Credential who) throws IfnetException {
        who.require(Privilege.ROUTE, "ndp");
        return flush(e -> e.state() != NdEntry.PERMANENT);
    }

    @Override
    public List<Router> routers() throws IfnetException {
        return netisr.call(Netisr.NETCTL, routers::list);
    }

    @Override
    public List<Prefix> prefixes() throws IfnetException {
        return netisr.call(Netisr.NETCTL, prefixes::list);
    }

    private int flush(Predicate<NdEntry> which) throws IfnetException {
        return netisr.call(Netisr.NETCTL, () -> {
            int gone = 0;
            for (NdEntry e : nd.cache().all()) {
                if (which.test(e)) {
                    nd.flushNow(e.link, other -> other == e);
                    gone++;
                }
            }
            return gone;
        });
    }
}
