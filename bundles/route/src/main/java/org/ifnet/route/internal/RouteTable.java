package org.ifnet.route.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

import org.ifnet.IfFlags;
import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.netisr.EnvMemory;
import org.ifnet.netisr.Published;
import org.ifnet.route.NextHop;
import org.ifnet.route.Route;
import org.ifnet.route.RouteFlags;
import org.jspecify.annotations.Nullable;

/**
 * The routes by prefix, and the two tries that packets look into. Changed on netctl only; {@link #publish} makes all
 * changes since the last one visible at once.
 */
final class RouteTable {
    private final ConcurrentSkipListMap<IpPrefix, RouteSlot> slots = new ConcurrentSkipListMap<>();
    private final Map<Ifnet, Set<RouteSlot>> fixedBy = new HashMap<>();
    private final Set<RouteSlot> own = new LinkedHashSet<>();

    private PrefixTrie<Way> next4 = PrefixTrie.empty();
    private PrefixTrie<Way> next6 = PrefixTrie.empty();
    private final Published<PrefixTrie<Way>> trie4;
    private final Published<PrefixTrie<Way>> trie6;

    /** Where packets to own addresses go. */
    private @Nullable Ifnet loop;

    RouteTable(EnvMemory memory) {
        trie4 = memory.published(next4);
        trie6 = memory.published(next6);
    }

    /** A route as packets and as people see it. */
    record Way(NextHop hop, Route route) {}

    @Nullable
    Way way4(int destination) {
        return trie4.getAcquire().longest((long) destination << 32, 0);
    }

    @Nullable
    Way way6(long hi, long lo) {
        return trie6.getAcquire().longest(hi, lo);
    }

    /** Every route of the family by destination; a snapshot for each prefix. */
    List<Route> list(int family) {
        List<Route> routes = new ArrayList<>();
        for (RouteSlot slot : slots.values()) {
            if (slot.prefix.address().family() == family) {
                routes.addAll(slot.listed);
            }
        }
        return List.copyOf(routes);
    }

    @Nullable
    RouteSlot slot(IpPrefix prefix) {
        return slots.get(prefix);
    }

    List<StaticRoute> fixed() {
        List<StaticRoute> routes = new ArrayList<>();
        for (RouteSlot slot : slots.values()) {
            StaticRoute fixed = slot.fixed;
            if (fixed != null) {
                routes.add(fixed);
            }
        }
        return routes;
    }

    List<StaticRoute> fixedOf(Ifnet ifnet) {
        List<StaticRoute> routes = new ArrayList<>();
        for (RouteSlot slot : fixedBy.getOrDefault(ifnet, Set.of())) {
            StaticRoute fixed = slot.fixed;
            if (fixed != null) {
                routes.add(fixed);
            }
        }
        return routes;
    }

    void connect(Ifaddr a) {
        RouteSlot host = open(new IpPrefix(a.address(), a.address().bits()));
        host.local.add(a);
        own.add(host);
        settle(host);
        IpPrefix net = connectedPrefix(a);
        if (net != null) {
            RouteSlot slot = open(net);
            slot.connected.add(a);
            settle(slot);
        }
    }

    void disconnect(Ifaddr a) {
        RouteSlot host = open(new IpPrefix(a.address(), a.address().bits()));
        host.local.remove(a);
        if (host.local.isEmpty()) {
            own.remove(host);
        }
        settle(host);
        IpPrefix net = connectedPrefix(a);
        if (net != null) {
            RouteSlot slot = open(net);
            slot.connected.remove(a);
            settle(slot);
        }
    }

    void fix(StaticRoute route) {
        RouteSlot slot = open(route.destination());
        slot.fixed = route;
        fixedBy.computeIfAbsent(route.ifnet(), key -> new LinkedHashSet<>()).add(slot);
        settle(slot);
    }

    void unfix(StaticRoute route) {
        RouteSlot slot = open(route.destination());
        slot.fixed = null;
        Set<RouteSlot> its = fixedBy.get(route.ifnet());
        if (its != null && its.remove(slot) && its.isEmpty()) {
            fixedBy.remove(route.ifnet());
        }
        settle(slot);
    }

