package org.ifnet.route;

import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.jspecify.annotations.Nullable;

/**
 * A route to add or delete.
 *
 * @param gateway the next router, or null for a route straight to an interface
 * @param ifnet the name of the interface, or null to find it by the gateway
 * @param flags REJECT, BLACKHOLE, PROTO1 and the like; UP, GATEWAY, HOST and STATIC are found out. MPATH: when there is a
 *     route to that destination by another way, both are used, each flow by one of them
 * @param metrics what is known of the way
 */
public record RouteSpec(
        IpPrefix destination,
        @Nullable IpAddress gateway,
        @Nullable String ifnet,
        int flags,
        RouteMetrics metrics) {
    /** A route of whose way nothing is known. */
    public RouteSpec(IpPrefix destination, @Nullable IpAddress gateway, @Nullable String ifnet, int flags) {
        this(destination, gateway, ifnet, flags, RouteMetrics.NONE);
    }

    /** The same through an interface of that name. */
    public RouteSpec through(String name) {
        return new RouteSpec(destination, gateway, name, flags, metrics);
    }
}
