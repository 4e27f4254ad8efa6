package org.ifnet.route;

import org.ifnet.Ifnet;
import org.ifnet.ifaddr.Ifaddr;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a look-up: immutable, made once a route, shared by all packets.
 *
 * @param flags of {@link RouteFlags}
 * @param gatewayHi the upper 8 bytes of the gateway; with GATEWAY the neighbour to send to, else that is the destination
 * @param gatewayLo the lower 8 bytes, or the IPv4 gateway
 * @param ifaddr the source address to use, null when none
 */
public record NextHop(
        Ifnet ifnet,
        int flags,
        long gatewayHi,
        long gatewayLo,
        @Nullable Ifaddr ifaddr) {
    public boolean isGateway() {
        return (flags & RouteFlags.GATEWAY) != 0;
    }

    /** REJECT or BLACKHOLE. */
    public boolean refuses() {
        return (flags & (RouteFlags.REJECT | RouteFlags.BLACKHOLE)) != 0;
    }
}
