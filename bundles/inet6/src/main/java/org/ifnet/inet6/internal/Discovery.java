package org.ifnet.inet6.internal;

import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.Ifnets;
import org.ifnet.netisr.Callout;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;
import org.ifnet.wire.Ip6Header;

/** What routers say and how long it holds: one timer a second while there is something to watch. On netctl. */
final class Discovery {
    private static final long SECOND = 1_000_000_000L;

    /** RFC 4861, 6.2.1: of the time a neighbour is reachable; of the other one we think the same. */
    private static final int LONGEST_MS = 3_600_000;

    private final Env env;
    private final Ifnets ifnets;
    private final Knobs knobs;
    private final OwnAddresses own;
    private final Routers routers;
    private final Prefixes prefixes;
    private final Callout timer;
    private volatile boolean closed;

    Discovery(
            Env env, Netisr netisr, Ifnets ifnets, Knobs knobs, OwnAddresses own, Routers routers, Prefixes prefixes) {
        this.env = env;
        this.ifnets = ifnets;
        this.knobs = knobs;
        this.own = own;
        this.routers = routers;
        this.prefixes = prefixes;
        timer = netisr.callout(Netisr.NETCTL, "nd6 lifetimes", this::tick);
    }

    void heard(Link6 link, RouterAdvert advert) {
        if (!knobs.acceptsAdverts() || closed) {
            return;
        }
        link.hopLimit = advert.hopLimit() != 0 ? advert.hopLimit() : link.hopLimit;
        link.baseReachableMs = sane(advert.reachableMs()) ? advert.reachableMs() : link.baseReachableMs;
        link.retransMs = sane(advert.retransMs()) ? advert.retransMs() : link.retransMs;
        if (advert.mtu() >= Ip6Header.MIN_MTU && advert.mtu() <= link.ifnet.mtu()) {
            link.linkMtu = advert.mtu();
        }
        routers.heard(link, advert);
        advert.prefixes().forEach(p -> prefixes.heard(link, p));
        watch();
    }

    /** Whether it says a time, and one that a router may say. */
    private static boolean sane(int ms) {
        return ms > 0 && ms <= LONGEST_MS;
    }

    /** An address of ours may be used: with the first of the link routers can be asked for. */
    void settled(Link6 link, Own6 address) {
        if (address.ifaddr.address().isLinkLocal() && address.isUsable()) {
            routers.solicit(link);
            watch();
        }
    }

    /** The administrator changed whether we listen to routers. */
    void changed() {
        if (!knobs.acceptsAdverts()) {
            routers.forgetAll();
            return;
        }
        for (Ifnet ifnet : ifnets.list()) {
            Link6 link = Link6.of(ifnet);
            if (link != null && ifnet.has(IfFlags.UP)) {
                routers.solicit(link);
            }
        }
        watch();
    }

    void watch() {
        if (!closed && !timer.isPending()) {
            timer.reset(SECOND);
        }
    }

    private void tick() {
        long now = env.nanoTime();
        routers.tick(now);
        prefixes.tick(now);
        boolean mortal = false;
        for (Ifnet ifnet : ifnets.list()) {
            Link6 link = Link6.of(ifnet);
            mortal |= link != null && own.age(link, now);
        }
        if (mortal || !routers.isIdle() || !prefixes.isIdle()) {
            watch();
        }
    }

    void down(Link6 link) {
        routers.forget(link);
    }

    void ended(Link6 link) {
        routers.forget(link);
        prefixes.forget(link);
    }

    void close() {
        closed = true;
        timer.drain();
    }
}
