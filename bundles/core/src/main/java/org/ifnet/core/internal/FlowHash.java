package org.ifnet.core.internal;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.Ipv4Header;
import org.ifnet.wire.Toeplitz;

/**
 * The flow hash of a packet that starts at its protocol header: addresses and ports of TCP and UDP; of fragments and of
 * everything else the addresses, so that all fragments of a packet have one hash (reference 4.2).
 */
final class FlowHash {
    /** There is no header to hash. */
    static final int NONE = -1;

    private static final int PORTS = 4;

    /** RFC 8200: where the fields of the IPv6 header are. */
    private static final int V6_NEXT = 6;

    private static final int V6_SRC = 8;
    private static final int V6_DST = 24;
    private static final int V6_LENGTH = 40;

    private FlowHash() {}

    /** Whether packets of that ether type have a hash at all. */
    static boolean isHashed(int etherType) {
        return etherType == EtherHeader.TYPE_IPV4 || etherType == EtherHeader.TYPE_IPV6;
    }

    /** 0 to {@link Toeplitz#MASK}, or {@link #NONE} for another type and for a header that is cut short or no header. */
    static int of(Mbuf m, int etherType) {
        return switch (etherType) {
            case EtherHeader.TYPE_IPV4 -> ipv4(m);
            case EtherHeader.TYPE_IPV6 -> ipv6(m);
            default -> NONE;
        };
    }

    private static int ipv4(Mbuf m) {
        if (m.length() < Ipv4Header.LENGTH || Ipv4Header.version(m, 0) != 4) {
            return NONE;
        }
        int src = Ipv4Header.src(m, 0);
        int dst = Ipv4Header.dst(m, 0);
        int payload = Ipv4Header.headerLength(m, 0);
        boolean ports = !Ipv4Header.isFragment(m, 0)
                && hasPorts(Ipv4Header.protocol(m, 0))
                && payload >= Ipv4Header.LENGTH
                && m.length() >= payload + PORTS;
        return ports
                ? Toeplitz.SYMMETRIC.ipv4(src, dst, m.get16(payload), m.get16(payload + 2))
                : Toeplitz.SYMMETRIC.ipv4(src, dst);
    }

    /** Ports behind extension headers are not looked for: the same flow would have two hashes when it has both. */
    private static int ipv6(Mbuf m) {
        if (m.length() < V6_LENGTH || m.get8(0) >>> 4 != 6) {
            return NONE;
        }
        long srcHi = m.get64(V6_SRC);
        long srcLo = m.get64(V6_SRC + 8);
        long dstHi = m.get64(V6_DST);
        long dstLo = m.get64(V6_DST + 8);
        return hasPorts(m.get8(V6_NEXT)) && m.length() >= V6_LENGTH + PORTS
                ? Toeplitz.SYMMETRIC.ipv6(srcHi, srcLo, dstHi, dstLo, m.get16(V6_LENGTH), m.get16(V6_LENGTH + 2))
                : Toeplitz.SYMMETRIC.ipv6(srcHi, srcLo, dstHi, dstLo);
    }

    private static boolean hasPorts(int protocol) {
        return protocol == Ipv4Header.TCP || protocol == Ipv4Header.UDP;
    }
}
