package org.ifnet.config.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import org.ifnet.control.ControlListener;
import org.ifnet.control.ControlRecord;
import org.ifnet.control.Credential;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.route.RouteFlags;
import org.ifnet.route.RouteSpec;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for by explicit commands and not undone by one: plain records, no services. What an interface loses by
 * detach stays here. An interface is known by the name it attaches with, also while it has another.
 *
 * <p>Any thread, under any lock: nothing here waits.
 */
public final class WantedRecords implements ControlListener {
    /** Who asks for things again; such records say nothing new. */
    static final String SELF = "config";

    /** A value with its place in the order of asking. */
    private record Placed<T>(long place, T value) {}

    /** A clone to create. */
    record WantedClone(String name, @Nullable String params) {}

    /** What tells a route from others, and a path of one destination from its others. */
    private record Path(
            IpPrefix destination,
            @Nullable IpAddress gateway,
            @Nullable String ifnet) {
        static Path of(RouteSpec route) {
            return new Path(route.destination(), route.gateway(), route.ifnet());
        }
    }

    /** By the clone that it may be of, then by name: what one clone has stands together. Inner maps are never changed. */
    private final ConcurrentMap<String, Map<String, WantedIfnet>> ifnets = new ConcurrentHashMap<>();
    /** From the present name of a renamed interface to the one it attached with. */
    private final ConcurrentMap<String, String> attachNames = new ConcurrentHashMap<>();

    private final ConcurrentMap<String, Placed<WantedClone>> clones = new ConcurrentHashMap<>();
    private final ConcurrentMap<Path, Placed<RouteSpec>> routes = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Placed<String>> sysctls = new ConcurrentHashMap<>();
    private final AtomicLong places = new AtomicLong();
    private final AtomicLong version = new AtomicLong();

    @Override
    public void controlled(ControlRecord change) {
        if (change.who().equals(SELF) || Credential.isAutomatic(change.who())) {
            return;
        }
        if (change instanceof ControlRecord.Flags r) {
            update(r.ifnet(), w -> w.withFlags(r.set(), r.clear()));
        } else if (change instanceof ControlRecord.Mtu r) {
            update(r.ifnet(), w -> w.withMtu(r.mtu()));
        } else if (change instanceof ControlRecord.Metric r) {
            update(r.ifnet(), w -> w.withMetric(r.metric()));
        } else if (change instanceof ControlRecord.Lladdr r) {
            update(r.ifnet(), w -> w.withLladdr(r.address()));
        } else if (change instanceof ControlRecord.AddressAdded r) {
            update(r.ifnet(), w -> w.with(r.address()));
        } else if (change instanceof ControlRecord.AddressDeleted r) {
            update(r.ifnet(), w -> w.without(r.address()));
        } else if (change instanceof ControlRecord.Renamed r) {
            renamed(r.oldName(), r.newName());
        } else {
            String ifnet = WantedDevice.ifnet(change);
            if (ifnet == null) {
                system(change);
            } else {
                update(ifnet, w -> w.withDevice(w.device().after(change)));
            }
        }
        version.getAndIncrement();
    }

    private void system(ControlRecord change) {
        if (change instanceof ControlRecord.RouteAdded r) {
            if ((r.route().flags() & RouteFlags.MPATH) == 0) {
                routes.keySet()
                        .removeIf(path -> path.destination.equals(r.route().destination()));
            }
            routes.put(Path.of(r.route()), placed(r.route()));
        } else if (change instanceof ControlRecord.RouteDeleted r) {
            routes.remove(Path.of(r.route()));
        } else if (change instanceof ControlRecord.CloneCreated r) {
            clones.put(r.ifnet(), placed(new WantedClone(r.ifnet(), r.params())));
        } else if (change instanceof ControlRecord.CloneDestroyed r) {
            destroyed(r.ifnet());
        } else if (change instanceof ControlRecord.SysctlSet r) {
            sysctls.put(r.name(), placed(r.value()));
        }
    }

    private <T> Placed<T> placed(T value) {
        return new Placed<>(places.getAndIncrement(), value);
    }

    private void update(String present, UnaryOperator<WantedIfnet> change) {
        updateAttached(attachName(present), change);
    }

    private void updateAttached(String name, UnaryOperator<WantedIfnet> change) {
        ifnets.compute(cloneOf(name), (clone, known) -> {
            Map<String, WantedIfnet> its = known == null ? new TreeMap<>() : new TreeMap<>(known);
            WantedIfnet changed = change.apply(its.getOrDefault(name, WantedIfnet.NOTHING));
            if (changed.equals(WantedIfnet.NOTHING)) {
                its.remove(name);
            } else {
                its.put(name, changed);
            }
            return its.isEmpty() ? null : its;
        });
    }

