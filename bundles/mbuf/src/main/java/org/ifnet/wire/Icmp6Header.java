package org.ifnet.wire;

import org.ifnet.mbuf.Mbuf;

/**
 * The ICMPv6 header (RFC 4443) and the fixed parts of neighbour discovery (RFC 4861).
 *
 * <pre>
 *    0                 1                 2                 3
 *   | type            | code            | checksum with pseudo-header       |  0
 *   | echo: identifier and sequence; too big: MTU; parameter problem: pointer; NA: R S O |  4
 *   | NS, NA: target address, 16 bytes; errors: the packet itself …         |  8
 *   | NS, NA: options …                                                     | 24
 * </pre>
 */
public final class Icmp6Header {
    public static final int CODE = 1;
    public static final int CHECKSUM = 2;
    /** Identifier, MTU, pointer or flags: four bytes. */
    public static final int REST = 4;

    public static final int ID = 4;
    public static final int SEQUENCE = 6;
    public static final int LENGTH = 8;

    public static final int UNREACHABLE = 1;
    public static final int TOO_BIG = 2;
    public static final int TIME_EXCEEDED = 3;
    public static final int PARAMETER_PROBLEM = 4;
    public static final int ECHO = 128;
    public static final int ECHO_REPLY = 129;
    public static final int MLD_QUERY = 130;
    public static final int MLD_REPORT = 131;
    public static final int MLD_DONE = 132;
    public static final int ROUTER_SOLICIT = 133;
    public static final int ROUTER_ADVERT = 134;
    public static final int NEIGHBOUR_SOLICIT = 135;
    public static final int NEIGHBOUR_ADVERT = 136;
    public static final int REDIRECT = 137;
    public static final int MLD2_REPORT = 143;

    /** Codes of {@link #UNREACHABLE}. */
    public static final int NO_ROUTE = 0;

    public static final int PROHIBITED = 1;
    public static final int BEYOND_SCOPE = 2;
    public static final int ADDRESS_UNREACHABLE = 3;
    public static final int PORT_UNREACHABLE = 4;

    /** Codes of {@link #PARAMETER_PROBLEM}. */
    public static final int BAD_FIELD = 0;

    public static final int UNKNOWN_NEXT_HEADER = 1;
    public static final int UNKNOWN_OPTION = 2;

    /** The target address of NS, NA and redirect. */
    public static final int TARGET = 8;
    /** Bytes of NS and NA without options. */
    public static final int ND_LENGTH = 24;
    /** The options of an RA. */
    public static final int RA_LENGTH = 16;
    /** Flags of NA in the four bytes at {@link #REST}. */
    public static final int NA_ROUTER = 0x8000_0000;

    public static final int NA_SOLICITED = 0x4000_0000;
    public static final int NA_OVERRIDE = 0x2000_0000;

    /** Options of neighbour discovery. */
    public static final int OPT_SOURCE = 1;

    public static final int OPT_TARGET = 2;
    public static final int OPT_PREFIX = 3;
    public static final int OPT_REDIRECTED = 4;
    public static final int OPT_MTU = 5;
    public static final int OPT_NONCE = 14;
    /** Hop limit of neighbour discovery: who sees it knows that no router was between. */
    public static final int ND_HOPS = 255;

    private Icmp6Header() {}

    public static int type(Mbuf m, int at) {
        return m.get8(at);
    }

    public static int code(Mbuf m, int at) {
        return m.get8(at + CODE);
    }

    public static int id(Mbuf m, int at) {
        return m.get16(at + ID);
    }

    public static int sequence(Mbuf m, int at) {
        return m.get16(at + SEQUENCE);
    }

    public static long targetHi(Mbuf m, int at) {
        return m.get64(at + TARGET);
    }

    public static long targetLo(Mbuf m, int at) {
        return m.get64(at + TARGET + 8);
    }

    /** Whether the type reports an error about another packet. */
    public static boolean isError(int type) {
        return type < 128;
    }

    /** Writes type, code, 0 as checksum, and the four bytes behind it. */
    public static void put(Mbuf m, int at, int type, int code, int rest) {
        m.put32(at, type << 24 | code << 16);
        m.put32(at + REST, rest);
    }

    /**
     * The checksum of a message that begins at {@code icmp} of the first frame and ends with the chain, under the IPv6
     * header at {@code ip}: 0 when it holds a correct one already.
     */
    public static int checksum(Mbuf m, int ip, int icmp) {
        int length = m.packetLength() - icmp;
        long pseudo = Ip6Header.pseudoSum(m, ip, length, Ip6Header.ICMP6);
        return ~Checksum.fold((~Checksum.ofChain(m, icmp) & 0xffff) + pseudo) & 0xffff;
    }

    /** The place of an option of neighbour discovery between {@code from} and {@code end}, or -1. */
    public static int option(Mbuf m, int from, int end, int kind) {
        int at = from;
        while (at + 8 <= end) {
            int length = m.get8(at + 1) << 3;
            if (length == 0 || at + length > end) {
                return -1;
            }
            if (m.get8(at) == kind) {
                return at;
            }
            at += length;
        }
        return -1;
    }

    /** Whether the options fill the space exactly and none has length 0 (RFC 4861, 6.1 and 7.1). */
    public static boolean optionsFit(Mbuf m, int from, int end) {
        int at = from;
        while (at + 8 <= end) {
            int length = m.get8(at + 1) << 3;
            if (length == 0 || at + length > end) {
                return false;
            }
            at += length;
        }
        return at == end;
    }

    /** The link-level address in an option at {@code at}, in the low 48 bits. */
    public static long lladdr(Mbuf m, int at) {
        return (long) m.get16(at + 2) << 32 | m.get32(at + 4) & 0xffff_ffffL;
    }

    /** Writes an option of eight bytes that holds 48 bits: a link-level address or a nonce. */
    public static void putOption(Mbuf m, int at, int kind, long bits) {
        m.put16(at, kind << 8 | 1);
        m.put16(at + 2, (int) (bits >>> 32));
        m.put32(at + 4, (int) bits);
    }
}
