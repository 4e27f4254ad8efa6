package org.ifnet.route.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.ifnet.Errno;
import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.route.RouteFlags;
import org.ifnet.route.RouteMetrics;
import org.ifnet.route.RouteSpec;
import org.jspecify.annotations.Nullable;

/** Finds the interface of a static route (reference 7.3). Reads addresses and connected prefixes; netctl only. */
final class StaticRules {
    private static final int USER_FLAGS =
            RouteFlags.REJECT | RouteFlags.BLACKHOLE | RouteFlags.PROTO1 | RouteFlags.PROTO2 | RouteFlags.PROTO3;

    private static final int MOST_PATHS = 16;
    private static final int LEAST_MTU4 = 72;
    private static final int LEAST_MTU6 = 1280;
    private static final int MOST_MTU = 65_535;

    private final Ifnets ifnets;
    private final AddressBook book;
    private final RouteTable table;

    private record Neighbour(IpAddress gateway, @Nullable Ifnet named) {}

    private record Reach(Ifaddr ifaddr, int length) {}

    private final Map<Neighbour, Reach> reached = new HashMap<>();
    private int reachAsOf;

    StaticRules(Ifnets ifnets, AddressBook book, RouteTable table) {
        this.ifnets = ifnets;
        this.book = book;
        this.table = table;
    }

    StaticRoute resolve(RouteSpec spec) throws IfnetException {
        IpPrefix to = spec.destination();
        IpAddress gateway = spec.gateway();
        check(to, spec.metrics());
        int flags = spec.flags() & USER_FLAGS | RouteFlags.STATIC | (to.isHost() ? RouteFlags.HOST : 0);
        Ifnet named = named(spec);
        if (gateway != null) {
            check(to, gateway);
            Ifaddr own = own(gateway, named);
            if (own == null) {
                return throughGateway(spec, gateway, named, flags);
            }
            return new StaticRoute(spec, to, null, own.ifnet(), flags, own);
        }
        boolean refuses = (flags & (RouteFlags.REJECT | RouteFlags.BLACKHOLE)) != 0;
        if (named == null) {
            if (!refuses) {
                throw new IfnetException(Errno.EINVAL, "route " + to + ": neither gateway nor interface");
            }
            return new StaticRoute(spec, to, null, anchor(to), flags, null);
        }
        Ifaddr source = source(named, to.address());
        if (source == null && !refuses) {
            throw new IfnetException(
                    Errno.ENETUNREACH, "route " + to + ": no address of its family on " + named.name());
        }
        return new StaticRoute(spec, to, null, named, flags, source);
    }

    private static void check(IpPrefix to, RouteMetrics metrics) throws IfnetException {
        int least = to.address().isV4() ? LEAST_MTU4 : LEAST_MTU6;
        int mtu = metrics.mtu();
        if (mtu != 0 && (mtu < least || mtu > MOST_MTU)) {
            throw new IfnetException(
                    Errno.EINVAL, "route " + to + ": mtu " + mtu + " is not in " + least + ".." + MOST_MTU);
        }
    }

    /** Whether a route may be one of several to its destination. */
    static void beside(List<StaticRoute> paths, StaticRoute route) throws IfnetException {
        if (paths.stream().anyMatch(route::isSameWay)) {
            throw new IfnetException(Errno.EEXIST, Errno.EEXIST.text());
        }
        if (route.refuses() || paths.get(0).refuses()) {
            throw new IfnetException(
                    Errno.EINVAL, "route " + route.destination() + ": one that refuses cannot be one of several");
        }
        if (paths.size() >= MOST_PATHS) {
            throw new IfnetException(
                    Errno.ENOBUFS, "route " + route.destination() + ": has " + MOST_PATHS + " ways already");
        }
    }

    private @Nullable Ifnet named(RouteSpec spec) throws IfnetException {
        IpAddress gateway = spec.gateway();
        String zone = gateway == null ? "" : gateway.zone();
        String name = spec.ifnet() != null ? spec.ifnet() : zone.isEmpty() ? null : zone;
        return name == null ? null : ifnets.require(name);
    }

