package org.ifnet.route.internal;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.IfnetException;
import org.ifnet.control.ControlRecord;
import org.ifnet.control.Credential;
import org.ifnet.control.Privilege;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.netisr.Netisr;
import org.ifnet.route.Route;
import org.ifnet.route.RouteSpec;
import org.ifnet.route.Routes;
import org.jspecify.annotations.Nullable;

/** Routes as others see them: privileges and the way to netctl. */
final class RoutesService implements Routes {
    /** Routes that are added before netctl looks after others. */
    private static final int CHUNK = 16_384;

    private final Netisr netisr;
    private final RouteTable table;
    private final Changes changes;
    private final Notices notices;

    RoutesService(Netisr netisr, RouteTable table, Changes changes, Notices notices) {
        this.netisr = netisr;
        this.table = table;
        this.changes = changes;
        this.notices = notices;
    }

    @Override
    public Route add(Credential who, RouteSpec route) throws IfnetException {
        who.require(Privilege.ROUTE, "route add");
        return netisr.call(Netisr.NETCTL, () -> {
            Route added = changes.addRoute(route);
            notices.controlled(new ControlRecord.RouteAdded(who.who(), route));
            return added;
        });
    }

    @Override
    public List<Refused> addAll(Credential who, List<RouteSpec> wanted) throws IfnetException {
        who.require(Privilege.ROUTE, "route add");
        List<Refused> refused = new ArrayList<>();
        List<RouteSpec> added = new ArrayList<>();
        for (int from = 0; from < wanted.size(); from += CHUNK) {
            int end = Math.min(wanted.size(), from + CHUNK);
            List<RouteSpec> chunk = wanted.subList(from, end);
            netisr.call(Netisr.NETCTL, () -> {
                changes.addRoutes(chunk, added::add, (spec, reason) -> refused.add(new Refused(spec, reason)));
                if (end == wanted.size() || table.isWorthPublishing()) {
                    changes.publish();
                    added.forEach(spec -> notices.controlled(new ControlRecord.RouteAdded(who.who(), spec)));
                    added.clear();
                }
                return true;
            });
        }
        return refused;
    }

    @Override
    public Route change(Credential who, RouteSpec route) throws IfnetException {
        who.require(Privilege.ROUTE, "route change");
        return netisr.call(Netisr.NETCTL, () -> {
            List<StaticRoute> old = changes.changeRoute(route);
            Route first = deleted(who, old);
            notices.controlled(new ControlRecord.RouteAdded(who.who(), route));
            return first;
        });
    }

    @Override
    public Route delete(Credential who, RouteSpec route) throws IfnetException {
        who.require(Privilege.ROUTE, "route delete");
        return netisr.call(Netisr.NETCTL, () -> deleted(who, changes.deleteRoute(route)));
    }

    @Override
    public List<Route> flush(Credential who, int family) throws IfnetException {
        who.require(Privilege.ROUTE, "route flush");
        return netisr.call(Netisr.NETCTL, () -> {
            List<StaticRoute> gone = changes.flushRoutes(family);
            gone.forEach(route -> deleted(who, List.of(route)));
            return gone.stream().map(route -> route.route(false)).toList();
        });
    }

    /** Says that these are gone; returns the first. */
    private Route deleted(Credential who, List<StaticRoute> gone) {
        gone.forEach(route -> notices.controlled(new ControlRecord.RouteDeleted(who.who(), route.spec())));
        return gone.get(0).route(false);
    }

    @Override
    public @Nullable Route get(IpAddress destination) {
        Route found = table.find(destination);
        if (found == null) {
            notices.messages().missed(destination);
        } else {
            notices.messages().asked(destination, found);
        }
        return found;
    }

    @Override
    public List<Route> list(int family) {
        return table.list(family);
    }
}
