package org.ifnet.route.internal;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.route.Route;
import org.jspecify.annotations.Nullable;

/**
 * Everything that wants to be the route of one prefix. Of those that can be used the first wins: an own address, then
 * an address whose network it is (in order of adding), then the static routes. Netctl only, but for {@link #best} and {@link #listed}.
 */
final class RouteSlot {
    final IpPrefix prefix;
    private Set<Ifaddr> local = Set.of();
    private Set<Ifaddr> connected = Set.of();

    /** The first of the static routes. Changed by {@link FixedRoutes}. */
    @Nullable
    StaticRoute fixed;

    /** The others, of a destination that is reached by several ways. */
    List<StaticRoute> more = List.of();

    /** Its neighbours in {@link FixedList}. */
    @Nullable
    RouteSlot before;

    @Nullable
    RouteSlot behind;

    /** The route that is used, null when there is none. */
    volatile @Nullable Route best;

    /** What a listing shows: the route that is used, and static ones that are not. */
    volatile List<Route> listed = List.of();

    RouteSlot(IpPrefix prefix) {
        this.prefix = prefix;
    }

    /** Every static route. */
    List<StaticRoute> fixedRoutes() {
        StaticRoute only = fixed;
        if (more.isEmpty()) {
            return only == null ? List.of() : List.of(only);
        }
        return Stream.concat(Stream.ofNullable(only), more.stream()).toList();
    }

    /** Addresses that are this host, in order of adding. */
    Set<Ifaddr> local() {
        return local;
    }

    /** Addresses whose network this is, in order of adding. */
    Set<Ifaddr> connected() {
        return connected;
    }

    void addLocal(Ifaddr a) {
        local = with(local, a);
    }

    void addConnected(Ifaddr a) {
        connected = with(connected, a);
    }

    /** Most slots have a static route only. */
    private static Set<Ifaddr> with(Set<Ifaddr> known, Ifaddr a) {
        Set<Ifaddr> set = known.isEmpty() ? new LinkedHashSet<>(2) : known;
        set.add(a);
        return set;
    }

    void removeLocal(Ifaddr a) {
        local = without(local, a);
    }

    void removeConnected(Ifaddr a) {
        connected = without(connected, a);
    }

    private static Set<Ifaddr> without(Set<Ifaddr> known, Ifaddr a) {
        return !known.isEmpty() && known.remove(a) && known.isEmpty() ? Set.of() : known;
    }

    boolean isEmpty() {
        return local.isEmpty() && connected.isEmpty() && fixed == null;
    }
}
