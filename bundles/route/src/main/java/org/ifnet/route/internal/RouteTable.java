package org.ifnet.route.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

import org.ifnet.IfFlags;
import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.netisr.EnvMemory;
import org.ifnet.route.NextHop;
import org.ifnet.route.Route;
import org.ifnet.route.RouteFlags;
import org.jspecify.annotations.Nullable;

/**
 * The routes by prefix, and the two tables that packets look into. Changed on netctl only; {@link #publish} makes all
 * changes since the last one visible to packets.
 */
final class RouteTable {
    /** Bits of an address that choose an entry at once: with a full table 1 MiB, and 16 KiB. */
    private static final int DIRECT4 = 18;

    private static final int DIRECT6 = 12;

    private final ConcurrentHashMap<IpPrefix, RouteSlot> slots = new ConcurrentHashMap<>();
    private final FixedRoutes fixedRoutes = new FixedRoutes();
    private final Set<RouteSlot> own = new LinkedHashSet<>();

    private final ForwardingTable table4;
    private final ForwardingTable table6;

    private int connections;

    /** What {@link #tell} is to tell; nothing is noted while nobody hears it. */
    private final List<Change> changes = new ArrayList<>();

    private BooleanSupplier heard = () -> false;

    private record Change(@Nullable Route before, @Nullable Route now) {}

    /** Where packets to own addresses go. */
    private @Nullable Ifnet loop;

    RouteTable(EnvMemory memory) {
        table4 = new ForwardingTable(memory, DIRECT4);
        table6 = new ForwardingTable(memory, DIRECT6);
    }

    /** Changes are noted as long as that says so. Before the first change. */
    void heard(BooleanSupplier somebody) {
        heard = somebody;
    }

    ForwardingTable table4() {
        return table4;
    }

    ForwardingTable table6() {
        return table6;
    }

    /** The route that a packet to that address takes, null when there is none. Any thread. */
    @Nullable
    Route find(IpAddress to) {
        IpAddress bare = to.withZone("");
        for (int length = bare.bits(); length >= 0; length--) {
            RouteSlot slot = slots.get(new IpPrefix(bare, length));
            Route best = slot == null ? null : slot.best;
            if (best != null) {
                return best;
            }
        }
        return null;
    }

    /** Every route of the family by destination; a snapshot for each prefix. */
    List<Route> list(int family) {
        List<Route> routes = new ArrayList<>();
        for (RouteSlot slot : slots.values()) {
            if (slot.prefix.address().family() == family) {
                routes.addAll(slot.listed);
            }
        }
        routes.sort(Comparator.comparing(Route::destination));
        return List.copyOf(routes);
    }

    @Nullable
    RouteSlot slot(IpPrefix prefix) {
        return slots.get(prefix);
    }

    List<StaticRoute> fixed() {
        List<StaticRoute> routes = new ArrayList<>();
        for (RouteSlot slot : slots.values()) {
            routes.addAll(slot.fixedRoutes());
        }
        return routes;
    }

    List<StaticRoute> fixedOf(Ifnet ifnet) {
        return fixedRoutes.of(ifnet);
    }

    void connect(Ifaddr a) {
        connections++;
        RouteSlot host = open(new IpPrefix(a.address(), a.address().bits()));
        host.addLocal(a);
        own.add(host);
        settle(host);
        IpPrefix net = connectedPrefix(a);
        if (net != null) {
            RouteSlot slot = open(net);
            slot.addConnected(a);
            settle(slot);
        }
    }

    void disconnect(Ifaddr a) {
        connections++;
        RouteSlot host = open(new IpPrefix(a.address(), a.address().bits()));
        host.removeLocal(a);
        if (host.local().isEmpty()) {
            own.remove(host);
        }
        settle(host);
        IpPrefix net = connectedPrefix(a);
        if (net != null) {
            RouteSlot slot = open(net);
            slot.removeConnected(a);
            settle(slot);
        }
    }

    /** These are the static routes of the destination from now on. */
    void fix(IpPrefix destination, List<StaticRoute> routes) {
        RouteSlot slot = open(destination);
        fixedRoutes.set(slot, routes);
        settle(slot);
    }

    /** The static routes of a destination. */
    List<StaticRoute> fixed(IpPrefix destination) {
        RouteSlot slot = slots.get(destination);
        return slot == null ? List.of() : slot.fixedRoutes();
    }

    /** The interface went up or down: decides anew about everything that depends on it. */
    void changed(Ifnet ifnet, List<Ifaddr> addresses, @Nullable Ifnet newLoop) {
        connections++;
        for (Ifaddr a : addresses) {
            settle(open(new IpPrefix(a.address(), a.address().bits())));
            IpPrefix net = connectedPrefix(a);
            if (net != null) {
                settle(open(net));
            }
        }
        for (RouteSlot slot : fixedRoutes.slots(ifnet)) {
            settle(slot);
        }
        if (newLoop != loop) {
            loop = newLoop;
            List.copyOf(own).forEach(this::settle);
        }
    }

