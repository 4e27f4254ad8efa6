package org.ifnet.wire;

import org.ifnet.mbuf.Mbuf;

/**
 * The IPv4 header (RFC 791).
 *
 * <pre>
 *    0                 1                 2                 3
 *   | version | hlen  | tos             | total length                      |  0
 *   | identification                    | 0 DF MF | fragment offset / 8     |  4
 *   | ttl             | protocol        | header checksum                   |  8
 *   | source address                                                        | 12
 *   | destination address                                                   | 16
 *   | options, up to 40 bytes …                                             | 20
 * </pre>
 */
public final class Ipv4Header {
    public static final int VERSION = 0;
    public static final int TOS = 1;
    public static final int TOTAL = 2;
    public static final int ID = 4;
    public static final int FRAGMENT = 6;
    public static final int TTL = 8;
    public static final int PROTOCOL = 9;
    public static final int CHECKSUM = 10;
    public static final int SRC = 12;
    public static final int DST = 16;

    /** Bytes without options. */
    public static final int LENGTH = 20;

    /** In {@link #FRAGMENT}: must not be fragmented. */
    public static final int DF = 0x4000;
    /** In {@link #FRAGMENT}: more fragments follow. */
    public static final int MF = 0x2000;
    /** In {@link #FRAGMENT}: the place of this fragment in units of 8 bytes. */
    public static final int OFFSET_MASK = 0x1fff;

    public static final int ICMP = 1;
    public static final int IGMP = 2;
    public static final int TCP = 6;
    public static final int UDP = 17;

    private Ipv4Header() {}

    public static int version(Mbuf m, int at) {
        return m.get8(at) >>> 4;
    }

    /** Bytes of the header with its options as the packet claims them: 0 to 60. */
    public static int headerLength(Mbuf m, int at) {
        return (m.get8(at) & 0xf) << 2;
    }

    public static int totalLength(Mbuf m, int at) {
        return m.get16(at + TOTAL);
    }

    public static int fragment(Mbuf m, int at) {
        return m.get16(at + FRAGMENT);
    }

    /** Whether the packet is a piece of a larger one. */
    public static boolean isFragment(Mbuf m, int at) {
        return (m.get16(at + FRAGMENT) & (MF | OFFSET_MASK)) != 0;
    }

    public static int ttl(Mbuf m, int at) {
        return m.get8(at + TTL);
    }

    public static int protocol(Mbuf m, int at) {
        return m.get8(at + PROTOCOL);
    }

    public static int src(Mbuf m, int at) {
        return m.get32(at + SRC);
    }

    public static int dst(Mbuf m, int at) {
        return m.get32(at + DST);
    }

    /** Writes a header without options and with its checksum; {@code total} is header and payload. */
    public static void put(
            Mbuf m, int at, int tos, int total, int id, int fragment, int ttl, int protocol, int src, int dst) {
        m.put16(at, 0x4500 | tos);
        m.put16(at + TOTAL, total);
        m.put16(at + ID, id);
        m.put16(at + FRAGMENT, fragment);
        m.put16(at + TTL, ttl << 8 | protocol);
        m.put16(at + CHECKSUM, 0);
        m.put32(at + SRC, src);
        m.put32(at + DST, dst);
        m.put16(at + CHECKSUM, Checksum.of(m, at, LENGTH));
    }

    /** Sets the source, and the checksum of a header without options. */
    public static void src(Mbuf m, int at, int src) {
        m.put32(at + SRC, src);
        m.put16(at + CHECKSUM, 0);
        m.put16(at + CHECKSUM, Checksum.of(m, at, LENGTH));
    }

    /** Takes one from the time to live, which must be 1 or more, and corrects the checksum (RFC 1624). */
    public static void decrementTtl(Mbuf m, int at) {
        int was = m.get16(at + TTL);
        int is = was - 0x100;
        m.put16(at + TTL, is);
        m.put16(at + CHECKSUM, Checksum.update(m.get16(at + CHECKSUM), was, is));
    }

    /** Whether the address names a group of hosts, 224.0.0.0/4. */
    public static boolean isMulticast(int address) {
        return address >>> 28 == 0xe;
    }
}
