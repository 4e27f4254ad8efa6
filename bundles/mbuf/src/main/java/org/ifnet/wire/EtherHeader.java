package org.ifnet.wire;

import org.ifnet.mbuf.Mbuf;

/**
 * The Ethernet header (IEEE 802.3, RFC 894).
 *
 * <pre>
 *    0                   6                  12      14
 *   | destination        | source            | type  | payload …
 * </pre>
 */
public final class EtherHeader {
    public static final int DST = 0;
    public static final int SRC = 6;
    public static final int TYPE = 12;
    public static final int LENGTH = 14;

    /** The longest frame without VLAN tag and checksum, for an MTU of 1500. */
    public static final int MAX_FRAME = 1514;

    public static final int MTU = 1500;
    public static final int TYPE_IPV4 = 0x0800;
    public static final int TYPE_ARP = 0x0806;
    public static final int TYPE_VLAN = 0x8100;
    public static final int TYPE_IPV6 = 0x86dd;

    private EtherHeader() {}

    public static long dst(Mbuf m, int at) {
        return (long) m.get16(at) << 32 | m.get32(at + 2) & 0xffffffffL;
    }

    public static long src(Mbuf m, int at) {
        return (long) m.get16(at + SRC) << 32 | m.get32(at + SRC + 2) & 0xffffffffL;
    }

    public static int type(Mbuf m, int at) {
        return m.get16(at + TYPE);
    }

    /** Writes the whole header; addresses as the low 48 bits. */
    public static void put(Mbuf m, int at, long dst, long src, int type) {
        m.put16(at, (int) (dst >>> 32));
        m.put32(at + 2, (int) dst);
        m.put16(at + SRC, (int) (src >>> 32));
        m.put32(at + SRC + 2, (int) src);
        m.put16(at + TYPE, type);
    }
}
