package org.ifnet.inet6.internal;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.inet6.Address6State;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.wire.Icmp6Header;
import org.ifnet.wire.Ip6Header;

/**
 * A router advertisement (RFC 4861, 4.2; RFC 4191), read once so that netctl needs no packet.
 *
 * @param hi with {@code lo} the link-local address of the router
 * @param hopLimit 0 when it does not say, as {@code reachableMs}, {@code retransMs} and {@code mtu}
 * @param preference of RFC 4191: -1, 0, 1
 * @param lifetime seconds as default router, 0 when it is none
 */
record RouterAdvert(
        long hi,
        long lo,
        int hopLimit,
        int preference,
        int lifetime,
        int reachableMs,
        int retransMs,
        int mtu,
        List<Prefix> prefixes) {
    /** Prefixes that are read of one advertisement. */
    static final int MOST = 16;

    private static final int PREFIX_LENGTH = 32;
    private static final int HOUR_MS = 3_600_000;

    /**
     * A prefix.
     *
     * @param valid seconds, {@link Address6State#FOREVER} without end, as {@code preferred}
     */
    record Prefix(long hi, long lo, int length, boolean onLink, boolean autonomous, long preferred, long valid) {}

    /** Of a message at {@code at} whose options fit. */
    static RouterAdvert of(Mbuf m, int at) {
        int flags = m.get8(at + 5);
        int bits = flags >>> 3 & 3;
        int lifetime = m.get16(at + 6);
        int mtu = Icmp6Header.option(m, at + Icmp6Header.RA_LENGTH, m.length(), Icmp6Header.OPT_MTU);
        return new RouterAdvert(
                Ip6Header.srcHi(m, 0),
                Ip6Header.srcLo(m, 0),
                m.get8(at + 4),
                bits == 1 ? 1 : bits == 3 ? -1 : 0,
                lifetime,
                clamp(m.get32(at + 8)),
                clamp(m.get32(at + 12)),
                mtu < 0 ? 0 : m.get32(mtu + 4),
                prefixes(m, at + Icmp6Header.RA_LENGTH));
    }

    /** More than an hour is refused by RFC 4861, 6.3.4. */
    private static int clamp(int millis) {
        return millis > 0 && millis <= HOUR_MS ? millis : 0;
    }

    private static List<Prefix> prefixes(Mbuf m, int from) {
        List<Prefix> prefixes = new ArrayList<>();
        int at = from;
        while (prefixes.size() < MOST) {
            at = Icmp6Header.option(m, at, m.length(), Icmp6Header.OPT_PREFIX);
            if (at < 0) {
                break;
            }
            if (m.get8(at + 1) << 3 == PREFIX_LENGTH) {
                prefixes.add(prefix(m, at));
            }
            at += m.get8(at + 1) << 3;
        }
        return prefixes;
    }

    private static Prefix prefix(Mbuf m, int at) {
        int flags = m.get8(at + 3);
        return new Prefix(
                m.get64(at + 16),
                m.get64(at + 24),
                m.get8(at + 2),
                (flags & 0x80) != 0,
                (flags & 0x40) != 0,
                seconds(m.get32(at + 8)),
                seconds(m.get32(at + 4)));
    }

    private static long seconds(int word) {
        return word == -1 ? Address6State.FOREVER : word & 0xffff_ffffL;
    }
}
