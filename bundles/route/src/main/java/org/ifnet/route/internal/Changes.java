package org.ifnet.route.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.route.Route;
import org.ifnet.route.RouteFlags;
import org.ifnet.route.RouteSpec;
import org.jspecify.annotations.Nullable;

/**
 * Every change of addresses and routes. All methods run on netctl, one after the other; each publishes its result as a
 * whole before it tells anybody.
 */
final class Changes {
    private final AddressBook book;
    private final RouteTable table;
    private final StaticRules rules;
    private final Notices notices;
    /** Interfaces that addresses or routes may refer to; added to here, on netctl, before one does. */
    private final Set<Ifnet> concerned = ConcurrentHashMap.newKeySet();
    /** Loopback interfaces that are up, by index. */
    private final TreeMap<Integer, Ifnet> loops = new TreeMap<>();

    Changes(Ifnets ifnets, AddressBook book, RouteTable table, Notices notices) {
        this.book = book;
        this.table = table;
        this.rules = new StaticRules(ifnets, book, table);
        this.notices = notices;
    }

    /**
     * False when no address, no route and no choice of ours depends on the interface: then nothing is to be done when
     * something happens to it. Any thread.
     *
     * <p>Whoever gives it an address or a route enters it first and then looks whether it is attached; whoever detaches it
     * clears that first and then asks here. So one of the two sees the other.
     */
    boolean isConcerned(Ifnet ifnet) {
        return concerned.contains(ifnet) || ifnet.type() == IfType.LOOP && ifnet.has(IfFlags.UP);
    }

    /** Makes all visible to packets, and then tells who listens. */
    void publish() {
        table.publish();
        tell();
    }

    private void tell() {
        table.tell(notices.messages()::changed);
    }

    private void enter(Ifnet ifnet) throws IfnetException {
        concerned.add(ifnet);
        if (!ifnet.isAttached()) {
            leaveIfGone(ifnet);
            throw IfnetException.noSuchInterface(ifnet.name());
        }
    }

    private void leaveIfGone(Ifnet ifnet) {
        boolean bare = book.list(ifnet).isEmpty() && table.fixedOf(ifnet).isEmpty();
        if (bare && !ifnet.isAttached() && loops.get(ifnet.index()) != ifnet) {
            concerned.remove(ifnet);
        }
    }

    /** One way more to its destination. */
    private void fix(StaticRoute route) throws IfnetException {
        enter(route.ifnet());
        List<StaticRoute> paths = table.fixed(route.destination());
        table.fix(route.destination(), paths.isEmpty() ? List.of(route) : with(paths, route));
    }

    private static List<StaticRoute> with(List<StaticRoute> paths, StaticRoute route) {
        List<StaticRoute> all = new ArrayList<>(paths);
        all.add(route);
        return all;
    }

    private void unfix(StaticRoute route) {
        List<StaticRoute> left = new ArrayList<>(table.fixed(route.destination()));
        left.remove(route);
        table.fix(route.destination(), left);
    }

    /** Adds the address, or puts it in the place of the one that is equal; returns the one that was there. */
    @Nullable
    Assigned add(AddressSpec spec, Ifaddr complete) throws IfnetException {
        return put(
                spec, complete, book.find(complete.ifnet(), complete.address().family(), complete.address()));
    }

    /** Puts the address in the place of the first of its family; returns what was there. */
    List<Assigned> replace(AddressSpec spec, Ifaddr complete) throws IfnetException {
        Ifnet ifnet = complete.ifnet();
        int family = complete.address().family();
        Assigned first = book.find(ifnet, family, null);
        Assigned equal = book.find(ifnet, family, complete.address());
        List<Assigned> gone = new ArrayList<>();
        if (first != null && equal != null && first != equal) {
            gone.add(delete(ifnet, family, equal.ifaddr().address()));
        }
        Assigned old = put(spec, complete, first);
        if (old != null) {
            gone.add(old);
        }
        return gone;
    }

    private @Nullable Assigned put(AddressSpec spec, Ifaddr complete, @Nullable Assigned old) throws IfnetException {
        enter(complete.ifnet());
        if (old != null && old.ifaddr().equals(complete)) {
            return old;
        }
        book.put(new Assigned(complete, spec), old);
        table.connect(complete);
        if (old != null) {
            table.disconnect(old.ifaddr());
            moveRoutes(old.ifaddr());
        }
        table.publish();
        if (old != null) {
            notices.removed(old.ifaddr());
        }
        notices.added(complete);
        // An address is told before its routes (reference 7.3).
        tell();
        return old;
    }

    Assigned delete(Ifnet ifnet, int family, @Nullable IpAddress address) throws IfnetException {
        Assigned gone = book.find(ifnet, family, address);
        if (gone == null) {
            throw new IfnetException(
                    Errno.EADDRNOTAVAIL,
                    address == null ? ifnet.name() + " has no such address" : address + " is not on " + ifnet.name());
        }
        book.remove(gone);
        table.disconnect(gone.ifaddr());
        moveRoutes(gone.ifaddr());
        publish();
        notices.removed(gone.ifaddr());
        return gone;
    }

    /** Routes through an address that is no more: found anew when the gateway can still be reached, else removed. */
    private void moveRoutes(Ifaddr gone) {
        for (StaticRoute route : table.fixedOf(gone.ifnet())) {
            if (gone.equals(route.ifaddr())) {
                moveOrDrop(route);
            }
        }
    }

    private void moveOrDrop(StaticRoute route) {
        unfix(route);
        try {
            StaticRoute moved = rules.resolve(route.spec());
            if (table.fixed(route.destination()).stream().noneMatch(moved::isSameWay)) {
                fix(moved);
            }
        } catch (IfnetException e) {
            // Nothing reaches its gateway any more: it goes with the address, as on BSD.
        }
    }

