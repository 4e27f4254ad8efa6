package org.ifnet.inet.internal;

import org.ifnet.DropReason;
import org.ifnet.IfFlags;
import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.inet.UpperProtocols;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.route.Fib;
import org.ifnet.route.NextHop;
import org.ifnet.wire.IcmpHeader;
import org.ifnet.wire.Ipv4Header;
import org.jspecify.annotations.Nullable;

/**
 * Received IPv4 packets: checks, then local delivery or forwarding. On a netisr. A packet to an address of ours is ours
 * on whichever interface it arrives (the weak model of RFC 1122 3.3.4.2).
 */
final class Ip4Input {
    private final Ifaddrs ifaddrs;
    private final Fib fib;
    private final Knobs knobs;
    private final Drops drops;
    private final Ip4Forward forward;
    private final IcmpInput icmp;
    private final Igmp igmp;
    private final UpperProtocols upper;
    private final IcmpErrors errors;
    private final Reassembly reassembly;
    private final Stats stats;

    Ip4Input(
            Ifaddrs ifaddrs,
            Fib fib,
            Knobs knobs,
            Drops drops,
            Ip4Forward forward,
            IcmpInput icmp,
            Igmp igmp,
            UpperProtocols upper,
            IcmpErrors errors,
            Reassembly reassembly,
            Stats stats) {
        this.reassembly = reassembly;
        this.stats = stats;
        this.ifaddrs = ifaddrs;
        this.fib = fib;
        this.knobs = knobs;
        this.drops = drops;
        this.forward = forward;
        this.icmp = icmp;
        this.igmp = igmp;
        this.upper = upper;
        this.errors = errors;
    }

    void input(Ifnet ifnet, MbufBatch packets) {
        int handle = ifnet.handle();
        boolean onLoopback = ifnet.type() == IfType.LOOP;
        boolean forwarding = knobs.forwarding.isOn();
        NextHop hop = null;
        int hopFor = 0;
        int forwarded = 0;
        int n = packets.size();
        for (int i = 0; i < n; i++) {
            Mbuf m = packets.get(i);
            m.rcvif(handle);
            if (goesOn(ifnet, m, onLoopback, forwarding)) {
                int dst = Ipv4Header.dst(m, 0);
                // Packets of one flow come together: they share a look-up.
                if (hop == null || dst != hopFor) {
                    hop = fib.lookup4(dst);
                    hopFor = dst;
                }
                forwarded += forward.forward(ifnet, m, dst, hop) ? 1 : 0;
            }
            packets.done(i);
        }
        packets.clear();
        stats.add(Stats.RECEIVED, n);
        stats.add(Stats.FORWARDED, forwarded);
    }

    /** True when the packet is to be forwarded; otherwise it has been taken care of. */
    private boolean goesOn(Ifnet ifnet, Mbuf m, boolean onLoopback, boolean forwarding) {
        DropReason bad = Ip4Checks.check(m, onLoopback);
        if (bad == null) {
            bad = source(ifnet, m, onLoopback);
        }
        if (bad != null) {
            drops.drop(bad, m, ifnet);
            return false;
        }
        if (!isForOthers(ifnet, m, Ipv4Header.dst(m, 0))) {
            return false;
        }
        if (!forwarding) {
            drops.drop(DropReason.NOT_FORWARDING, m, ifnet);
        }
        return forwarding;
    }

    /** Whether the source can be true here: no broadcast address, and not this interface's own (a "land" packet). */
    private @Nullable DropReason source(Ifnet ifnet, Mbuf m, boolean onLoopback) {
        if (onLoopback || m.has(Mbuf.LOOPED)) {
            return null;
        }
        int src = Ipv4Header.src(m, 0);
        Ifaddr own = ifaddrs.local4(src);
        boolean ours = own != null && (own.ifnet() == ifnet || src == Ipv4Header.dst(m, 0));
        return ours || ifaddrs.isBroadcast4(ifnet, src) ? DropReason.BAD_SOURCE : null;
    }

    /** True when the packet goes on to another host; otherwise it has been taken care of. */
    private boolean isForOthers(Ifnet ifnet, Mbuf m, int dst) {
        boolean toGroup = m.has(Mbuf.BCAST | Mbuf.MCAST);
        if (ifaddrs.local4(dst) != null) {
            if (toGroup) {
                // RFC 1122 3.3.6: a link-level broadcast must not carry a packet to a single host.
                drops.drop(DropReason.NOT_OURS, m, ifnet);
            } else {
                deliver(ifnet, m, false);
            }
            return false;
        }
        boolean ipGroup = Ipv4Header.isMulticast(dst) ? isMember(ifnet, dst) : ifaddrs.isBroadcast4(ifnet, dst);
        if (ipGroup) {
            deliver(ifnet, m, true);
        } else if (toGroup || Ipv4Header.isMulticast(dst)) {
            drops.drop(DropReason.NOT_OURS, m, ifnet);
        } else {
            return true;
        }
        return false;
    }

    /** Every interface that knows multicast is in 224.0.0.1, whether its driver had to be asked or not. */
    private static boolean isMember(Ifnet ifnet, int group) {
        if (group == Groups.ALL_HOSTS) {
            return ifnet.has(IfFlags.MULTICAST);
        }
        Link4 link = Link4.of(ifnet);
        return link != null && link.isMember(group);
    }

    private void deliver(Ifnet ifnet, Mbuf packet, boolean toGroup) {
        stats.count(Stats.DELIVERED);
        int header = Ipv4Header.headerLength(packet, 0);
        DropReason bad = header == Ipv4Header.LENGTH ? null : Ip4Checks.options(packet, header);
        if (bad != null) {
            drops.drop(bad, packet, ifnet);
            return;
        }
        Mbuf m = Ipv4Header.isFragment(packet, 0) ? reassembly.input(ifnet, packet) : packet;
        if (m != null) {
            // The header of a packet that came in fragments is that of the first.
            deliver(ifnet, m, Ipv4Header.headerLength(m, 0), toGroup);
        }
    }

    private void deliver(Ifnet ifnet, Mbuf m, int header, boolean toGroup) {
        int protocol = Ipv4Header.protocol(m, 0);
        if (protocol == Ipv4Header.ICMP) {
            icmp.input(ifnet, m, header, toGroup);
            return;
        }
        Link4 link = protocol == Ipv4Header.IGMP ? Link4.of(ifnet) : null;
        if (link != null) {
            igmp.input(link, m, header);
            return;
        }
        if (upper.input(ifnet, m, header, protocol, toGroup)) {
            return;
        }
        if (!toGroup) {
            boolean hasPorts = protocol == Ipv4Header.UDP;
            errors.send(
                    m,
                    IcmpHeader.UNREACHABLE,
                    hasPorts ? IcmpHeader.PORT_UNREACHABLE : IcmpHeader.PROTOCOL_UNREACHABLE,
                    0);
        }
        drops.drop(DropReason.NO_PROTO, m, ifnet);
    }
}
