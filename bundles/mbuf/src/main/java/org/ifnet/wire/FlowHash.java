package org.ifnet.wire;

import org.ifnet.mbuf.Mbuf;

/**
 * A number for each flow: addresses, protocol and ports of TCP, UDP and SCTP. All packets of one flow have the same, and
 * flows are spread over all 32 bits. Fragments, and packets behind extension headers, are told apart by their addresses
 * only, since not each has the ports. No allocation.
 */
public final class FlowHash {
    private static final int SCTP = 132;
    private static final int PORTS = 4;
    private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;

    private FlowHash() {}

    /** Of a checked IPv4 packet whose header begins at {@code at}. */
    public static int v4(Mbuf m, int at) {
        long addresses = (long) Ipv4Header.src(m, at) << 32 | Ipv4Header.dst(m, at) & 0xffff_ffffL;
        int protocol = Ipv4Header.protocol(m, at);
        int ports = Ipv4Header.isFragment(m, at) ? 0 : ports(m, at + Ipv4Header.headerLength(m, at), protocol);
        return end(mix(mix(MULTIPLIER, addresses), (long) protocol << 32 | ports & 0xffff_ffffL));
    }

    /** Of a checked IPv6 packet whose header begins at {@code at}. */
    public static int v6(Mbuf m, int at) {
        long h = mix(mix(MULTIPLIER, Ip6Header.srcHi(m, at)), Ip6Header.srcLo(m, at));
        h = mix(mix(h, Ip6Header.dstHi(m, at)), Ip6Header.dstLo(m, at));
        int next = Ip6Header.next(m, at);
        int ports = ports(m, at + Ip6Header.LENGTH, next);
        // Only one of the fragments says what it carries, so what the others say is not asked.
        return end(mix(h, next == Ip6Header.FRAGMENT ? 0 : (long) next << 32 | ports & 0xffff_ffffL));
    }

    private static int ports(Mbuf m, int at, int protocol) {
        boolean has = protocol == Ipv4Header.TCP || protocol == Ipv4Header.UDP || protocol == SCTP;
        return has && m.length() >= at + PORTS ? m.get32(at) : 0;
    }

    private static long mix(long h, long value) {
        long x = (h ^ value) * MULTIPLIER;
        return x ^ x >>> 32;
    }

    private static int end(long h) {
        return (int) (h * MULTIPLIER >>> 32);
    }
}