    /** {@code tap3} for {@code tap3}, {@code epair3} for {@code epair3a} and {@code epair3b}; else the name itself. */
    private static String cloneOf(String name) {
        int end = name.length();
        while (end > 0 && Character.isLetter(name.charAt(end - 1))) {
            end--;
        }
        return end == 0 ? name : name.substring(0, end);
    }

    private void renamed(String from, String to) {
        String attached = attachName(from);
        attachNames.remove(from);
        named(attached, to);
        routes.forEach((path, placed) -> {
            RouteSpec r = placed.value();
            if (from.equals(r.ifnet())) {
                RouteSpec now = r.through(to);
                routes.put(Path.of(now), new Placed<>(placed.place(), now));
                routes.remove(path);
            }
        });
    }

    /** The interface that attaches under one name is wanted, and has, another. */
    void named(String attached, String present) {
        updateAttached(attached, w -> w.withName(present.equals(attached) ? null : present));
        noteName(attached, present);
    }

    private void destroyed(String clone) {
        clones.remove(clone);
        Map<String, WantedIfnet> its = ifnets.getOrDefault(clone, Map.of());
        routes.values().removeIf(p -> isThrough(clone, its.values(), p.value()));
        ifnets.remove(clone);
        its.forEach((attached, wanted) -> {
            String present = wanted.name();
            if (present != null) {
                attachNames.remove(present, attached);
            }
        });
    }

    /** Also by the name that an interface of the clone was given: it has gone by now, and its present name with it. */
    private boolean isThrough(String clone, Collection<WantedIfnet> its, RouteSpec route) {
        String through = route.ifnet();
        return through != null
                && (clone.equals(cloneOf(attachName(through)))
                        || its.stream().anyMatch(wanted -> through.equals(wanted.name())));
    }

    /** The name that the interface attached with whose name is now that. */
    String attachName(String present) {
        return attachNames.getOrDefault(present, present);
    }

    /** An interface that attached under one name has another now. */
    void noteName(String attached, String present) {
        if (!attached.equals(present)) {
            attachNames.put(present, attached);
        }
    }

    /** No interface has that name any more. */
    void forgetName(String present) {
        attachNames.remove(present);
    }

    /** What is wanted of the interface that attaches, or attached, under that name; NOTHING when nothing. */
    WantedIfnet ifnet(String attachName) {
        return ifnets.getOrDefault(cloneOf(attachName), Map.of()).getOrDefault(attachName, WantedIfnet.NOTHING);
    }

    /** Everything wanted of interfaces, by the names they attach with. */
    Map<String, WantedIfnet> ifnets() {
        Map<String, WantedIfnet> all = new HashMap<>();
        ifnets.values().forEach(all::putAll);
        return all;
    }

    /** In the order of asking. */
    List<WantedClone> clones() {
        return inOrder(clones);
    }

    /** In the order of asking. Where several paths to one destination are wanted, each stands beside others: they come in any order. */
    List<RouteSpec> routes() {
        Map<IpPrefix, Long> paths =
                routes.keySet().stream().collect(Collectors.groupingBy(Path::destination, Collectors.counting()));
        return inOrder(routes).stream()
                .map(r -> paths.getOrDefault(r.destination(), 1L) > 1 ? beside(r) : r)
                .toList();
    }

    private static RouteSpec beside(RouteSpec r) {
        return new RouteSpec(r.destination(), r.gateway(), r.ifnet(), r.flags() | RouteFlags.MPATH, r.metrics());
    }

    private static <T> List<T> inOrder(Map<?, Placed<T>> values) {
        return values.values().stream()
                .sorted(Comparator.comparingLong(Placed::place))
                .map(Placed::value)
                .toList();
    }

    /** In the order of asking: names with values. */
    List<Map.Entry<String, String>> sysctls() {
        return sysctls.entrySet().stream()
                .sorted(Comparator.comparingLong(e -> e.getValue().place()))
                .map(e -> Map.entry(e.getKey(), e.getValue().value()))
                .toList();
    }

    /** Nothing is to be asked for when an interface comes that attaches under that name. */
    boolean wantsNothing(String attachName) {
        return routes.isEmpty() && ifnet(attachName).equals(WantedIfnet.NOTHING);
    }

    boolean wantsRoutes() {
        return !routes.isEmpty();
    }

    boolean wants(RouteSpec route) {
        Placed<RouteSpec> placed = routes.get(Path.of(route));
        return placed != null
                && (placed.value().equals(route) || beside(placed.value()).equals(route));
    }

    /** Counts up with every change. */
    long version() {
        return version.get();
    }
}