    private static void check(IpPrefix to, IpAddress gateway) throws IfnetException {
        if (gateway.family() != to.address().family() || gateway.isMulticast() || gateway.isUnspecified()) {
            throw new IfnetException(Errno.EINVAL, "route " + to + ": " + gateway + " cannot be its gateway");
        }
    }

    /** The record of a gateway that is ourselves: BSD takes the interface then. */
    private @Nullable Ifaddr own(IpAddress gateway, @Nullable Ifnet named) {
        RouteSlot slot = table.slot(new IpPrefix(gateway, gateway.bits()));
        if (slot != null) {
            for (Ifaddr a : slot.local()) {
                if (named == null || named == a.ifnet()) {
                    return a;
                }
            }
        }
        return null;
    }

    private StaticRoute throughGateway(RouteSpec spec, IpAddress gateway, @Nullable Ifnet named, int flags)
            throws IfnetException {
        IpPrefix to = spec.destination();
        if (to.isHost() && to.contains(gateway)) {
            throw new IfnetException(Errno.EADDRNOTAVAIL, "route " + to + ": is its own gateway");
        }
        int through = flags | RouteFlags.GATEWAY;
        Reach reach = reach(gateway, named);
        if (reach != null) {
            if (to.contains(gateway) && to.length() > reach.length) {
                throw new IfnetException(Errno.EDQUOT, "gateway uses the same route");
            }
            return new StaticRoute(spec, to, gateway, reach.ifaddr.ifnet(), through, reach.ifaddr);
        }
        Ifaddr source = named == null ? null : source(named, gateway);
        if (named == null || source == null) {
            throw new IfnetException(Errno.ENETUNREACH, "route " + to + ": no way to gateway " + gateway);
        }
        return new StaticRoute(spec, to, gateway, named, through, source);
    }

    /** The longest network that the gateway is on. Remembered: a full table has few gateways. */
    private @Nullable Reach reach(IpAddress gateway, @Nullable Ifnet named) {
        if (reachAsOf != table.connections()) {
            reachAsOf = table.connections();
            reached.clear();
        }
        Neighbour asked = new Neighbour(gateway, named);
        Reach known = reached.get(asked);
        if (known == null) {
            known = search(gateway, named);
            if (known != null) {
                reached.put(asked, known);
            }
        }
        return known;
    }

    private @Nullable Reach search(IpAddress gateway, @Nullable Ifnet named) {
        for (int length = gateway.bits(); length >= 0; length--) {
            Ifaddr a = neighbour(new IpPrefix(gateway, length), named);
            if (a != null) {
                return new Reach(a, length);
            }
        }
        return null;
    }

    /** An address on exactly that network, one of an interface that is up before others. */
    private @Nullable Ifaddr neighbour(IpPrefix net, @Nullable Ifnet named) {
        RouteSlot slot = table.slot(net);
        Ifaddr found = null;
        if (slot != null) {
            for (Ifaddr a : slot.connected()) {
                if ((named == null || named == a.ifnet()) && (found == null || !RouteTable.isUp(found.ifnet()))) {
                    found = found == null || RouteTable.isUp(a.ifnet()) ? a : found;
                }
            }
        }
        return found;
    }

    private @Nullable Ifaddr source(Ifnet ifnet, IpAddress towards) {
        return book.forDestination(ifnet, towards);
    }

    /** A refusing route needs no interface, but every route has one: the loopback interface, else the first. */
    private Ifnet anchor(IpPrefix to) throws IfnetException {
        Ifnet first = null;
        for (Ifnet ifnet : ifnets.list()) {
            if (!ifnet.isAttached()) {
                continue;
            }
            if (ifnet.type() == IfType.LOOP) {
                return ifnet;
            }
            first = first == null ? ifnet : first;
        }
        if (first == null) {
            throw new IfnetException(Errno.ENETUNREACH, "route " + to + ": there is no interface");
        }
        return first;
    }
}
