package org.ifnet.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.junit.jupiter.api.Test;

class HeadersTest {
    private final MbufPool pool = MbufPool.allocate("headers", 4);

    private Mbuf packet(int length) {
        Mbuf m = pool.alloc();
        assertTrue(m.append(length));
        return m;
    }

    @Test
    void writesAnArpRequestAsRfc826DrawsIt() {
        Mbuf m = packet(ArpHeader.LENGTH);
        ArpHeader.put(m, 0, ArpHeader.REQUEST, 0x0203_0405_0607L, 0xc0000201, 0, 0xc0000202);
        assertEquals(0x0001_0800_0604_0001L, m.get64(0));
        assertEquals(0x0203_0405_0607_c000L, m.get64(8));
        assertEquals(0x0201_0000_0000_0000L, m.get64(16));
        assertEquals(0xc0000202, m.get32(24));
        assertTrue(ArpHeader.isIpv4OverEther(m, 0));
        assertEquals(0x0203_0405_0607L, ArpHeader.sha(m, 0));
        assertEquals(0xc0000201, ArpHeader.spa(m, 0));
        assertEquals(0, ArpHeader.tha(m, 0));
        assertEquals(0xc0000202, ArpHeader.tpa(m, 0));
        m.put8(ArpHeader.HLN, 8);
        assertFalse(ArpHeader.isIpv4OverEther(m, 0));
        m.free();
    }

    @Test
    void computesTheChecksumOfAKnownHeader() {
        Mbuf m = packet(Ipv4Header.LENGTH);
        Ipv4Header.put(m, 0, 0, 0x73, 0, Ipv4Header.DF, 0x40, Ipv4Header.UDP, 0xc0a80001, 0xc0a800c7);
        assertEquals(0xb861, m.get16(Ipv4Header.CHECKSUM), "a header whose checksum is known");
        assertEquals(0, Checksum.of(m, 0, Ipv4Header.LENGTH));
        assertEquals(4, Ipv4Header.version(m, 0));
        assertEquals(20, Ipv4Header.headerLength(m, 0));
        assertFalse(Ipv4Header.isFragment(m, 0));
        m.put16(Ipv4Header.FRAGMENT, Ipv4Header.MF);
        assertTrue(Ipv4Header.isFragment(m, 0));
        m.free();
    }

    @Test
    void keepsTheChecksumRightWhileTheTimeToLiveFalls() {
        Random random = new Random(7);
        Mbuf m = packet(Ipv4Header.LENGTH);
        for (int i = 0; i < 2000; i++) {
            int ttl = 1 + random.nextInt(255);
            Ipv4Header.put(
                    m,
                    0,
                    random.nextInt(256),
                    20 + random.nextInt(1480),
                    random.nextInt(65536),
                    0,
                    ttl,
                    random.nextInt(256),
                    random.nextInt(),
                    random.nextInt());
            Ipv4Header.decrementTtl(m, 0);
            assertEquals(ttl - 1, Ipv4Header.ttl(m, 0));
            assertEquals(0, Checksum.of(m, 0, Ipv4Header.LENGTH), "seed 7, round " + i);
        }
        m.free();
    }

    @Test
    void readsBackWhatItWroteToAnIcmpHeader() {
        Mbuf m = packet(IcmpHeader.LENGTH);
        IcmpHeader.put(m, 0, IcmpHeader.UNREACHABLE, IcmpHeader.FRAGMENTATION_NEEDED, 1400);
        assertEquals(0x0304_0000_0000_0578L, m.get64(0));
        assertEquals(IcmpHeader.UNREACHABLE, IcmpHeader.type(m, 0));
        assertEquals(IcmpHeader.FRAGMENTATION_NEEDED, IcmpHeader.code(m, 0));
        assertEquals(1400, m.get16(IcmpHeader.MTU));
        assertTrue(IcmpHeader.isError(IcmpHeader.type(m, 0)));
        assertFalse(IcmpHeader.isError(IcmpHeader.ECHO));
        m.free();
    }
}
