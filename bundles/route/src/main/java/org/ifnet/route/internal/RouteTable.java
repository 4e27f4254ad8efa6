package org.ifnet.route.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
    private final Map<Ifnet, FixedList> fixedBy = new HashMap<>();
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
            StaticRoute fixed = slot.fixed;
            if (fixed != null) {
                routes.add(fixed);
            }
        }
        return routes;
    }

    List<StaticRoute> fixedOf(Ifnet ifnet) {
        List<StaticRoute> routes = new ArrayList<>();
        for (RouteSlot slot : fixedSlots(ifnet)) {
            StaticRoute fixed = slot.fixed;
            if (fixed != null) {
                routes.add(fixed);
            }
        }
        return routes;
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

    void fix(StaticRoute route) {
        RouteSlot slot = open(route.destination());
        StaticRoute old = slot.fixed;
        if (old == null || old.ifnet() != route.ifnet()) {
            unlink(slot);
            fixedBy.computeIfAbsent(route.ifnet(), key -> new FixedList()).add(slot);
        }
        slot.fixed = route;
        settle(slot);
    }

    void unfix(StaticRoute route) {
        RouteSlot slot = open(route.destination());
        unlink(slot);
        slot.fixed = null;
        settle(slot);
    }

    private void unlink(RouteSlot slot) {
        StaticRoute fixed = slot.fixed;
        FixedList its = fixed == null ? null : fixedBy.get(fixed.ifnet());
        if (fixed != null && its != null) {
            its.remove(slot);
            if (its.isEmpty()) {
                fixedBy.remove(fixed.ifnet());
            }
        }
    }

    private List<RouteSlot> fixedSlots(Ifnet ifnet) {
        FixedList its = fixedBy.get(ifnet);
        return its == null ? List.of() : its.list();
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
        for (RouteSlot slot : fixedSlots(ifnet)) {
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
        StaticRoute fixed = slot.fixed;
        if (slot.isEmpty()) {
            slots.remove(slot.prefix);
        }
        boolean shadowed = fixed != null && (best == null || (best.flags() & RouteFlags.STATIC) == 0);
        if (fixed != null && shadowed) {
            slot.listed = best == null ? List.of(fixed.route(false)) : List.of(best, fixed.route(false));
        } else {
            slot.listed = best == null ? List.of() : List.of(best);
        }
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
        return new NextHop(route.ifnet(), route.flags(), hi, lo, route.ifaddr());
    }

    static boolean isUp(Ifnet ifnet) {
        return ifnet.isAttached() && ifnet.has(IfFlags.UP);
    }
}
