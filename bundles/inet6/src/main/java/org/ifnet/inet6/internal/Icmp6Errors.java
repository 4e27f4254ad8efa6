package org.ifnet.inet6.internal;

import org.ifnet.Ifnet;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.wire.Icmp6Header;
import org.ifnet.wire.Ip6Header;

/** Reports errors to the senders of packets (RFC 4443, 2.4). Any thread. */
final class Icmp6Errors {
    private final Stats stats;
    private final MbufPool pool;
    private final Ip6Output output;
    private final RateLimit limit;

    Icmp6Errors(MbufPool pool, Ip6Output output, RateLimit limit, Stats stats) {
        this.stats = stats;
        this.pool = pool;
        this.output = output;
        this.limit = limit;
    }

    /**
     * Reports, unless that could start a storm. The packet starts at its IPv6 header, stays the caller's and is not
     * changed.
     *
     * @param in the interface that received it
     * @param rest the four bytes behind the checksum: 0, an MTU or a pointer
     */
    void send(Ifnet in, Mbuf about, int type, int code, int rest) {
        if (!mayReport(about, type, code)) {
            return;
        }
        if (!limit.allow()) {
            stats.count(Stats.ERRORS_HELD_BACK);
            return;
        }
        Mbuf m = pool.alloc();
        if (m == null) {
            return;
        }
        int quoted = Math.min(about.length(), Ip6Header.MIN_MTU - Ip6Header.LENGTH - Icmp6Header.LENGTH);
        if (!m.append(Icmp6Header.LENGTH + quoted)) {
            m.free();
            return;
        }
        Icmp6Header.put(m, 0, type, code, rest);
        about.copyTo(0, m, Icmp6Header.LENGTH, quoted);
        long srcHi = Ip6Header.srcHi(about, 0);
        long dstHi = Ip6Header.dstHi(about, 0);
        long dstLo = Ip6Header.dstLo(about, 0);
        boolean own = !Ip6Header.isMulticast(dstHi) && output.isOwn(in, dstHi, dstLo);
        output.send(
                m,
                own ? dstHi : 0,
                own ? dstLo : 0,
                srcHi,
                Ip6Header.srcLo(about, 0),
                Ip6Header.ICMP6,
                0,
                0,
                Ip6Header.isLinkLocal(srcHi) ? in : null);
    }

    /** Never about an error or a redirect, to a group (but too big and unknown option), or to no single host. */
    private static boolean mayReport(Mbuf about, int type, int code) {
        long srcHi = Ip6Header.srcHi(about, 0);
        if (Ip6Header.isMulticast(srcHi) || Ip6Header.isUnspecified(srcHi, Ip6Header.srcLo(about, 0))) {
            return false;
        }
        boolean group = about.has(Mbuf.BCAST | Mbuf.MCAST) || Ip6Header.isMulticast(Ip6Header.dstHi(about, 0));
        boolean evenToGroups = type == Icmp6Header.TOO_BIG
                || type == Icmp6Header.PARAMETER_PROBLEM && code == Icmp6Header.UNKNOWN_OPTION;
        return (!group || evenToGroups) && !isError(about);
    }

    /** Headers of any kind are passed by here, the refused ones too: only what is surely no error is reported. */
    private static boolean isError(Mbuf m) {
        int at = Ip6Header.LENGTH;
        int protocol = Ip6Header.next(m, 0);
        while (protocol != Ip6Header.ICMP6) {
            boolean extension = protocol == Ip6Header.HOP_BY_HOP
                    || protocol == Ip6Header.DESTINATION
                    || protocol == Ip6Header.ROUTING
                    || protocol == Ip6Header.FRAGMENT;
            if (!extension) {
                return false;
            }
            if (at + 8 > m.length()) {
                return true;
            }
            boolean fragment = protocol == Ip6Header.FRAGMENT;
            if (fragment && m.get16(at + 2) >>> 3 != 0) {
                return true;
            }
            protocol = m.get8(at);
            at += fragment ? 8 : m.get8(at + 1) + 1 << 3;
        }
        if (at >= m.length()) {
            return true;
        }
        int type = m.get8(at);
        return Icmp6Header.isError(type) || type == Icmp6Header.REDIRECT;
    }
}
