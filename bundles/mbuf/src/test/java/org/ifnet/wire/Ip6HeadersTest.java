package org.ifnet.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.junit.jupiter.api.Test;

class Ip6HeadersTest {
    private final MbufPool pool = MbufPool.allocate("test", 4);

    @Test
    void fieldsStandWhereTheyBelong() {
        Mbuf m = pool.alloc();
        m.append(48);
        Ip6Header.put(m, 0, 0xb8, 8, Ip6Header.ICMP6, 64);
        Ip6Header.src(m, 0, 0x2001_0db8_0000_0000L, 1);
        Ip6Header.dst(m, 0, Ip6Header.LINK_GROUP_HI, 2);
        assertEquals(0x6b80_0000, m.get32(0));
        assertEquals(0x0008_3a40, m.get32(4));
        assertEquals(6, Ip6Header.version(m, 0));
        assertEquals(0xb8, Ip6Header.trafficClass(m, 0));
        assertEquals(1, m.get8(23));
        assertEquals(2, m.get8(39));
        assertEquals(0xff02, m.get16(24));
        m.free();
    }

    /** The example of RFC 4291, appendix A, and of RFC 2464, 4. */
    @Test
    void identifierFromLinkAddress() {
        assertEquals(0x3656_78ff_fe9a_bcdeL, Ip6Header.eui64(0x3456_789a_bcdeL));
        assertEquals(0x0000_0001_ff9a_bcdeL, Ip6Header.solicitedNodeLo(0x3656_78ff_fe9a_bcdeL));
    }

    @Test
    void kindsOfAddresses() {
        assertTrue(Ip6Header.isLinkLocal(0xfe80L << 48));
        assertTrue(Ip6Header.isLinkLocal(0xfebfL << 48));
        assertFalse(Ip6Header.isLinkLocal(0xfec0L << 48));
        assertTrue(Ip6Header.isMulticast(0xff0eL << 48));
        assertEquals(14, Ip6Header.groupScope(0xff0eL << 48));
        assertTrue(Ip6Header.isMapped4(0, 0xffff_7f00_0001L));
        assertTrue(Ip6Header.isLoopback(0, 1));
    }

    /** Worked by hand: the sum of all words is ffff with the checksum in place. */
    @Test
    void checksumCoversPseudoHeaderAndChain() {
        Mbuf m = pool.alloc();
        Mbuf more = pool.alloc();
        m.append(49);
        more.append(3);
        for (int i = 0; i < 49; i++) {
            m.put8(i, 0);
        }
        Ip6Header.put(m, 0, 0, 12, Ip6Header.ICMP6, 64);
        Ip6Header.src(m, 0, 0, 1);
        Ip6Header.dst(m, 0, 0, 1);
        Icmp6Header.put(m, 40, Icmp6Header.ECHO, 0, 0x0001_0002);
        m.put8(48, 0xaa);
        more.put8(0, 0xbb);
        more.put16(1, 0xccdd);
        m.next(more);
        int sum = 1 + 1 + 12 + 58 + 0x8000 + 1 + 2 + 0xaabb + 0xccdd;
        int expected = ~((sum & 0xffff) + (sum >>> 16)) & 0xffff;
        assertEquals(expected, Icmp6Header.checksum(m, 0, 40));
        m.put16(42, expected);
        assertEquals(0, Icmp6Header.checksum(m, 0, 40));
        m.free();
    }

    @Test
    void optionsOfNeighbourDiscovery() {
        Mbuf m = pool.alloc();
        m.append(24);
        Icmp6Header.putOption(m, 0, Icmp6Header.OPT_SOURCE, 0x0200_0000_0001L);
        Icmp6Header.putOption(m, 8, Icmp6Header.OPT_NONCE, 0x0102_0304_0506L);
        Icmp6Header.putOption(m, 16, Icmp6Header.OPT_TARGET, 0x0200_0000_0002L);
        assertTrue(Icmp6Header.optionsFit(m, 0, 24));
        assertEquals(16, Icmp6Header.option(m, 0, 24, Icmp6Header.OPT_TARGET));
        assertEquals(0x0200_0000_0002L, Icmp6Header.lladdr(m, 16));
        assertEquals(-1, Icmp6Header.option(m, 0, 24, Icmp6Header.OPT_MTU));
        m.put8(9, 0);
        assertFalse(Icmp6Header.optionsFit(m, 0, 24));
        assertEquals(-1, Icmp6Header.option(m, 0, 24, Icmp6Header.OPT_TARGET));
        m.put8(9, 3);
        assertFalse(Icmp6Header.optionsFit(m, 0, 24));
        m.free();
    }
}
