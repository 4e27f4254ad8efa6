package org.ifnet.route.internal;

import java.util.List;
import java.util.Objects;

import org.ifnet.Ifnet;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.route.Route;
import org.ifnet.route.RouteFlags;
import org.ifnet.route.RouteSpec;
import org.jspecify.annotations.Nullable;

/**
 * A route that somebody asked for, with what it came out as.
 *
 * @param gateway null for a route straight to the interface
 * @param flags without UP
 */
record StaticRoute(
        RouteSpec spec,
        IpPrefix destination,
        @Nullable IpAddress gateway,
        Ifnet ifnet,
        int flags,
        @Nullable Ifaddr ifaddr) {
    /** The same, asked for in other words. */
    StaticRoute asked(RouteSpec now) {
        return new StaticRoute(now, destination, gateway, ifnet, flags, ifaddr);
    }

    boolean refuses() {
        return (flags & (RouteFlags.REJECT | RouteFlags.BLACKHOLE)) != 0;
    }

    boolean isUsable() {
        return refuses() || RouteTable.isUp(ifnet);
    }

    /** Who names its destination so means it: by what gateway and interface, when they are named, it was asked for. */
    boolean isMeant(RouteSpec named) {
        boolean byGateway = named.gateway() == null || named.gateway().equals(spec.gateway());
        return byGateway && (named.ifnet() == null || named.ifnet().equals(ifnet.name()));
    }

    /** It leads by the same way as the other. */
    boolean isSameWay(StaticRoute other) {
        return ifnet == other.ifnet && Objects.equals(gateway, other.gateway);
    }

    Route route(boolean up) {
        return route(up ? RouteFlags.UP : 0, List.of());
    }

    Route route(int more, List<Route> paths) {
        return new Route(destination, gateway, ifnet, flags | more, ifaddr, spec.metrics(), paths);
    }
}
