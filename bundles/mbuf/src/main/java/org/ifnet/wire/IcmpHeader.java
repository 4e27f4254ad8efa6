package org.ifnet.wire;

import org.ifnet.mbuf.Mbuf;

/**
 * The ICMP header (RFC 792).
 *
 * <pre>
 *    0                 1                 2                 3
 *   | type            | code            | checksum over all of the message  |  0
 *   | echo: identifier                  | echo: sequence                    |  4
 *   | too big: 0                        | too big: next MTU (RFC 1191)      |
 *   | echo: payload; errors: IP header and first bytes of the packet …      |  8
 * </pre>
 */
public final class IcmpHeader {
    public static final int TYPE = 0;
    public static final int CODE = 1;
    public static final int CHECKSUM = 2;
    public static final int ID = 4;
    public static final int SEQUENCE = 6;
    public static final int MTU = 6;
    public static final int LENGTH = 8;

    public static final int ECHO_REPLY = 0;
    public static final int UNREACHABLE = 3;
    public static final int SOURCE_QUENCH = 4;
    public static final int REDIRECT = 5;
    public static final int ECHO = 8;
    public static final int TIME_EXCEEDED = 11;
    public static final int PARAMETER_PROBLEM = 12;

    /** Codes of {@link #UNREACHABLE}. */
    public static final int NET_UNREACHABLE = 0;

    public static final int HOST_UNREACHABLE = 1;
    public static final int PROTOCOL_UNREACHABLE = 2;
    public static final int PORT_UNREACHABLE = 3;
    public static final int FRAGMENTATION_NEEDED = 4;

    /** Code of {@link #REDIRECT}: for this destination only. */
    public static final int REDIRECT_HOST = 1;

    /** Code of {@link #TIME_EXCEEDED}: the other fragments did not come. */
    public static final int REASSEMBLY = 1;

    private IcmpHeader() {}

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

    /** Whether the type reports an error about another packet, so that nothing may ever be reported about it. */
    public static boolean isError(int type) {
        return type == UNREACHABLE
                || type == SOURCE_QUENCH
                || type == REDIRECT
                || type == TIME_EXCEEDED
                || type == PARAMETER_PROBLEM;
    }

    /** Writes type, code, the four bytes behind the checksum, and 0 as checksum. */
    public static void put(Mbuf m, int at, int type, int code, int rest) {
        m.put32(at, type << 24 | code << 16);
        m.put32(at + ID, rest);
    }
}