    /** The interface went up or down: decides anew about everything that depends on it. */
    void changed(Ifnet ifnet, List<Ifaddr> addresses, @Nullable Ifnet newLoop) {
        for (Ifaddr a : addresses) {
            settle(open(new IpPrefix(a.address(), a.address().bits())));
            IpPrefix net = connectedPrefix(a);
            if (net != null) {
                settle(open(net));
            }
        }
        for (RouteSlot slot : List.copyOf(fixedBy.getOrDefault(ifnet, Set.of()))) {
            settle(slot);
        }
        if (newLoop != loop) {
            loop = newLoop;
            List.copyOf(own).forEach(this::settle);
        }
    }

    /** Makes every change so far visible to packets. */
    void publish() {
        trie4.setRelease(next4);
        trie6.setRelease(next6);
    }

    /** The network that an address connects to; null when it connects to none but itself. */
    static @Nullable IpPrefix connectedPrefix(Ifaddr a) {
        IpAddress farEnd = a.destination();
        if (a.ifnet().type() == IfType.LOOP) {
            return null;
        }
        if (farEnd != null) {
            return new IpPrefix(farEnd, farEnd.bits());
        }
        boolean alone = a.address().isV4() && a.ifnet().has(IfFlags.POINTOPOINT);
        return alone || a.prefix().isHost() ? null : a.prefix();
    }

    private RouteSlot open(IpPrefix prefix) {
        return slots.computeIfAbsent(prefix, RouteSlot::new);
    }

    /** Finds the route of a prefix anew, and changes the tries when it is another one. */
    private void settle(RouteSlot slot) {
        Route best = best(slot);
        StaticRoute fixed = slot.fixed;
        if (slot.isEmpty()) {
            slots.remove(slot.prefix);
        }
        boolean shadowed = fixed != null && (best == null || (best.flags() & RouteFlags.STATIC) == 0);
        List<Route> listed = new ArrayList<>(2);
        if (best != null) {
            listed.add(best);
        }
        if (fixed != null && shadowed) {
            listed.add(fixed.route(false));
        }
        slot.listed = List.copyOf(listed);
        if (best == null ? slot.best != null : !best.equals(slot.best)) {
            slot.best = best;
            install(slot.prefix, best);
        }
    }

    private @Nullable Route best(RouteSlot slot) {
        for (Ifaddr a : slot.local) {
            if (isUp(a.ifnet())) {
                return ownRoute(slot.prefix, a);
            }
        }
        for (Ifaddr a : slot.connected) {
            if (isUp(a.ifnet())) {
                int kind = slot.prefix.isHost() ? RouteFlags.HOST : a.ifnet().lladdr() != null ? RouteFlags.CLONING : 0;
                return new Route(slot.prefix, null, a.ifnet(), RouteFlags.UP | kind, a);
            }
        }
        StaticRoute fixed = slot.fixed;
        return fixed != null && (fixed.refuses() || isUp(fixed.ifnet())) ? fixed.route(true) : null;
    }

    /** A packet to ourselves goes through the loopback interface. Without one it is refused; otherwise it would be sent
     * to the network, where nobody answers. */
    private Route ownRoute(IpPrefix host, Ifaddr a) {
        int flags = RouteFlags.HOST | RouteFlags.LOCAL;
        Ifnet through = a.ifnet().type() == IfType.LOOP ? a.ifnet() : loop;
        return through == null
                ? new Route(host, null, a.ifnet(), flags | RouteFlags.REJECT, a)
                : new Route(host, null, through, flags | RouteFlags.UP, a);
    }

    private void install(IpPrefix prefix, @Nullable Route route) {
        IpAddress key = prefix.address();
        if (!key.zone().isEmpty()) {
            return;
        }
        long hi = key.isV4() ? key.lo() << 32 : key.hi();
        long lo = key.isV4() ? 0 : key.lo();
        PrefixTrie<Way> trie = key.isV4() ? next4 : next6;
        PrefixTrie<Way> changed = route == null
                ? trie.without(hi, lo, prefix.length())
                : trie.with(hi, lo, prefix.length(), new Way(hop(route), route));
        if (key.isV4()) {
            next4 = changed;
        } else {
            next6 = changed;
        }
    }

    private static NextHop hop(Route route) {
        IpAddress gateway = route.gateway();
        long hi = gateway == null ? 0 : gateway.hi();
        long lo = gateway == null ? 0 : gateway.lo();
        return new NextHop(route.ifnet(), route.flags(), hi, lo, route.ifaddr());
    }

    static boolean isUp(Ifnet ifnet) {
        return ifnet.isAttached() && ifnet.has(IfFlags.UP);
    }
}
