package org.ifnet.route.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.ifnet.Ifnet;

/**
 * The slots with static routes, by the interfaces that those go through. The first route of a slot is linked without memory of
 * its own, since there may be a million; the others of a destination with several ways are not that many. Netctl only.
 */
final class FixedRoutes {
    private final Map<Ifnet, FixedList> first = new HashMap<>();
    private final Map<Ifnet, Set<RouteSlot>> others = new HashMap<>();

    /** Gives the slot these routes instead of those that it has. */
    void set(RouteSlot slot, List<StaticRoute> routes) {
        StaticRoute before = slot.fixed;
        StaticRoute now = routes.isEmpty() ? null : routes.get(0);
        if (before != null && (now == null || now.ifnet() != before.ifnet())) {
            FixedList its = first.get(before.ifnet());
            if (its != null) {
                its.remove(slot);
                if (its.isEmpty()) {
                    first.remove(before.ifnet());
                }
            }
        }
        if (now != null && (before == null || now.ifnet() != before.ifnet())) {
            first.computeIfAbsent(now.ifnet(), key -> new FixedList()).add(slot);
        }
        for (StaticRoute route : slot.more) {
            others.computeIfPresent(route.ifnet(), (key, its) -> {
                its.remove(slot);
                return its.isEmpty() ? null : its;
            });
        }
        slot.fixed = now;
        slot.more = routes.size() < 2 ? List.of() : List.copyOf(routes.subList(1, routes.size()));
        for (StaticRoute route : slot.more) {
            others.computeIfAbsent(route.ifnet(), key -> new LinkedHashSet<>()).add(slot);
        }
    }

    /** Slots with a route through the interface. */
    List<RouteSlot> slots(Ifnet ifnet) {
        FixedList its = first.get(ifnet);
        List<RouteSlot> slots = its == null ? List.of() : its.list();
        Set<RouteSlot> more = others.get(ifnet);
        if (more == null) {
            return slots;
        }
        Set<RouteSlot> all = new LinkedHashSet<>(slots);
        all.addAll(more);
        return List.copyOf(all);
    }

    /** Routes through the interface. */
    List<StaticRoute> of(Ifnet ifnet) {
        List<StaticRoute> routes = new ArrayList<>();
        for (RouteSlot slot : slots(ifnet)) {
            for (StaticRoute route : slot.fixedRoutes()) {
                if (route.ifnet() == ifnet) {
                    routes.add(route);
                }
            }
        }
        return routes;
    }
}
