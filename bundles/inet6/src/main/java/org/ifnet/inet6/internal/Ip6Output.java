package org.ifnet.inet6.internal;

import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.domain.Domain;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.IpOutput;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.route.Fib;
import org.ifnet.route.NextHop;
import org.ifnet.route.RouteFlags;
import org.ifnet.wire.FlowHash;
import org.ifnet.wire.Icmp6Header;
import org.ifnet.wire.Ip6Header;
import org.ifnet.wire.UdpHeader;
import org.jspecify.annotations.Nullable;

/** Sends IPv6 packets that are made here. Any thread; lock-free. */
final class Ip6Output implements IpOutput {
    private final Stats stats;
    private final Domain ip;
    private final Ifaddrs ifaddrs;
    private final Fib fib;
    private final Sources sources;
    private final Drops drops;
    private final Knobs knobs;
    private final PathMtus paths;
    private final Redirects redirects;
    private final Fragmenter fragmenter;

    Ip6Output(
            Domain ip,
            Ifaddrs ifaddrs,
            Fib fib,
            Sources sources,
            Knobs knobs,
            Drops drops,
            PathMtus paths,
            Redirects redirects,
            Fragmenter fragmenter,
            Stats stats) {
        this.stats = stats;
        this.ip = ip;
        this.ifaddrs = ifaddrs;
        this.fib = fib;
        this.sources = sources;
        this.drops = drops;
        this.knobs = knobs;
        this.paths = paths;
        this.redirects = redirects;
        this.fragmenter = fragmenter;
    }

    /**
     * Puts an IPv6 header in front, finds the way, completes the checksum of ICMPv6 and sends. Consumes the packet; 0 or an
     * errno number.
     *
     * @param srcHi with {@code srcLo} 0: chosen by the rules
     * @param hops 0: what routers or the administrator said
     * @param through the interface to send by, whatever the routes say; needed for a destination of one link
     */
    int send(
            Mbuf m,
            long srcHi,
            long srcLo,
            long dstHi,
            long dstLo,
            int protocol,
            int hops,
            int trafficClass,
            @Nullable Ifnet through) {
        return send(m, srcHi, srcLo, dstHi, dstLo, protocol, hops, trafficClass, through, false);
    }

    /** The same; {@code whole} must not be cut: EMSGSIZE when it is longer than what is known to fit. */
    int send(
            Mbuf m,
            long srcHi,
            long srcLo,
            long dstHi,
            long dstLo,
            int protocol,
            int hops,
            int trafficClass,
            @Nullable Ifnet through,
            boolean whole) {
        int payload = m.packetLength();
        if (payload > Ip6Header.MAX_PAYLOAD) {
            return refuse(m, DropReason.TOO_BIG, Errno.EMSGSIZE);
        }
        if (!m.prepend(Ip6Header.LENGTH)) {
            return refuse(m, DropReason.NO_MBUF, Errno.ENOBUFS);
        }
        Ip6Header.put(m, 0, trafficClass, payload, protocol, hops);
        Ip6Header.src(m, 0, srcHi, srcLo);
        Ip6Header.dst(m, 0, dstHi, dstLo);
        if (through != null) {
            return send(m, through, dstHi, dstLo, whole, null);
        }
        if (Ip6Header.isLinkLocal(dstHi) || Ip6Header.isMulticast(dstHi)) {
            // An address of one link says nothing without the link.
            return refuse(m, DropReason.NO_ROUTE, Errno.EHOSTUNREACH);
        }
        Redirects.Way way = redirects.find(dstHi, dstLo);
        if (way != null) {
            return send(m, way.link().ifnet, way.gatewayHi(), way.gatewayLo(), whole, null);
        }
        NextHop found = fib.lookup6(dstHi, dstLo);
        if (found == null) {
            return refuse(m, DropReason.NO_ROUTE, Errno.ENETUNREACH);
        }
        NextHop hop = found.isMultipath() ? found.path(FlowHash.v6(m, 0)) : found;
        if (hop.refuses()) {
            drops.drop(DropReason.REJECT_ROUTE, m);
            return (hop.flags() & RouteFlags.BLACKHOLE) != 0 ? 0 : Errno.EHOSTUNREACH.number();
        }
        return hop.isGateway()
                ? send(m, hop.ifnet(), hop.gatewayHi(), hop.gatewayLo(), whole, hop)
                : send(m, hop.ifnet(), dstHi, dstLo, whole, hop);
    }

