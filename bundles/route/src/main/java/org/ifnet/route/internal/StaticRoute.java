package org.ifnet.route.internal;

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
    boolean refuses() {
        return (flags & (RouteFlags.REJECT | RouteFlags.BLACKHOLE)) != 0;
    }

    Route route(boolean up) {
        return new Route(destination, gateway, ifnet, up ? flags | RouteFlags.UP : flags, ifaddr);
    }
}
