package org.ifnet.inet6.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.ifnet.IfnetException;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.inet6.NdTable;
import org.ifnet.netisr.Env;
import org.ifnet.route.RouteSpec;
import org.ifnet.route.Routes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The default routers that advertise themselves, and the default route through the best (RFC 4861, 6.3.6; RFC 4191). On
 * netctl.
 */
final class Routers {
    private static final Logger LOG = LoggerFactory.getLogger(Routers.class);

    private static final long SECOND = 1_000_000_000L;
    /** Routers of one link that are remembered. */
    private static final int MOST = 16;

    private static final int SOLICITATIONS = 3;
    private static final long INTERVAL = 4 * SECOND;
    private static final IpPrefix DEFAULT = new IpPrefix(IpAddress.v6(0, 0), 0);

    private final Env env;
    private final Routes routes;
    private final Knobs knobs;
    private final Nd nd;
    private final NdSender sender;
    private final List<Router> list = new ArrayList<>();
    private final Map<Link6, Search> searches = new HashMap<>();
    private @Nullable Router installed;

    /** A router. */
    static final class Router {
        final Link6 link;
        final long hi;
        final long lo;
        long until;
        int preference;

        Router(Link6 link, long hi, long lo) {
            this.link = link;
            this.hi = hi;
            this.lo = lo;
        }

        IpAddress address() {
            return new IpAddress(AddressFamily.INET6, hi, lo, link.ifnet.name());
        }
    }

    /** How often routers of a link were asked for, and when the next time is. */
    private static final class Search {
        int left = SOLICITATIONS;
        long due;
    }

    Routers(Env env, Routes routes, Knobs knobs, Nd nd, NdSender sender) {
        this.env = env;
        this.routes = routes;
        this.knobs = knobs;
        this.nd = nd;
        this.sender = sender;
    }

    void heard(Link6 link, RouterAdvert advert) {
        searches.remove(link);
        Router router = find(link, advert.hi(), advert.lo());
        if (advert.lifetime() == 0) {
            list.remove(router);
        } else {
            if (router == null) {
                if (list.stream().filter(r -> r.link == link).count() >= MOST) {
                    return;
                }
                router = new Router(link, advert.hi(), advert.lo());
                list.add(router);
            }
            router.preference = advert.preference();
            router.until = env.nanoTime() + advert.lifetime() * SECOND;
        }
        choose();
    }

    private @Nullable Router find(Link6 link, long hi, long lo) {
        for (Router r : list) {
            if (r.link == link && r.hi == hi && r.lo == lo) {
                return r;
            }
        }
        return null;
    }

    /** Begins to look for routers of a link. */
    void solicit(Link6 link) {
        if (knobs.acceptsAdverts() && link.ifnet.lladdr() != null && !link.ended) {
            Search search = new Search();
            search.due = env.nanoTime();
            searches.put(link, search);
            solicitNow(link, search);
        }
    }

    private void solicitNow(Link6 link, Search search) {
        Own6 own = link.linkLocal();
        if (own != null && link.ifnet.isUsable()) {
            sender.solicitRouters(link, own);
            search.left--;
        }
        search.due += INTERVAL;
    }

    /** Every second. */
    void tick(long now) {
        searches.entrySet().removeIf(e -> e.getKey().ended || e.getValue().left == 0 || !knobs.acceptsAdverts());
        searches.forEach((link, search) -> {
            if (now - search.due >= 0) {
                solicitNow(link, search);
            }
        });
        if (list.removeIf(r -> now - r.until >= 0 || r.link.ended) || !list.isEmpty()) {
            choose();
        }
    }

    boolean isIdle() {
        return list.isEmpty() && searches.isEmpty();
    }

    /** The interface is down or gone, or we are a router now. */
    void forget(Link6 link) {
        searches.remove(link);
        if (list.removeIf(r -> r.link == link)) {
            choose();
        }
    }

    void forgetAll() {
        searches.clear();
        list.clear();
        choose();
    }

    /** One that answers before others, then the preferred, then the one we have, then the first. */
    private void choose() {
        Router best = null;
        for (Router r : list) {
            if (best == null || rank(r) > rank(best)) {
                best = r;
            }
        }
        if (best != installed) {
            Router old = installed;
            installed = null;
            if (old != null) {
                uninstall(old);
            }
            if (best != null && install(best)) {
                installed = best;
            }
        }
    }

    private int rank(Router r) {
        return (nd.isKnown(r.link, r.hi, r.lo) ? 8 : 0) + 2 * (r.preference + 1) + (r == installed ? 1 : 0);
    }

    private static RouteSpec spec(Router r) {
        return new RouteSpec(DEFAULT, r.address(), r.link.ifnet.name(), 0);
    }

    private boolean install(Router r) {
        try {
            routes.add(Groups.SELF, spec(r));
            return true;
        } catch (IfnetException e) {
            // Somebody set a default route by hand: it stays.
            LOG.debug("no default route through {}: {}", r.address(), e.getMessage());
            return false;
        }
    }

    private static final String GONE = "default route through {} is gone already: {}";

    private void uninstall(Router r) {
        try {
            routes.delete(Groups.SELF, spec(r));
        } catch (IfnetException e) {
            LOG.debug(GONE, r.address(), e.getMessage());
        }
    }

    List<NdTable.Router> list() {
        long now = env.nanoTime();
        List<NdTable.Router> all = new ArrayList<>();
        for (Router r : list) {
            long left = Math.max(0, (r.until - now + SECOND - 1) / SECOND);
            all.add(new NdTable.Router(r.link.ifnet, r.address(), r.preference, left, r == installed));
        }
        return List.copyOf(all);
    }
}
