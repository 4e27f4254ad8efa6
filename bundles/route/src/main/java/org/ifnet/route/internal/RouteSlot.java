package org.ifnet.route.internal;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.route.Route;
import org.jspecify.annotations.Nullable;

/**
 * Everything that wants to be the route of one prefix. Of those that can be used the first wins: an own address, then
 * an address whose network it is (in order of adding), then the static route. Netctl only, but for {@link #listed}.
 */
final class RouteSlot {
    final IpPrefix prefix;
    final Set<Ifaddr> local = new LinkedHashSet<>(2);
    final Set<Ifaddr> connected = new LinkedHashSet<>(2);

    @Nullable
    StaticRoute fixed;

    /** The route that is used, null when there is none. */
    @Nullable
    Route best;

    /** What a listing shows: the route that is used, and a static one that is not. */
    volatile List<Route> listed = List.of();

    RouteSlot(IpPrefix prefix) {
        this.prefix = prefix;
    }

    boolean isEmpty() {
        return local.isEmpty() && connected.isEmpty() && fixed == null;
    }
}
