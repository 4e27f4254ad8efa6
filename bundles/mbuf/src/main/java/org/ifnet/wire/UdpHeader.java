package org.ifnet.wire;

import org.ifnet.mbuf.Mbuf;

/**
 * The UDP header (RFC 768).
 *
 * <pre>
 *    0                 1                 2                 3
 *   | source port                       | destination port                  |  0
 *   | length, header included           | checksum with pseudo-header       |  4
 * </pre>
 */
public final class UdpHeader {
    public static final int SRC = 0;
    public static final int DST = 2;
    public static final int TOTAL = 4;
    public static final int CHECKSUM = 6;
    public static final int LENGTH = 8;

    private UdpHeader() {}

    /** Writes the header with 0 as checksum; {@code total} is header and payload. */
    public static void put(Mbuf m, int at, int src, int dst, int total) {
        m.put32(at, src << 16 | dst);
        m.put32(at + TOTAL, total << 16);
    }

    /**
     * The checksum of a datagram that begins at {@code at} of the first frame and ends with the chain, under the IPv4 or IPv6
     * header at {@code ip}: 0 when it holds a correct one already.
     */
    public static int checksum(Mbuf m, int ip, int at) {
        int length = m.packetLength() - at;
        boolean six = m.get8(ip) >>> 4 == 6;
        long pseudo = six
                ? Ip6Header.pseudoSum(m, ip, length, Ip6Header.UDP)
                : Checksum.add(0, m, ip + Ipv4Header.SRC, 8) + length + Ipv4Header.UDP;
        return ~Checksum.fold((~Checksum.ofChain(m, at) & 0xffff) + pseudo) & 0xffff;
    }

    /** Puts the checksum in, which is never 0: that would say that there is none. */
    public static void sum(Mbuf m, int ip, int at) {
        m.put16(at + CHECKSUM, 0);
        int sum = checksum(m, ip, at);
        m.put16(at + CHECKSUM, sum == 0 ? 0xffff : sum);
    }
}
