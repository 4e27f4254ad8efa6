package org.ifnet.inet6.internal;

import org.ifnet.domain.Domain;
import org.ifnet.inet6.Address6State;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.wire.Icmp6Header;
import org.ifnet.wire.Ip6Header;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/** Sends neighbour solicitations and advertisements (RFC 4861, 4.3 and 4.4). Any thread. */
final class NdSender {
    private static final int OPTION = 8;

    private final Stats stats;
    private final MbufPool pool;
    private final Domain ip;
    private final Knobs knobs;

    NdSender(MbufPool pool, Domain ip, Knobs knobs, Stats stats) {
        this.stats = stats;
        this.pool = pool;
        this.ip = ip;
        this.knobs = knobs;
    }

    /** Asks everybody who could have the address, with the given source. */
    void solicit(Link6 link, Own6 source, long hi, long lo) {
        MacAddress own = link.ifnet.lladdr();
        if (own != null) {
            long group = Ip6Header.solicitedNodeLo(lo);
            solicit(link, source.hi, source.lo, hi, lo, Ip6Header.LINK_GROUP_HI, group, 1, own.bits());
        }
    }

    /** Asks the neighbour itself. */
    void probe(Link6 link, Own6 source, long hi, long lo) {
        MacAddress own = link.ifnet.lladdr();
        if (own != null) {
            solicit(link, source.hi, source.lo, hi, lo, hi, lo, Icmp6Header.OPT_SOURCE, own.bits());
        }
    }

    /** Asks who else has an address that we would like to have. */
    void detect(Link6 link, Own6 tentative) {
        long group = Ip6Header.solicitedNodeLo(tentative.lo);
        long hi = Ip6Header.LINK_GROUP_HI;
        solicit(link, 0, 0, tentative.hi, tentative.lo, hi, group, Icmp6Header.OPT_NONCE, tentative.nonce);
    }

    private void solicit(
            Link6 link, long srcHi, long srcLo, long hi, long lo, long toHi, long toLo, int option, long bits) {
        Mbuf m = message(Icmp6Header.NEIGHBOUR_SOLICIT, 0, hi, lo, option, bits);
        if (m != null) {
            send(link, m, srcHi, srcLo, toHi, toLo);
        }
    }

    /** Says that an address is ours: as an answer, or to all. */
    void advertise(Link6 link, Own6 own, long toHi, long toLo, boolean solicited) {
        MacAddress lladdr = link.ifnet.lladdr();
        if (lladdr == null) {
            return;
        }
        int flags = (knobs.forwarding.isOn() ? Icmp6Header.NA_ROUTER : 0)
                | (solicited ? Icmp6Header.NA_SOLICITED : 0)
                | (own.has(Address6State.ANYCAST) ? 0 : Icmp6Header.NA_OVERRIDE);
        Mbuf m = message(Icmp6Header.NEIGHBOUR_ADVERT, flags, own.hi, own.lo, Icmp6Header.OPT_TARGET, lladdr.bits());
        if (m != null) {
            send(link, m, own.hi, own.lo, toHi, toLo);
        }
    }

    /** Asks who is a router (RFC 4861, 4.1). */
    void solicitRouters(Link6 link, Own6 source) {
        MacAddress own = link.ifnet.lladdr();
        Mbuf m = own == null ? null : pool.alloc();
        if (own == null || m == null) {
            return;
        }
        int at = Ip6Header.LENGTH;
        m.append(at + Icmp6Header.LENGTH + OPTION);
        Icmp6Header.put(m, at, Icmp6Header.ROUTER_SOLICIT, 0, 0);
        Icmp6Header.putOption(m, at + Icmp6Header.LENGTH, Icmp6Header.OPT_SOURCE, own.bits());
        send(link, m, source.hi, source.lo, Ip6Header.LINK_GROUP_HI, Ip6Header.ALL_ROUTERS_LO);
    }

    private @Nullable Mbuf message(int type, int flags, long hi, long lo, int option, long bits) {
        Mbuf m = pool.alloc();
        if (m == null) {
            return null;
        }
        int length = Icmp6Header.ND_LENGTH + OPTION;
        m.append(Ip6Header.LENGTH + length);
        int at = Ip6Header.LENGTH;
        Icmp6Header.put(m, at, type, 0, flags);
        m.put64(at + Icmp6Header.TARGET, hi);
        m.put64(at + Icmp6Header.TARGET + 8, lo);
        Icmp6Header.putOption(m, at + Icmp6Header.ND_LENGTH, option, bits);
        return m;
    }

    /** Puts the header in front of what stands behind it already, with the hop limit that proves its origin. */
    void send(Link6 link, Mbuf m, long srcHi, long srcLo, long toHi, long toLo) {
        int at = Ip6Header.LENGTH;
        stats.count(Stats.SENT);
        stats.icmpOut(m.get8(at));
        Ip6Header.put(m, 0, 0, m.packetLength() - at, Ip6Header.ICMP6, Icmp6Header.ND_HOPS);
        Ip6Header.src(m, 0, srcHi, srcLo);
        Ip6Header.dst(m, 0, toHi, toLo);
        m.put16(at + Icmp6Header.CHECKSUM, Icmp6Header.checksum(m, 0, at));
        if (Ip6Header.isMulticast(toHi)) {
            m.set(Mbuf.MCAST);
        }
        link.ifnet.output(m, ip, toHi, toLo);
    }
}