    Route addRoute(RouteSpec spec) throws IfnetException {
        StaticRoute route = fixNew(spec);
        publish();
        tellLock(route);
        return route.route(route.isUsable());
    }

    private void tellLock(StaticRoute route) {
        if (route.spec().metrics().locked()) {
            notices.messages().locked(route.route(route.isUsable()));
        }
    }

    /** Adds each for itself. They are to be published. */
    void addRoutes(List<RouteSpec> specs, Consumer<RouteSpec> added, BiConsumer<RouteSpec, IfnetException> refused) {
        for (RouteSpec spec : specs) {
            try {
                fixNew(spec);
                added.accept(spec);
            } catch (IfnetException e) {
                refused.accept(spec, e);
            }
        }
    }

    private StaticRoute fixNew(RouteSpec spec) throws IfnetException {
        RouteSlot slot = table.slot(spec.destination());
        boolean beside = (spec.flags() & RouteFlags.MPATH) != 0 && slot != null && slot.fixed != null;
        if (slot != null && !beside && (slot.best != null || slot.fixed != null)) {
            throw new IfnetException(Errno.EEXIST, Errno.EEXIST.text());
        }
        StaticRoute route = rules.resolve(spec);
        if (slot != null && beside) {
            StaticRules.beside(slot.fixedRoutes(), route);
        }
        fix(route);
        return route;
    }

    /** Deletes the static routes to that destination by the gateway and interface that are named; returns them. */
    List<StaticRoute> deleteRoute(RouteSpec spec) throws IfnetException {
        RouteSlot slot = table.slot(spec.destination());
        List<StaticRoute> paths = slot == null ? List.of() : slot.fixedRoutes();
        if (slot != null && slot.best != null && paths.isEmpty()) {
            throw new IfnetException(Errno.EINVAL, "route " + spec.destination() + " belongs to an address");
        }
        List<StaticRoute> gone =
                paths.stream().filter(route -> route.isMeant(spec)).toList();
        if (gone.isEmpty()) {
            throw new IfnetException(Errno.ESRCH, "not in table");
        }
        List<StaticRoute> left =
                paths.stream().filter(route -> !gone.contains(route)).toList();
        table.fix(spec.destination(), left);
        publish();
        return gone;
    }

    /** Puts the route in the place of the static ones to the same destination, which are returned. */
    List<StaticRoute> changeRoute(RouteSpec spec) throws IfnetException {
        RouteSlot slot = table.slot(spec.destination());
        List<StaticRoute> old = slot == null ? List.of() : slot.fixedRoutes();
        if (old.isEmpty()) {
            boolean other = slot != null && slot.best != null;
            throw other
                    ? new IfnetException(Errno.EINVAL, "route " + spec.destination() + " belongs to an address")
                    : new IfnetException(Errno.ESRCH, "not in table");
        }
        StaticRoute now = rules.resolve(spec);
        enter(now.ifnet());
        table.fix(now.destination(), List.of(now));
        publish();
        tellLock(now);
        return old;
    }

    /** Deletes every static route with a gateway of that family, 0 for all. */
    List<StaticRoute> flushRoutes(int family) {
        List<StaticRoute> gone = new ArrayList<>();
        for (StaticRoute route : table.fixed()) {
            boolean itsFamily = family == 0 || route.destination().address().family() == family;
            if (itsFamily && (route.flags() & RouteFlags.GATEWAY) != 0) {
                unfix(route);
                gone.add(route);
            }
        }
        publish();
        return gone;
    }

    /** The interface went up or down, appeared, or is about to go. */
    void upOrDown(Ifnet ifnet) {
        if (ifnet.type() == IfType.LOOP) {
            concerned.add(ifnet);
            if (RouteTable.isUp(ifnet)) {
                loops.put(ifnet.index(), ifnet);
            } else {
                loops.remove(ifnet.index(), ifnet);
            }
        }
        table.changed(
                ifnet,
                book.list(ifnet),
                loops.isEmpty() ? null : loops.firstEntry().getValue());
        publish();
        leaveIfGone(ifnet);
    }

    /** Everything of the interface goes. */
    void purge(Ifnet ifnet) {
        List<Assigned> gone = book.assigned(ifnet);
        for (Assigned a : gone) {
            book.remove(a);
            table.disconnect(a.ifaddr());
        }
        for (StaticRoute route : table.fixedOf(ifnet)) {
            boolean elsewhere = route.refuses()
                    && route.spec().gateway() == null
                    && route.spec().ifnet() == null;
            if (elsewhere) {
                moveOrDrop(route);
            } else {
                unfix(route);
            }
        }
        upOrDown(ifnet);
        gone.forEach(a -> notices.removed(a.ifaddr()));
    }

    /** Scopes and route requests carry the name of the interface. */
    void renamed(Ifnet ifnet, String oldName) throws IfnetException {
        for (StaticRoute route : table.fixedOf(ifnet)) {
            RouteSpec spec = route.spec();
            if (Objects.equals(spec.ifnet(), oldName)) {
                StaticRoute now = route.asked(spec.through(ifnet.name()));
                List<StaticRoute> paths = new ArrayList<>(table.fixed(route.destination()));
                paths.replaceAll(path -> path.equals(route) ? now : path);
                table.fix(route.destination(), paths);
            }
        }
        for (Assigned a : book.assigned(ifnet)) {
            if (!a.ifaddr().address().zone().isEmpty()) {
                AddressSpec spec = a.spec();
                AddressSpec now = new AddressSpec(
                        spec.address().withZone(""), spec.prefixLength(), spec.destination(), spec.broadcast());
                put(now, AddressRules.complete(ifnet, now), a);
            }
        }
    }
}
