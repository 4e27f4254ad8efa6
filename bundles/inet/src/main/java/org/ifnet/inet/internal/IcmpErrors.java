package org.ifnet.inet.internal;

import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.wire.Checksum;
import org.ifnet.wire.IcmpHeader;
import org.ifnet.wire.Ipv4Header;

/** Reports errors to the senders of packets (RFC 792, RFC 1122 3.2.2, RFC 1812 4.3.2). Any thread. */
final class IcmpErrors {
    /** An error is at most this long, IP header included (RFC 1812 4.3.2.3). */
    private static final int LONGEST = 576;

    /** Precedence "internetwork control" (RFC 1812 4.3.2.5). */
    private static final int TOS = 0xc0;

    private final MbufPool pool;
    private final Ifaddrs ifaddrs;
    private final Ip4Output output;
    private final Knobs knobs;
    private final RateLimit limit;
    private final Stats stats;

    IcmpErrors(MbufPool pool, Ifaddrs ifaddrs, Ip4Output output, Knobs knobs, RateLimit limit, Stats stats) {
        this.pool = pool;
        this.ifaddrs = ifaddrs;
        this.output = output;
        this.knobs = knobs;
        this.limit = limit;
        this.stats = stats;
    }

    /**
     * Reports, unless that could start a storm. The packet starts at its IP header, stays the caller's and is not
     * changed.
     *
     * @param rest the four bytes behind the checksum: 0, or the MTU of the next hop
     */
    void send(Mbuf about, int type, int code, int rest) {
        if (!mayReport(about)) {
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
        int quoted = Math.min(
                Math.min(Ipv4Header.totalLength(about, 0), about.length()),
                LONGEST - Ipv4Header.LENGTH - IcmpHeader.LENGTH);
        if (!m.append(IcmpHeader.LENGTH + quoted)) {
            m.free();
            return;
        }
        IcmpHeader.put(m, 0, type, code, rest);
        about.copyTo(0, m, IcmpHeader.LENGTH, quoted);
        m.put16(IcmpHeader.CHECKSUM, Checksum.of(m, 0, IcmpHeader.LENGTH + quoted));
        int dst = Ipv4Header.dst(about, 0);
        int src = ifaddrs.local4(dst) != null ? dst : 0;
        output.send(m, src, Ipv4Header.src(about, 0), Ipv4Header.ICMP, knobs.ttl.value(), TOS, false);
    }

    /** Never about an error, a broadcast or multicast, a later fragment, or a sender that is no single host. */
    private static boolean mayReport(Mbuf about) {
        int src = Ipv4Header.src(about, 0);
        boolean group = about.has(Mbuf.BCAST | Mbuf.MCAST) || Ipv4Header.dst(about, 0) >>> 28 >= 0xe;
        if (group || src >>> 24 == 0 || src >>> 28 >= 0xe) {
            return false;
        }
        if ((Ipv4Header.fragment(about, 0) & Ipv4Header.OFFSET_MASK) != 0) {
            return false;
        }
        int header = Ipv4Header.headerLength(about, 0);
        return Ipv4Header.protocol(about, 0) != Ipv4Header.ICMP
                || about.length() > header && !IcmpHeader.isError(IcmpHeader.type(about, header));
    }
}
