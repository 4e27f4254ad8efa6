package org.ifnet.inet.internal;

import org.ifnet.DropReason;
import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.domain.Domain;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.route.NextHop;
import org.ifnet.route.RouteFlags;
import org.ifnet.wire.FlowHash;
import org.ifnet.wire.IcmpHeader;
import org.ifnet.wire.Ipv4Header;
import org.jspecify.annotations.Nullable;

/** Packets from one interface to another (RFC 1812 5.2, 5.3). On a netisr. */
final class Ip4Forward {
    private final Domain ip;
    private final Ifaddrs ifaddrs;
    private final Drops drops;
    private final IcmpErrors errors;
    private final Fragmenter fragmenter;
    private final Knobs knobs;
    private final Neighbourhood near;

    Ip4Forward(Domain ip, Ifaddrs ifaddrs, Knobs knobs, Drops drops, IcmpErrors errors, Fragmenter fragmenter) {
        this.knobs = knobs;
        this.near = new Neighbourhood(ifaddrs);
        this.fragmenter = fragmenter;
        this.ip = ip;
        this.ifaddrs = ifaddrs;
        this.drops = drops;
        this.errors = errors;
    }

    /** Sends on a checked packet that is for another host. Consumes it; whether it went on. */
    boolean forward(Ifnet in, Mbuf m, int dst, @Nullable NextHop hop) {
        int header = Ipv4Header.headerLength(m, 0);
        DropReason bad = header == Ipv4Header.LENGTH ? null : Ip4Checks.options(m, header);
        if (bad != null) {
            drops.drop(bad, m, in);
        } else if (!Ip4Checks.isRoutable(dst) || !Ip4Checks.isRoutable(Ipv4Header.src(m, 0))) {
            drops.drop(DropReason.NOT_FORWARDING, m, in);
        } else if (Ipv4Header.ttl(m, 0) <= 1) {
            refuse(in, m, DropReason.TTL, IcmpHeader.TIME_EXCEEDED, 0, 0);
        } else if (hop == null || hop.ifnet().type() == IfType.LOOP && !hop.refuses()) {
            refuse(in, m, DropReason.NO_ROUTE, IcmpHeader.UNREACHABLE, IcmpHeader.NET_UNREACHABLE, 0);
        } else if ((hop.flags() & RouteFlags.BLACKHOLE) != 0) {
            drops.drop(DropReason.REJECT_ROUTE, m, in);
        } else if (hop.refuses()) {
            refuse(in, m, DropReason.REJECT_ROUTE, IcmpHeader.UNREACHABLE, IcmpHeader.HOST_UNREACHABLE, 0);
        } else {
            return send(in, m, dst, hop);
        }
        return false;
    }

    private boolean send(Ifnet in, Mbuf m, int dst, NextHop found) {
        NextHop hop = found.isMultipath() ? found.path(FlowHash.v4(m, 0)) : found;
        Ifnet out = hop.ifnet();
        if (!out.isUsable()) {
            refuse(in, m, DropReason.IF_DOWN, IcmpHeader.UNREACHABLE, IcmpHeader.HOST_UNREACHABLE, 0);
            return false;
        }
        if (!hop.isGateway() && ifaddrs.isBroadcast4(out, dst)) {
            // RFC 2644: broadcasts to a far network are not sent on.
            drops.drop(DropReason.NOT_FORWARDING, m, in);
            return false;
        }
        int mtu = hop.mtu(out.mtu());
        boolean fits = Ipv4Header.totalLength(m, 0) <= mtu;
        if (!fits && (Ipv4Header.fragment(m, 0) & Ipv4Header.DF) != 0) {
            refuse(in, m, DropReason.CANT_FRAG, IcmpHeader.UNREACHABLE, IcmpHeader.FRAGMENTATION_NEEDED, mtu);
            return false;
        }
        long neighbour = hop.isGateway() ? hop.gatewayLo() : dst & 0xffff_ffffL;
        if (in == out && knobs.sendRedirects.isOn() && near.isNear(in, Ipv4Header.src(m, 0))) {
            // RFC 1812, 5.2.7.2: who sent it could have reached the next hop itself.
            errors.send(m, IcmpHeader.REDIRECT, IcmpHeader.REDIRECT_HOST, (int) neighbour);
        }
        Ipv4Header.decrementTtl(m, 0);
        m.flags(m.flags() & (Mbuf.PRIO | Mbuf.HASH));
        if (fits) {
            out.output(m, ip, 0, neighbour);
        } else {
            fragmenter.send(m, out, neighbour, mtu);
        }
        return true;
    }

    private void refuse(Ifnet in, Mbuf m, DropReason reason, int type, int code, int rest) {
        errors.send(m, type, code, rest);
        drops.drop(reason, m, in);
    }
}
