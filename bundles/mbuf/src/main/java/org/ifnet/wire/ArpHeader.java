package org.ifnet.wire;

import org.ifnet.mbuf.Mbuf;

/**
 * An ARP packet for IPv4 over Ethernet (RFC 826).
 *
 * <pre>
 *    0        2        4     5     6        8           14       18          24       28
 *   | hw type | proto | hln | pln | op     | sender mac | sender | target mac | target |
 *   | 1       | 0x800 | 6   | 4   | 1 or 2 |            | ip     |            | ip     |
 * </pre>
 */
public final class ArpHeader {
    public static final int HRD = 0;
    public static final int PRO = 2;
    public static final int HLN = 4;
    public static final int PLN = 5;
    public static final int OP = 6;
    public static final int SHA = 8;
    public static final int SPA = 14;
    public static final int THA = 18;
    public static final int TPA = 24;
    public static final int LENGTH = 28;

    public static final int HRD_ETHER = 1;
    public static final int REQUEST = 1;
    public static final int REPLY = 2;

    private static final int LENGTHS = 6 << 8 | 4;

    private ArpHeader() {}

    /** Whether hardware and protocol type and both address lengths are those of IPv4 over Ethernet. */
    public static boolean isIpv4OverEther(Mbuf m, int at) {
        return m.get16(at + HRD) == HRD_ETHER
                && m.get16(at + PRO) == EtherHeader.TYPE_IPV4
                && m.get16(at + HLN) == LENGTHS;
    }

    public static int op(Mbuf m, int at) {
        return m.get16(at + OP);
    }

    /** The sender's link-level address in the low 48 bits. */
    public static long sha(Mbuf m, int at) {
        return (long) m.get16(at + SHA) << 32 | m.get32(at + SHA + 2) & 0xffffffffL;
    }

    public static int spa(Mbuf m, int at) {
        return m.get32(at + SPA);
    }

    /** The target's link-level address in the low 48 bits. */
    public static long tha(Mbuf m, int at) {
        return (long) m.get16(at + THA) << 32 | m.get32(at + THA + 2) & 0xffffffffL;
    }

    public static int tpa(Mbuf m, int at) {
        return m.get32(at + TPA);
    }

    /** Writes the whole packet; link-level addresses as the low 48 bits. */
    public static void put(Mbuf m, int at, int op, long sha, int spa, long tha, int tpa) {
        m.put16(at + HRD, HRD_ETHER);
        m.put16(at + PRO, EtherHeader.TYPE_IPV4);
        m.put16(at + HLN, LENGTHS);
        m.put16(at + OP, op);
        m.put16(at + SHA, (int) (sha >>> 32));
        m.put32(at + SHA + 2, (int) sha);
        m.put32(at + SPA, spa);
        m.put16(at + THA, (int) (tha >>> 32));
        m.put32(at + THA + 2, (int) tha);
        m.put32(at + TPA, tpa);
    }
}
