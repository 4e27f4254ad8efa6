package org.ifnet.inet.internal;

import org.ifnet.Ifnet;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.route.Fib;
import org.ifnet.route.NextHop;
import org.ifnet.wire.IcmpHeader;
import org.ifnet.wire.Ipv4Header;
import org.jspecify.annotations.Nullable;

/** What routers say about the ways of packets that we sent: what fits (RFC 1191), and a better gateway. On a netisr. */
final class IcmpAdvice {
    private static final int HIGHEST_REDIRECT = 3;

    private final Ifaddrs ifaddrs;
    private final Neighbourhood near;
    private final Fib fib;
    private final Knobs knobs;
    private final PathMtus paths;
    private final Redirects redirects;

    IcmpAdvice(Ifaddrs ifaddrs, Fib fib, Knobs knobs, PathMtus paths, Redirects redirects) {
        this.ifaddrs = ifaddrs;
        this.near = new Neighbourhood(ifaddrs);
        this.fib = fib;
        this.knobs = knobs;
        this.paths = paths;
        this.redirects = redirects;
    }

    /** True when the error was advice that is followed; the packet stays the caller's. {@code at} is the ICMP header. */
    boolean follow(Ifnet ifnet, Mbuf m, int at) {
        int inner = at + IcmpHeader.LENGTH;
        boolean ours = m.length() >= inner + Ipv4Header.LENGTH && ifaddrs.local4(Ipv4Header.src(m, inner)) != null;
        if (!ours) {
            return false;
        }
        int dst = Ipv4Header.dst(m, inner);
        int type = IcmpHeader.type(m, at);
        int code = IcmpHeader.code(m, at);
        if (type == IcmpHeader.UNREACHABLE && code == IcmpHeader.FRAGMENTATION_NEEDED) {
            paths.learn(dst, m.get16(at + IcmpHeader.MTU), Ipv4Header.totalLength(m, inner));
            return true;
        }
        return type == IcmpHeader.REDIRECT && code <= HIGHEST_REDIRECT && redirect(ifnet, m, at, dst);
    }

    /** Only from the gateway that is used now, to a neighbour on the same interface that is not this host. */
    private boolean redirect(Ifnet ifnet, Mbuf m, int at, int dst) {
        int gateway = m.get32(at + IcmpHeader.ID);
        boolean good = knobs.acceptRedirects.isOn()
                && isOurGateway(ifnet, Ipv4Header.src(m, 0), dst)
                && near.isNear(ifnet, gateway)
                && ifaddrs.local4(gateway) == null
                && !ifaddrs.isBroadcast4(ifnet, gateway);
        if (good) {
            redirects.learn(ifnet, dst, gateway);
        }
        return good;
    }

    /** Whether what we send there goes to that router. */
    private boolean isOurGateway(Ifnet ifnet, int router, int dst) {
        Redirects.Way way = redirects.find(dst);
        if (way != null) {
            return way.ifnet() == ifnet && way.gateway() == router;
        }
        @Nullable NextHop hop = fib.lookup4(dst);
        return hop != null && hop.leadsTo(ifnet, 0, router & 0xffff_ffffL);
    }
}
