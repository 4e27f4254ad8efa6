package org.ifnet.route.internal;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.Registration;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.route.Route;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds address records among all interfaces (reference 1.6). Any thread; each look is at a snapshot of one interface. */
final class IfaddrSearch {
    private static final Logger LOG = LoggerFactory.getLogger(IfaddrSearch.class);

    private final Ifnets ifnets;
    private final AddressBook book;
    private final RouteTable table;
    private final ConcurrentHashMap<Ifnet, Ifaddrs.Claim> claims = new ConcurrentHashMap<>();

    IfaddrSearch(Ifnets ifnets, AddressBook book, RouteTable table) {
        this.ifnets = ifnets;
        this.book = book;
        this.table = table;
    }

    Registration claim(Ifnet ifnet, Ifaddrs.Claim claim) throws IfnetException {
        if (claims.putIfAbsent(ifnet, claim) != null) {
            throw new IfnetException(Errno.EBUSY, ifnet.name() + " has a claim already");
        }
        if (!ifnet.isAttached()) {
            claims.remove(ifnet, claim);
            throw IfnetException.noSuchInterface(ifnet.name());
        }
        return () -> claims.remove(ifnet, claim);
    }

    void detached(Ifnet ifnet) {
        claims.remove(ifnet);
    }

    @Nullable
    Ifaddr withAddress(IpAddress address) {
        for (Ifnet ifnet : ifnets.list()) {
            boolean broadcasts = ifnet.has(IfFlags.BROADCAST);
            for (Ifaddr a : book.list(ifnet)) {
                if (a.address().equals(address) || broadcasts && address.equals(a.broadcast())) {
                    return a;
                }
            }
        }
        return null;
    }

    @Nullable
    Ifaddr withDestination(IpAddress destination) {
        for (Ifnet ifnet : ifnets.list()) {
            List<Ifaddr> its = ifnet.has(IfFlags.POINTOPOINT) ? book.list(ifnet) : List.of();
            for (Ifaddr a : its) {
                if (destination.equals(a.destination())) {
                    return a;
                }
            }
        }
        return null;
    }

    @Nullable
    Ifaddr withNet(IpAddress address) {
        Ifaddr best = null;
        for (Ifnet ifnet : ifnets.list()) {
            boolean farEndOnly = address.isV4() && ifnet.has(IfFlags.POINTOPOINT);
            Ifaddrs.Claim claim = farEndOnly ? null : claims.get(ifnet);
            for (Ifaddr a : book.list(ifnet)) {
                if (a.address().family() != address.family()) {
                    continue;
                }
                if (farEndOnly ? address.equals(a.destination()) : claim != null && claims(claim, a, address)) {
                    return a;
                }
                boolean on = !farEndOnly && claim == null && isOnNet(a, address);
                if (on && (best == null || isBetter(a, best))) {
                    best = a;
                }
            }
        }
        return best;
    }

    private static boolean claims(Ifaddrs.Claim claim, Ifaddr a, IpAddress address) {
        try {
            return claim.claims(a, address);
        } catch (RuntimeException | LinkageError e) {
            LOG.error("claim {} on {} failed", claim, a.ifnet().name(), e);
            return false;
        }
    }

    /** An address of one link is on the network of that link only. */
    private static boolean isOnNet(Ifaddr a, IpAddress address) {
        String zone = address.zone();
        return a.prefix().contains(address)
                && (zone.isEmpty() || zone.equals(a.ifnet().name()));
    }

    private boolean isBetter(Ifaddr a, Ifaddr than) {
        int longer = a.prefix().length() - than.prefix().length();
        if (longer != 0) {
            return longer > 0;
        }
        boolean up = RouteTable.isUp(a.ifnet());
        if (up != RouteTable.isUp(than.ifnet())) {
            return up;
        }
        return ownsRoute(a) && !ownsRoute(than);
    }

    private boolean ownsRoute(Ifaddr a) {
        IpPrefix net = RouteTable.connectedPrefix(a);
        RouteSlot slot = net == null ? null : table.slot(net);
        Route route = slot == null ? null : slot.best;
        return route != null && a.equals(route.ifaddr());
    }
}
