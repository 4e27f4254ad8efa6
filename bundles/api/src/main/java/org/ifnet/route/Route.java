package org.ifnet.route;

import java.util.List;

import org.ifnet.Ifnet;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.jspecify.annotations.Nullable;

/**
 * A route as it stands in the table.
 *
 * @param flags of {@link RouteFlags}; without UP it is kept and not used, because its interface is down
 * @param ifaddr the address it was made from or is reached from, null when none
 * @param metrics what was said of the way
 * @param paths of a destination that is reached by several ways (MPATH): all that are used, this one the first; else empty
 */
public record Route(
        IpPrefix destination,
        @Nullable IpAddress gateway,
        Ifnet ifnet,
        int flags,
        @Nullable Ifaddr ifaddr,
        RouteMetrics metrics,
        List<Route> paths) {
    /** A single route of whose way nothing is known. */
    public Route(IpPrefix destination, @Nullable IpAddress gateway, Ifnet ifnet, int flags, @Nullable Ifaddr ifaddr) {
        this(destination, gateway, ifnet, flags, ifaddr, RouteMetrics.NONE, List.of());
    }
}
