package org.ifnet.inet6.internal;

import org.ifnet.DropReason;
import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.inet.UpperProtocols;
import org.ifnet.inet6.Address6State;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.route.Fib;
import org.ifnet.route.NextHop;
import org.ifnet.wire.Icmp6Header;
import org.ifnet.wire.Ip6Header;
import org.jspecify.annotations.Nullable;

/**
 * Received IPv6 packets: checks, then local delivery or forwarding. On a netisr. A packet to a global address of ours is
 * ours on whichever interface it arrives; one to a link-local address only on its own.
 */
final class Ip6Input {
    private final Stats stats;
    private final Fib fib;
    private final Knobs knobs;
    private final Drops drops;
    private final Ip6Output output;
    private final Ip6Forward forward;
    private final Icmp6Input icmp;
    private final UpperProtocols upper;
    private final Icmp6Errors errors;
    private final Reassembly reassembly;

    Ip6Input(
            Fib fib,
            Knobs knobs,
            Drops drops,
            Ip6Output output,
            Ip6Forward forward,
            Icmp6Input icmp,
            UpperProtocols upper,
            Icmp6Errors errors,
            Reassembly reassembly,
            Stats stats) {
        this.stats = stats;
        this.fib = fib;
        this.knobs = knobs;
        this.drops = drops;
        this.output = output;
        this.forward = forward;
        this.icmp = icmp;
        this.upper = upper;
        this.errors = errors;
        this.reassembly = reassembly;
    }

    void input(Ifnet ifnet, MbufBatch packets) {
        int handle = ifnet.handle();
        boolean forwarding = knobs.forwarding.isOn();
        Link6 link = Link6.of(ifnet);
        NextHop hop = null;
        long hopHi = 0;
        long hopLo = 0;
        int n = packets.size();
        stats.add(Stats.RECEIVED, n);
        for (int i = 0; i < n; i++) {
            Mbuf m = packets.get(i);
            m.rcvif(handle);
            if (link == null) {
                drops.drop(DropReason.NO_PROTO, m, ifnet);
            } else if (goesOn(link, m, forwarding)) {
                long hi = Ip6Header.dstHi(m, 0);
                long lo = Ip6Header.dstLo(m, 0);
                // Packets of one flow come together: they share a look-up.
                if (hop == null || lo != hopLo || hi != hopHi) {
                    hop = fib.lookup6(hi, lo);
                    hopHi = hi;
                    hopLo = lo;
                }
                forward.forward(ifnet, m, hop);
            }
            packets.done(i);
        }
        packets.clear();
    }

    /** True when the packet is to be forwarded; otherwise it has been taken care of. */
    private boolean goesOn(Link6 link, Mbuf m, boolean forwarding) {
        Ifnet ifnet = link.ifnet;
        boolean onLoopback = ifnet.type() == IfType.LOOP;
        DropReason bad = Ip6Checks.check(m, onLoopback);
        if (bad == null && !onLoopback && !m.has(Mbuf.LOOPED)) {
            bad = source(link, m);
        }
        if (bad != null) {
            drops.drop(bad, m, ifnet);
            return false;
        }
        long hi = Ip6Header.dstHi(m, 0);
        long lo = Ip6Header.dstLo(m, 0);
        if (Ip6Header.isMulticast(hi)) {
            if (isMember(link, hi, lo)) {
                deliver(link, m, true, false);
            } else {
                drops.drop(DropReason.NOT_OURS, m, ifnet);
            }
            return false;
        }
        boolean toGroup = m.has(Mbuf.BCAST | Mbuf.MCAST);
        boolean ours = output.isOwn(link, hi, lo);
        if (ours && !toGroup) {
            deliver(link, m, false, false);
            return false;
        }
        // What is for an own address here is tentative, or went round the wrong way.
        if (ours || toGroup || Ip6Header.isLinkLocal(hi) || link.find(hi, lo) != null) {
            drops.drop(DropReason.NOT_OURS, m, ifnet);
            return false;
        }
        if (!forwarding) {
            drops.drop(DropReason.NOT_FORWARDING, m, ifnet);
        }
        return forwarding;
    }

    private static boolean isMember(Link6 link, long hi, long lo) {
        boolean allNodes = lo == Ip6Header.ALL_NODES_LO && (hi == Ip6Header.LINK_GROUP_HI || hi == 0xff01L << 48);
        return allNodes || link.isMember(hi, lo);
    }

    /** Whether the source can be true here: not this interface's own, once it is surely ours. */
    private static @Nullable DropReason source(Link6 link, Mbuf m) {
        Own6 own = link.find(Ip6Header.srcHi(m, 0), Ip6Header.srcLo(m, 0));
        if (own == null || !own.isUsable() || own.has(Address6State.ANYCAST)) {
            return null;
        }
        return isAdvert(m) ? null : DropReason.BAD_SOURCE;
    }

    /** Somebody else's advertisement for our address is looked at, so that the conflict is noticed. */
    private static boolean isAdvert(Mbuf m) {
        return Ip6Header.next(m, 0) == Ip6Header.ICMP6
                && m.length() > Ip6Header.LENGTH
                && m.get8(Ip6Header.LENGTH) == Icmp6Header.NEIGHBOUR_ADVERT;
    }

    private void deliver(Link6 link, Mbuf m, boolean toGroup, boolean wasFragmented) {
        if (!wasFragmented) {
            stats.count(Stats.DELIVERED);
        }
        long found = Ip6Headers.walk(m);
        if (Ip6Headers.isRefused(found)) {
            refuse(link, m, found);
            return;
        }
        int at = Ip6Headers.offset(found);
        switch (Ip6Headers.protocol(found)) {
            case Ip6Header.ICMP6 -> icmp.input(link, m, at, toGroup, wasFragmented);
            case Ip6Header.FRAGMENT -> {
                Mbuf whole = wasFragmented ? null : reassembly.input(link.ifnet, m, at, Ip6Headers.namedAt(found));
                if (whole != null) {
                    deliver(link, whole, toGroup, true);
                } else if (wasFragmented) {
                    drops.drop(DropReason.BAD_HEADER, m, link.ifnet);
                }
            }
            case Ip6Header.NO_NEXT -> drops.drop(DropReason.NO_PROTO, m, link.ifnet);
            case Ip6Header.UDP -> {
                if (upper.input(link.ifnet, m, at, Ip6Header.UDP, toGroup)) {
                    return;
                }
                errors.send(link.ifnet, m, Icmp6Header.UNREACHABLE, Icmp6Header.PORT_UNREACHABLE, 0);
                drops.drop(DropReason.NO_PROTO, m, link.ifnet);
            }
            default -> {
                if (upper.input(link.ifnet, m, at, Ip6Headers.protocol(found), toGroup)) {
                    return;
                }
                errors.send(
                        link.ifnet,
                        m,
                        Icmp6Header.PARAMETER_PROBLEM,
                        Icmp6Header.UNKNOWN_NEXT_HEADER,
                        Ip6Headers.namedAt(found));
                drops.drop(DropReason.NO_PROTO, m, link.ifnet);
            }
        }
    }

    private void refuse(Link6 link, Mbuf m, long refused) {
        boolean reported = Ip6Headers.isReported(refused);
        if (reported) {
            int code = Ip6Headers.code(refused);
            errors.send(link.ifnet, m, Icmp6Header.PARAMETER_PROBLEM, code, Ip6Headers.pointer(refused));
        }
        drops.drop(reported ? DropReason.UNSUPPORTED : DropReason.BAD_HEADER, m, link.ifnet);
    }
}