    @Override
    public int send(
            Mbuf m,
            @Nullable IpAddress src,
            IpAddress dst,
            int protocol,
            int hops,
            @Nullable Ifnet through,
            boolean whole) {
        if (dst.isV4() || src != null && src.isV4() || hops < 0 || hops > 255) {
            return refuse(m, DropReason.BAD_HEADER, Errno.EINVAL);
        }
        int usual = Ip6Header.isMulticast(dst.hi()) ? 1 : 0;
        return send(
                m,
                src == null ? 0 : src.hi(),
                src == null ? 0 : src.lo(),
                dst.hi(),
                dst.lo(),
                protocol,
                hops == 0 ? usual : hops,
                0,
                through,
                whole);
    }

    /** @param by the route, null when it goes by none */
    private int send(Mbuf m, Ifnet out, long hi, long lo, boolean whole, @Nullable NextHop by) {
        long dstHi = Ip6Header.dstHi(m, 0);
        long dstLo = Ip6Header.dstLo(m, 0);
        if (Ip6Header.isUnspecified(Ip6Header.srcHi(m, 0), Ip6Header.srcLo(m, 0))) {
            Own6 source = sources.choose(out, dstHi, dstLo);
            if (source == null) {
                return refuse(m, DropReason.NO_ROUTE, Errno.EADDRNOTAVAIL);
            }
            Ip6Header.src(m, 0, source.hi, source.lo);
        }
        stats.count(Stats.SENT);
        if (Ip6Header.next(m, 0) == Ip6Header.ICMP6) {
            stats.icmpOut(m.get8(Ip6Header.LENGTH));
            int at = Ip6Header.LENGTH + Icmp6Header.CHECKSUM;
            m.put16(at, 0);
            m.put16(at, Icmp6Header.checksum(m, 0, Ip6Header.LENGTH));
        } else if (Ip6Header.next(m, 0) == Ip6Header.UDP) {
            UdpHeader.sum(m, 0, Ip6Header.LENGTH);
        }
        if (Ip6Header.isMulticast(dstHi)) {
            m.set(Mbuf.MCAST);
        }
        Link6 link = Link6.of(out);
        if (Ip6Header.hops(m, 0) == 0) {
            int said = link == null ? 0 : link.hopLimit;
            m.put8(Ip6Header.HOPS, said == 0 ? knobs.hopLimit.value() : said);
        }
        int most = link == null ? out.mtu() : link.mtu();
        int usual = by == null ? most : by.mtu(most);
        int mtu = by != null && by.metrics().locked() ? usual : paths.limit(dstHi, dstLo, usual);
        if (Ip6Header.LENGTH + Ip6Header.payloadLength(m, 0) > mtu) {
            return whole || mtu < Ip6Header.MIN_MTU
                    ? refuse(m, whole ? DropReason.CANT_FRAG : DropReason.TOO_BIG, Errno.EMSGSIZE)
                    : fragmenter.send(m, out, hi, lo, mtu);
        }
        return out.output(m, ip, hi, lo);
    }

    /** Whether the address is one of ours on an interface that is up and takes packets; of that link when link-local. */
    boolean isOwn(Ifnet on, long hi, long lo) {
        Link6 link = Link6.of(on);
        return link != null && isOwn(link, hi, lo);
    }

    boolean isOwn(Link6 on, long hi, long lo) {
        Ifaddr record = Ip6Header.isLinkLocal(hi) ? null : ifaddrs.local6(hi, lo);
        Link6 link = record == null || record.ifnet() == on.ifnet ? on : Link6.of(record.ifnet());
        Own6 own = link == null ? null : link.find(hi, lo);
        return own != null && own.isUsable();
    }

    private int refuse(Mbuf m, DropReason reason, Errno errno) {
        drops.drop(reason, m);
        return errno.number();
    }
}
