package org.ifnet.inet6.internal;

import java.util.concurrent.atomic.AtomicInteger;

import org.ifnet.DropReason;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.netisr.Netisr;
import org.ifnet.route.Fib;
import org.ifnet.route.NextHop;
import org.ifnet.wire.Icmp6Header;
import org.ifnet.wire.Ip6Header;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/** Received router advertisements and redirects: checks, and what goes to netctl. On a netisr. */
final class RouterInput {
    /** Advertisements that wait for netctl at most: who sends more is no router. */
    private static final int WAITING = 32;

    private final Knobs knobs;
    private final Nd nd;
    private final Drops drops;
    private final Netisr netisr;
    private final Fib fib;
    private final Redirects redirects;
    private final Advertiser advertiser;
    private final RateLimit asked;
    private final Heard heard;
    private final AtomicInteger waiting = new AtomicInteger();

    /** Hears of advertisements, on netctl. */
    interface Heard {
        void heard(Link6 link, RouterAdvert advert);
    }

    RouterInput(
            Knobs knobs,
            Nd nd,
            Drops drops,
            Netisr netisr,
            Fib fib,
            Redirects redirects,
            Advertiser advertiser,
            RateLimit asked,
            Heard heard) {
        this.knobs = knobs;
        this.nd = nd;
        this.drops = drops;
        this.netisr = netisr;
        this.fib = fib;
        this.redirects = redirects;
        this.advertiser = advertiser;
        this.asked = asked;
        this.heard = heard;
    }

    /** A message with a correct checksum, its IPv6 header at 0. Consumes it. */
    void input(Link6 link, Mbuf m, int at) {
        DropReason bad = switch (Icmp6Header.type(m, at)) {
            case Icmp6Header.ROUTER_ADVERT -> advert(link, m, at);
            case Icmp6Header.REDIRECT -> redirect(link, m, at);
            default -> solicit(link, m, at);
        };
        if (bad == null) {
            m.free();
        } else {
            drops.drop(bad, m, link.ifnet);
        }
    }

    private static boolean isBad(Mbuf m, int at, int length, boolean linkLocal) {
        return m.next() != null
                || m.length() < at + length
                || Ip6Header.hops(m, 0) != Icmp6Header.ND_HOPS
                || Icmp6Header.code(m, at) != 0
                || linkLocal && !Ip6Header.isLinkLocal(Ip6Header.srcHi(m, 0))
                || !Icmp6Header.optionsFit(m, at + length, m.length());
    }

    /** RFC 4861, 6.1.2. */
    private @Nullable DropReason advert(Link6 link, Mbuf m, int at) {
        if (isBad(m, at, Icmp6Header.RA_LENGTH, true)) {
            return DropReason.BAD_HEADER;
        }
        if (!knobs.acceptsAdverts()) {
            return DropReason.UNSUPPORTED;
        }
        learn(
                link,
                m,
                at + Icmp6Header.RA_LENGTH,
                Icmp6Header.OPT_SOURCE,
                Ip6Header.srcHi(m, 0),
                Ip6Header.srcLo(m, 0));
        if (waiting.getAndIncrement() >= WAITING) {
            waiting.getAndDecrement();
            return DropReason.RATE_LIMIT;
        }
        RouterAdvert advert = RouterAdvert.of(m, at);
        netisr.post(Netisr.NETCTL, () -> {
            waiting.getAndDecrement();
            if (!link.ended) {
                heard.heard(link, advert);
            }
        });
        return null;
    }

    private void learn(Link6 link, Mbuf m, int from, int kind, long hi, long lo) {
        int option = Icmp6Header.option(m, from, m.length(), kind);
        if (option >= 0 && !MacAddress.isGroup(Icmp6Header.lladdr(m, option))) {
            nd.learn(link, hi, lo, Icmp6Header.lladdr(m, option), true);
        }
    }

    /** A host that looks for routers (RFC 4861, 6.1.1): it is a neighbour. */
    private @Nullable DropReason solicit(Link6 link, Mbuf m, int at) {
        if (isBad(m, at, Icmp6Header.LENGTH, false)) {
            return DropReason.BAD_HEADER;
        }
        if (!advertiser.isOn()) {
            return DropReason.UNSUPPORTED;
        }
        long srcHi = Ip6Header.srcHi(m, 0);
        int option = Icmp6Header.option(m, at + Icmp6Header.LENGTH, m.length(), Icmp6Header.OPT_SOURCE);
        if (Ip6Header.isUnspecified(srcHi, Ip6Header.srcLo(m, 0))) {
            if (option >= 0) {
                return DropReason.BAD_HEADER;
            }
        } else if (link.isNear(srcHi, Ip6Header.srcLo(m, 0)) && option >= 0) {
            long lladdr = Icmp6Header.lladdr(m, option);
            if (!MacAddress.isGroup(lladdr)) {
                nd.learn(link, srcHi, Ip6Header.srcLo(m, 0), lladdr, false);
            }
        }
        if (asked.allow()) {
            advertiser.solicited(link);
        }
        return null;
    }

    /** RFC 4861, 8.1: from the router that we use for that destination, to another one or to the destination itself. */
    private @Nullable DropReason redirect(Link6 link, Mbuf m, int at) {
        int length = Icmp6Header.ND_LENGTH + 16;
        if (isBad(m, at, length, true)) {
            return DropReason.BAD_HEADER;
        }
        if (!knobs.redirects.isOn() || knobs.forwarding.isOn()) {
            return DropReason.UNSUPPORTED;
        }
        long targetHi = Icmp6Header.targetHi(m, at);
        long targetLo = Icmp6Header.targetLo(m, at);
        long hi = m.get64(at + Icmp6Header.ND_LENGTH);
        long lo = m.get64(at + Icmp6Header.ND_LENGTH + 8);
        boolean itself = targetHi == hi && targetLo == lo;
        if (Ip6Header.isMulticast(hi) || Ip6Header.isLinkLocal(hi) || !itself && !Ip6Header.isLinkLocal(targetHi)) {
            return DropReason.BAD_HEADER;
        }
        if (!isOurRouter(link, Ip6Header.srcHi(m, 0), Ip6Header.srcLo(m, 0), hi, lo)) {
            return DropReason.BAD_SOURCE;
        }
        learn(link, m, at + length, Icmp6Header.OPT_TARGET, targetHi, targetLo);
        redirects.learn(link, hi, lo, targetHi, targetLo);
        return null;
    }

    private boolean isOurRouter(Link6 link, long srcHi, long srcLo, long hi, long lo) {
        Redirects.Way way = redirects.find(hi, lo);
        if (way != null) {
            return way.link() == link && way.gatewayHi() == srcHi && way.gatewayLo() == srcLo;
        }
        NextHop hop = fib.lookup6(hi, lo);
        return hop != null && hop.leadsTo(link.ifnet, srcHi, srcLo);
    }
}
