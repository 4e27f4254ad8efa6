package org.ifnet.inet6.internal;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.route.NextHop;
import org.ifnet.wire.Icmp6Header;
import org.ifnet.wire.Ip6Header;
import org.jspecify.annotations.Nullable;

/** Tells a host on the same link that there is a better first hop for its packets (RFC 4861, 8.2). On a netisr. */
final class RedirectSender {
    private static final int DESTINATION = Icmp6Header.ND_LENGTH;
    private static final int OPTIONS = DESTINATION + 16;
    private static final int OPTION = 8;
    private static final int UNIT = 8;

    private final MbufPool pool;
    private final NdSender sender;
    private final Nd nd;
    private final Knobs knobs;
    private final RateLimit limit;

    RedirectSender(MbufPool pool, NdSender sender, Nd nd, Knobs knobs, RateLimit limit) {
        this.pool = pool;
        this.sender = sender;
        this.nd = nd;
        this.knobs = knobs;
        this.limit = limit;
    }

    /** The packet came by the link and goes on by it. It stays the caller's and is not changed. */
    void tell(Link6 link, Mbuf about, NextHop hop) {
        long srcHi = Ip6Header.srcHi(about, 0);
        long srcLo = Ip6Header.srcLo(about, 0);
        long hi = hop.isGateway() ? hop.gatewayHi() : Ip6Header.dstHi(about, 0);
        long lo = hop.isGateway() ? hop.gatewayLo() : Ip6Header.dstLo(about, 0);
        // Hosts know routers by their link-local addresses only.
        boolean named = !hop.isGateway() || Ip6Header.isLinkLocal(hi);
        Own6 source = link.linkLocal();
        if (!knobs.sendRedirects.isOn() || !named || source == null || !link.isNear(srcHi, srcLo) || !limit.allow()) {
            return;
        }
        Mbuf m = message(about, hi, lo, nd.lladdr(link, hi, lo));
        if (m != null) {
            sender.send(link, m, source.hi, source.lo, srcHi, srcLo);
        }
    }

    private @Nullable Mbuf message(Mbuf about, long hi, long lo, long lladdr) {
        int at = Ip6Header.LENGTH;
        int quote = at + OPTIONS + (lladdr < 0 ? 0 : OPTION);
        int quoted = Math.min(about.length(), Ip6Header.MIN_MTU - quote - OPTION) / UNIT * UNIT;
        Mbuf m = pool.alloc();
        if (m == null) {
            return null;
        }
        if (!m.append(quote + OPTION + quoted)) {
            m.free();
            return null;
        }
        Icmp6Header.put(m, at, Icmp6Header.REDIRECT, 0, 0);
        m.put64(at + Icmp6Header.TARGET, hi);
        m.put64(at + Icmp6Header.TARGET + 8, lo);
        m.put64(at + DESTINATION, Ip6Header.dstHi(about, 0));
        m.put64(at + DESTINATION + 8, Ip6Header.dstLo(about, 0));
        if (lladdr >= 0) {
            Icmp6Header.putOption(m, at + OPTIONS, Icmp6Header.OPT_TARGET, lladdr);
        }
        m.put64(quote, 0);
        m.put8(quote, Icmp6Header.OPT_REDIRECTED);
        m.put8(quote + 1, (OPTION + quoted) / UNIT);
        about.copyTo(0, m, quote + OPTION, quoted);
        return m;
    }
}
