package org.ifnet.route;

import java.util.List;

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
 * @param metrics what was said of the way
 * @param paths of a destination that is reached by several ways: all of them, this one the first; else empty
 */
public record NextHop(
        Ifnet ifnet,
        int flags,
        long gatewayHi,
        long gatewayLo,
        @Nullable Ifaddr ifaddr,
        RouteMetrics metrics,
        List<NextHop> paths) {
    /** A single way of which nothing is known. */
    public NextHop(Ifnet ifnet, int flags, long gatewayHi, long gatewayLo, @Nullable Ifaddr ifaddr) {
        this(ifnet, flags, gatewayHi, gatewayLo, ifaddr, RouteMetrics.NONE, List.of());
    }

    /** There are several: a packet takes {@link #path}. */
    public boolean isMultipath() {
        return !paths.isEmpty();
    }

    /**
     * The way of one flow (RFC 2992, hash-threshold): the same for the same hash as long as the paths are the same; itself
     * when it is the only one.
     *
     * @param hash spread over all 32 bits
     */
    public NextHop path(int hash) {
        int n = paths.size();
        return n == 0 ? this : paths.get((int) ((hash & 0xffff_ffffL) * n >>> 32));
    }

    /** Whether it, or one of its paths, goes to that gateway by that interface. */
    public boolean leadsTo(Ifnet out, long hi, long lo) {
        for (int i = 0; i < paths.size(); i++) {
            if (paths.get(i).leadsTo(out, hi, lo)) {
                return true;
            }
        }
        return isGateway() && ifnet == out && gatewayHi == hi && gatewayLo == lo;
    }

    /** The longest packet of that way in bytes, of an interface that takes {@code mtu}. */
    public int mtu(int mtu) {
        int said = metrics.mtu();
        return said == 0 || said > mtu ? mtu : said;
    }

    public boolean isGateway() {
        return (flags & RouteFlags.GATEWAY) != 0;
    }

    /** REJECT or BLACKHOLE. */
    public boolean refuses() {
        return (flags & (RouteFlags.REJECT | RouteFlags.BLACKHOLE)) != 0;
    }
}