    /** Makes every change so far visible to packets. */
    void publish() {
        table4.publish();
        table6.publish();
    }

    /** Tells of every change since the last time. */
    void tell(BiConsumer<@Nullable Route, @Nullable Route> changed) {
        if (!changes.isEmpty()) {
            List<Change> now = List.copyOf(changes);
            changes.clear();
            now.forEach(change -> changed.accept(change.before, change.now));
        }
    }

    /** Every route that packets take. Any thread. */
    List<Route> used() {
        List<Route> routes = new ArrayList<>();
        for (RouteSlot slot : slots.values()) {
            Route best = slot.best;
            if (best != null) {
                routes.add(best);
            }
        }
        return routes;
    }

    /** So much has changed that writing all of it anew pays. */
    boolean isWorthPublishing() {
        return table4.isWorthPublishing() || table6.isWorthPublishing();
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

    /** Changes whenever another network is connected, or an interface of one goes up or down. */
    int connections() {
        return connections;
    }

    /** Finds the route of a prefix anew, and changes the tables when it is another one. */
    private void settle(RouteSlot slot) {
        Route best = best(slot);
        if (slot.isEmpty()) {
            slots.remove(slot.prefix);
        }
        slot.listed = listed(slot, best);
        if (best == null ? slot.best != null : !best.equals(slot.best)) {
            if (heard.getAsBoolean()) {
                changes.add(new Change(slot.best, best));
            }
            slot.best = best;
            install(slot.prefix, best);
        }
    }

    private @Nullable Route best(RouteSlot slot) {
        for (Ifaddr a : slot.local()) {
            if (isUp(a.ifnet())) {
                return ownRoute(slot.prefix, a);
            }
        }
        for (Ifaddr a : slot.connected()) {
            if (isUp(a.ifnet())) {
                int kind = slot.prefix.isHost() ? RouteFlags.HOST : a.ifnet().lladdr() != null ? RouteFlags.CLONING : 0;
                return new Route(slot.prefix, null, a.ifnet(), RouteFlags.UP | kind, a);
            }
        }
        return slot.more.isEmpty() ? single(slot.fixed) : several(slot);
    }

    private static @Nullable Route single(@Nullable StaticRoute fixed) {
        return fixed != null && fixed.isUsable() ? fixed.route(true) : null;
    }

    private static @Nullable Route several(RouteSlot slot) {
        List<Route> paths = new ArrayList<>();
        StaticRoute first = null;
        for (StaticRoute fixed : slot.fixedRoutes()) {
            if (fixed.isUsable()) {
                paths.add(fixed.route(RouteFlags.UP | RouteFlags.MPATH, List.of()));
                first = first == null ? fixed : first;
            }
        }
        return first == null
                ? null
                : first.route(RouteFlags.UP | RouteFlags.MPATH, paths.size() == 1 ? List.of() : List.copyOf(paths));
    }

    private static List<Route> listed(RouteSlot slot, @Nullable Route best) {
        boolean used = best != null && (best.flags() & RouteFlags.STATIC) != 0;
        if (slot.more.isEmpty()) {
            StaticRoute unused = used ? null : slot.fixed;
            if (unused == null) {
                return best == null ? List.of() : List.of(best);
            }
            return best == null ? List.of(unused.route(false)) : List.of(best, unused.route(false));
        }
        List<Route> all = new ArrayList<>();
        if (best != null && !used) {
            all.add(best);
        }
        for (StaticRoute fixed : slot.fixedRoutes()) {
            int up = used && fixed.isUsable() ? RouteFlags.UP : 0;
            all.add(fixed.route(up | RouteFlags.MPATH, List.of()));
        }
        return List.copyOf(all);
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
        ForwardingTable table = key.isV4() ? table4 : table6;
        if (route == null) {
            table.remove(hi, lo, prefix.length());
        } else {
            table.put(hi, lo, prefix.length(), hop(route));
        }
    }

    private static NextHop hop(Route route) {
        IpAddress gateway = route.gateway();
        long hi = gateway == null ? 0 : gateway.hi();
        long lo = gateway == null ? 0 : gateway.lo();
        List<NextHop> paths = route.paths().isEmpty()
                ? List.of()
                : route.paths().stream().map(RouteTable::hop).toList();
        return new NextHop(route.ifnet(), route.flags(), hi, lo, route.ifaddr(), route.metrics(), paths);
    }

    static boolean isUp(Ifnet ifnet) {
        return ifnet.isAttached() && ifnet.has(IfFlags.UP);
    }
}
