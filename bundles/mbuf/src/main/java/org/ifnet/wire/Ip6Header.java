package org.ifnet.wire;

import org.ifnet.mbuf.Mbuf;

/**
 * The IPv6 header (RFC 8200). Addresses travel as two longs, the upper and the lower 8 bytes.
 *
 * <pre>
 *    0                 1                 2                 3
 *   | version | traffic class  | flow label                               |  0
 *   | payload length                    | next header    | hop limit       |  4
 *   | source address, 16 bytes                                              |  8
 *   | destination address, 16 bytes                                         | 24
 * </pre>
 */
public final class Ip6Header {
    public static final int PAYLOAD = 4;
    public static final int NEXT = 6;
    public static final int HOPS = 7;
    public static final int SRC = 8;
    public static final int DST = 24;
    public static final int LENGTH = 40;

    /** Every link carries packets of this length (RFC 8200, 5). */
    public static final int MIN_MTU = 1280;
    /** What the length field can say. */
    public static final int MAX_PAYLOAD = 65_535;

    public static final int HOP_BY_HOP = 0;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int ROUTING = 43;
    public static final int FRAGMENT = 44;
    public static final int ICMP6 = 58;
    public static final int NO_NEXT = 59;
    public static final int DESTINATION = 60;

    /** The upper half of the prefix of link-local addresses. */
    public static final long LINK_LOCAL_HI = 0xfe80_0000_0000_0000L;
    /** The upper half of groups of one link, ff02::. */
    public static final long LINK_GROUP_HI = 0xff02_0000_0000_0000L;
    /** The lower half of ff02::1. */
    public static final long ALL_NODES_LO = 1;
    /** The lower half of ff02::2. */
    public static final long ALL_ROUTERS_LO = 2;

    private static final long SOLICITED = 0x1_ff00_0000L;

    private Ip6Header() {}

    public static int version(Mbuf m, int at) {
        return m.get8(at) >>> 4;
    }

    public static int trafficClass(Mbuf m, int at) {
        return m.get16(at) >>> 4 & 0xff;
    }

    public static int payloadLength(Mbuf m, int at) {
        return m.get16(at + PAYLOAD);
    }

    public static int next(Mbuf m, int at) {
        return m.get8(at + NEXT);
    }

    public static int hops(Mbuf m, int at) {
        return m.get8(at + HOPS);
    }

    public static long srcHi(Mbuf m, int at) {
        return m.get64(at + SRC);
    }

    public static long srcLo(Mbuf m, int at) {
        return m.get64(at + SRC + 8);
    }

    public static long dstHi(Mbuf m, int at) {
        return m.get64(at + DST);
    }

    public static long dstLo(Mbuf m, int at) {
        return m.get64(at + DST + 8);
    }

    /** Writes all but the addresses; flow label 0. */
    public static void put(Mbuf m, int at, int trafficClass, int payload, int next, int hops) {
        m.put32(at, 6 << 28 | trafficClass << 20);
        m.put16(at + PAYLOAD, payload);
        m.put8(at + NEXT, next);
        m.put8(at + HOPS, hops);
    }

    public static void src(Mbuf m, int at, long hi, long lo) {
        m.put64(at + SRC, hi);
        m.put64(at + SRC + 8, lo);
    }

    public static void dst(Mbuf m, int at, long hi, long lo) {
        m.put64(at + DST, hi);
        m.put64(at + DST + 8, lo);
    }

    /** The sum of the pseudo-header (RFC 8200, 8.1), not folded: addresses, upper-layer length and protocol. */
    public static long pseudoSum(Mbuf m, int at, int upperLength, int protocol) {
        return Checksum.add(0, m, at + SRC, 32) + upperLength + protocol;
    }

    /** Whether the address with that upper half names a group, ff00::/8. */
    public static boolean isMulticast(long hi) {
        return hi >>> 56 == 0xff;
    }

    /** fe80::/10. */
    public static boolean isLinkLocal(long hi) {
        return hi >>> 54 == 0x3fa;
    }

    public static boolean isUnspecified(long hi, long lo) {
        return hi == 0 && lo == 0;
    }

    public static boolean isLoopback(long hi, long lo) {
        return hi == 0 && lo == 1;
    }

    /** ::ffff:0:0/96, which never appears on a wire. */
    public static boolean isMapped4(long hi, long lo) {
        return hi == 0 && lo >>> 32 == 0xffff;
    }

    /** The scope of a group: 1 interface, 2 link, 5 site, 14 global (RFC 4291, 2.7). */
    public static int groupScope(long hi) {
        return (int) (hi >>> 48) & 0xf;
    }

    /** The lower half of the solicited-node group of an address with that lower half; the upper one is {@link
     * #LINK_GROUP_HI}. */
    public static long solicitedNodeLo(long lo) {
        return SOLICITED | lo & 0xff_ffff;
    }

    /** The interface identifier made from a 48-bit link-level address (RFC 2464, 4: modified EUI-64). */
    public static long eui64(long mac) {
        return (mac >>> 24 ^ 0x02_0000L) << 40 | 0xff_fe00_0000L | mac & 0xff_ffff;
    }
}
