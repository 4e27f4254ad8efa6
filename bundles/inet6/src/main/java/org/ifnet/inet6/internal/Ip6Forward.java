package org.ifnet.inet6.internal;

import org.ifnet.DropReason;
import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.domain.Domain;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.route.NextHop;
import org.ifnet.route.RouteFlags;
import org.ifnet.wire.FlowHash;
import org.ifnet.wire.Icmp6Header;
import org.ifnet.wire.Ip6Header;
import org.jspecify.annotations.Nullable;

/** Packets from one interface to another (RFC 8200). On a netisr. */
final class Ip6Forward {
    private final Stats stats;
    private final Domain ip;
    private final Drops drops;
    private final Icmp6Errors errors;

    private final RedirectSender redirects;

    Ip6Forward(Domain ip, Drops drops, Icmp6Errors errors, RedirectSender redirects, Stats stats) {
        this.redirects = redirects;
        this.stats = stats;
        this.ip = ip;
        this.drops = drops;
        this.errors = errors;
    }

    /** Sends on a checked packet that is for another host. Consumes it. */
    void forward(Ifnet in, Mbuf m, @Nullable NextHop hop) {
        if (!Ip6Checks.isRoutable(m)) {
            if (Ip6Header.isLinkLocal(Ip6Header.srcHi(m, 0)) && !Ip6Header.isLinkLocal(Ip6Header.dstHi(m, 0))) {
                errors.send(in, m, Icmp6Header.UNREACHABLE, Icmp6Header.BEYOND_SCOPE, 0);
            }
            drops.drop(DropReason.NOT_FORWARDING, m, in);
        } else if (Ip6Header.hops(m, 0) <= 1) {
            refuse(in, m, DropReason.TTL, Icmp6Header.TIME_EXCEEDED, 0, 0);
        } else if (hop == null || hop.ifnet().type() == IfType.LOOP && !hop.refuses()) {
            refuse(in, m, DropReason.NO_ROUTE, Icmp6Header.UNREACHABLE, Icmp6Header.NO_ROUTE, 0);
        } else if ((hop.flags() & RouteFlags.BLACKHOLE) != 0) {
            drops.drop(DropReason.REJECT_ROUTE, m, in);
        } else if (hop.refuses()) {
            refuse(in, m, DropReason.REJECT_ROUTE, Icmp6Header.UNREACHABLE, Icmp6Header.NO_ROUTE, 0);
        } else {
            send(in, m, hop);
        }
    }

    private void send(Ifnet in, Mbuf m, NextHop found) {
        NextHop hop = found.isMultipath() ? found.path(FlowHash.v6(m, 0)) : found;
        Ifnet out = hop.ifnet();
        if (!out.isUsable()) {
            refuse(in, m, DropReason.IF_DOWN, Icmp6Header.UNREACHABLE, Icmp6Header.ADDRESS_UNREACHABLE, 0);
            return;
        }
        Link6 link = Link6.of(out);
        int mtu = hop.mtu(link == null ? out.mtu() : link.mtu());
        if (Ip6Header.LENGTH + Ip6Header.payloadLength(m, 0) > mtu) {
            refuse(in, m, DropReason.CANT_FRAG, Icmp6Header.TOO_BIG, 0, Math.max(mtu, Ip6Header.MIN_MTU));
            return;
        }
        if (in == out && link != null) {
            redirects.tell(link, m, hop);
        }
        stats.count(Stats.FORWARDED);
        m.put8(Ip6Header.HOPS, Ip6Header.hops(m, 0) - 1);
        m.flags(m.flags() & (Mbuf.PRIO | Mbuf.HASH));
        if (hop.isGateway()) {
            out.output(m, ip, hop.gatewayHi(), hop.gatewayLo());
        } else {
            out.output(m, ip, Ip6Header.dstHi(m, 0), Ip6Header.dstLo(m, 0));
        }
    }

    private void refuse(Ifnet in, Mbuf m, DropReason reason, int type, int code, int rest) {
        errors.send(in, m, type, code, rest);
        drops.drop(reason, m, in);
    }
}
