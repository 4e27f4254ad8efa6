package org.ifnet.altq.internal;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.wire.Ipv4Header;
import org.ifnet.wire.Toeplitz;

/**
 * The flow of a packet as a number: the hash that it carries, else one over its addresses and the ports of TCP and UDP, which
 * all fragments of a packet share; 0 for what is not IP.
 */
final class FlowHash {
    private static final int PORTS = 4;
    /** RFC 8200: where the fields of the IPv6 header are. */
    private static final int V6_NEXT = 6;

    private static final int V6_SRC = 8;
    private static final int V6_DST = 24;

    private FlowHash() {}

    static int of(Mbuf m, int linkHeader) {
        if (m.has(Mbuf.HASH)) {
            return m.flowHash();
        }
        int at = IpField.header(m, linkHeader);
        if (at < 0) {
            return 0;
        }
        return Ipv4Header.version(m, at) == 4 ? ipv4(m, at) : ipv6(m, at);
    }

    private static int ipv4(Mbuf m, int at) {
        int src = Ipv4Header.src(m, at);
        int dst = Ipv4Header.dst(m, at);
        int ports = at + Ipv4Header.headerLength(m, at);
        boolean known = !Ipv4Header.isFragment(m, at)
                && hasPorts(Ipv4Header.protocol(m, at))
                && ports >= at + Ipv4Header.LENGTH
                && m.length() >= ports + PORTS;
        return known
                ? Toeplitz.SYMMETRIC.ipv4(src, dst, m.get16(ports), m.get16(ports + 2))
                : Toeplitz.SYMMETRIC.ipv4(src, dst);
    }

    private static int ipv6(Mbuf m, int at) {
        long srcHi = m.get64(at + V6_SRC);
        long srcLo = m.get64(at + V6_SRC + 8);
        long dstHi = m.get64(at + V6_DST);
        long dstLo = m.get64(at + V6_DST + 8);
        int ports = at + IpField.IPV6_LENGTH;
        return hasPorts(m.get8(at + V6_NEXT)) && m.length() >= ports + PORTS
                ? Toeplitz.SYMMETRIC.ipv6(srcHi, srcLo, dstHi, dstLo, m.get16(ports), m.get16(ports + 2))
                : Toeplitz.SYMMETRIC.ipv6(srcHi, srcLo, dstHi, dstLo);
    }

    private static boolean hasPorts(int protocol) {
        return protocol == Ipv4Header.TCP || protocol == Ipv4Header.UDP;
    }
}
