package org.ifnet.route;

import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.jspecify.annotations.Nullable;

/**
 * A route to add or delete.
 *
 * @param gateway the next router, or null for a route straight to an interface
 * @param ifnet the name of the interface, or null to find it by the gateway
 * @param flags REJECT, BLACKHOLE, PROTO1 and the like; UP, GATEWAY, HOST and STATIC are found out
 */
public record RouteSpec(
        IpPrefix destination,
        @Nullable IpAddress gateway,
        @Nullable String ifnet,
        int flags) {}
