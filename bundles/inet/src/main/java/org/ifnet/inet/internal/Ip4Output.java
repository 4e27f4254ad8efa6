package org.ifnet.inet.internal;

import java.util.concurrent.atomic.AtomicInteger;

import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.domain.Domain;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.IpOutput;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.netisr.Env;
import org.ifnet.route.Fib;
import org.ifnet.route.NextHop;
import org.ifnet.route.RouteFlags;
import org.ifnet.wire.FlowHash;
import org.ifnet.wire.Ipv4Header;
import org.ifnet.wire.UdpHeader;
import org.jspecify.annotations.Nullable;

/** Sends IPv4 packets that are made here. Any thread; lock-free. */
final class Ip4Output implements IpOutput {
    private static final int MAX_TOTAL = 65_535;

    private final Domain ip;
    private final Ifaddrs ifaddrs;
    private final Fib fib;
    private final Drops drops;
    private final AtomicInteger identification;
    private final Knobs knobs;
    private final PathMtus paths;
    private final Redirects redirects;
    private final Fragmenter fragmenter;
    private final Stats stats;

    Ip4Output(
            Env env,
            Domain ip,
            Ifaddrs ifaddrs,
            Fib fib,
            Knobs knobs,
            Drops drops,
            PathMtus paths,
            Redirects redirects,
            Fragmenter fragmenter,
            Stats stats) {
        this.knobs = knobs;
        this.paths = paths;
        this.redirects = redirects;
        this.fragmenter = fragmenter;
        this.stats = stats;
        this.ip = ip;
        this.ifaddrs = ifaddrs;
        this.fib = fib;
        this.drops = drops;
        this.identification = new AtomicInteger((int) env.random());
    }

    /**
     * Puts an IP header in front, finds the way and sends. Consumes the packet; 0 or an errno number.
     *
     * @param src 0: chosen by the route
     * @param whole must not be cut on the way: EMSGSIZE when it is longer than what is known to fit
     */
    int send(Mbuf m, int src, int dst, int protocol, int ttl, int tos, boolean whole) {
        int error = frame(m, src, dst, protocol, ttl, tos, whole);
        if (error != 0) {
            return error;
        }
        Redirects.Way way = redirects.find(dst);
        if (way != null) {
            return send(
                    m,
                    way.ifnet(),
                    ifaddrs.forDestination(way.ifnet(), IpAddress.v4(way.gateway())),
                    false,
                    way.gateway() & 0xffff_ffffL,
                    null);
        }
        NextHop found = fib.lookup4(dst);
        if (found == null) {
            return refuse(m, DropReason.NO_ROUTE, Errno.ENETUNREACH);
        }
        NextHop hop = found.isMultipath() ? found.path(FlowHash.v4(m, 0)) : found;
        if (hop.refuses()) {
            drops.drop(DropReason.REJECT_ROUTE, m);
            return (hop.flags() & RouteFlags.BLACKHOLE) != 0 ? 0 : Errno.EHOSTUNREACH.number();
        }
        boolean toGroup = dst == -1 || Ipv4Header.isMulticast(dst);
        long neighbour = hop.isGateway() && !toGroup ? hop.gatewayLo() : dst & 0xffff_ffffL;
        return send(m, hop.ifnet(), hop.ifaddr(), false, neighbour, hop);
    }

    /** The same to a neighbour on that interface, whatever the routes say. {@code sourceless}: it has no source. */
    int sendThrough(Ifnet out, Mbuf m, int src, boolean sourceless, int dst, int protocol, int ttl, boolean whole) {
        int error = frame(m, src, dst, protocol, ttl, 0, whole);
        if (error != 0) {
            return error;
        }
        Ifaddr source = src != 0 || sourceless ? null : ifaddrs.forDestination(out, IpAddress.v4(dst));
        return send(m, out, source, sourceless, dst & 0xffff_ffffL, null);
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
        if (!dst.isV4() || src != null && !src.isV4() || hops < 0 || hops > 255) {
            return refuse(m, DropReason.BAD_HEADER, Errno.EINVAL);
        }
        int to = dst.v4();
        int from = src == null ? 0 : src.v4();
        int usual = Ipv4Header.isMulticast(to) ? 1 : knobs.ttl.value();
        int ttl = hops == 0 ? usual : hops;
        return through == null
                ? send(m, from, to, protocol, ttl, 0, whole)
                : sendThrough(through, m, from, src != null && from == 0, to, protocol, ttl, whole);
    }

    private int frame(Mbuf m, int src, int dst, int protocol, int ttl, int tos, boolean whole) {
        int total = m.packetLength() + Ipv4Header.LENGTH;
        if (total > MAX_TOTAL) {
            return refuse(m, DropReason.TOO_BIG, Errno.EMSGSIZE);
        }
        if (!m.prepend(Ipv4Header.LENGTH)) {
            return refuse(m, DropReason.NO_MBUF, Errno.ENOBUFS);
        }
        int id = identification.getAndIncrement() & 0xffff;
        Ipv4Header.put(m, 0, tos, total, id, whole ? Ipv4Header.DF : 0, ttl, protocol, src, dst);
        return 0;
    }

    /** @param by the route, null when it goes by none */
    private int send(
            Mbuf m, Ifnet out, @Nullable Ifaddr source, boolean sourceless, long neighbour, @Nullable NextHop by) {
        if (Ipv4Header.src(m, 0) == 0 && !sourceless) {
            if (source == null || !source.address().isV4()) {
                return refuse(m, DropReason.NO_ROUTE, Errno.EADDRNOTAVAIL);
            }
            Ipv4Header.src(m, 0, source.address().v4());
        }
        int dst = Ipv4Header.dst(m, 0);
        if (Ipv4Header.isMulticast(dst)) {
            m.set(Mbuf.MCAST);
        } else if (neighbour == (dst & 0xffff_ffffL) && ifaddrs.isBroadcast4(out, dst)) {
            if (!out.has(IfFlags.BROADCAST)) {
                return refuse(m, DropReason.NO_ROUTE, Errno.EADDRNOTAVAIL);
            }
            m.set(Mbuf.BCAST);
        }
        stats.count(Stats.SENT);
        if (Ipv4Header.protocol(m, 0) == Ipv4Header.ICMP) {
            stats.icmpOut(m.get8(Ipv4Header.LENGTH));
        } else if (Ipv4Header.protocol(m, 0) == Ipv4Header.UDP) {
            UdpHeader.sum(m, 0, Ipv4Header.LENGTH);
        }
        int mtu = mtu(dst, out, by);
        if (Ipv4Header.totalLength(m, 0) <= mtu) {
            return out.output(m, ip, 0, neighbour);
        }
        boolean whole = (Ipv4Header.fragment(m, 0) & Ipv4Header.DF) != 0;
        boolean broadcast = m.has(Mbuf.BCAST);
        return whole || broadcast
                ? refuse(m, whole ? DropReason.CANT_FRAG : DropReason.TOO_BIG, Errno.EMSGSIZE)
                : fragmenter.send(m, out, neighbour, mtu);
    }

    private int mtu(int dst, Ifnet out, @Nullable NextHop by) {
        int whole = by == null ? out.mtu() : by.mtu(out.mtu());
        return by != null && by.metrics().locked() ? whole : paths.limit(dst, whole);
    }

    private int refuse(Mbuf m, DropReason reason, Errno errno) {
        drops.drop(reason, m);
        return errno.number();
    }
}
