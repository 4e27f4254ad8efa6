package org.ifnet.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlowHashTest {
    private final MbufPool pool = MbufPool.allocate("flows", 1);
    private final Mbuf m = pool.alloc();

    @AfterEach
    void free() {
        m.free();
    }

    private int v4(int src, int dst, int protocol, int fragment, int ports) {
        m.trimTo(0);
        assertTrue(m.append(28));
        Ipv4Header.put(m, 0, 0, 28, 7, fragment, 64, protocol, src, dst);
        m.put32(20, ports);
        return FlowHash.v4(m, 0);
    }

    private int v6(long src, long dst, int next, int ports) {
        m.trimTo(0);
        assertTrue(m.append(48));
        Ip6Header.put(m, 0, 0, 8, next, 64);
        Ip6Header.src(m, 0, 0x2001_0db8_0000_0000L, src);
        Ip6Header.dst(m, 0, 0x2001_0db8_0001_0000L, dst);
        m.put32(40, ports);
        return FlowHash.v6(m, 0);
    }

    @Test
    void tellsFlowsApartByAddressesProtocolAndPorts() {
        int flow = v4(1, 2, Ipv4Header.UDP, 0, 0x0001_0002);
        assertEquals(flow, v4(1, 2, Ipv4Header.UDP, 0, 0x0001_0002));
        assertNotEquals(flow, v4(1, 2, Ipv4Header.UDP, 0, 0x0001_0003));
        assertNotEquals(flow, v4(1, 2, Ipv4Header.TCP, 0, 0x0001_0002));
        assertNotEquals(flow, v4(1, 3, Ipv4Header.UDP, 0, 0x0001_0002));
        int flow6 = v6(1, 2, Ip6Header.TCP, 5);
        assertNotEquals(flow6, v6(1, 2, Ip6Header.TCP, 6));
        assertNotEquals(flow6, v6(2, 2, Ip6Header.TCP, 5));
    }

    @Test
    void allFragmentsOfAPacketAreOfOneFlow() {
        int first = v4(1, 2, Ipv4Header.UDP, Ipv4Header.MF, 0x0001_0002);
        assertEquals(first, v4(1, 2, Ipv4Header.UDP, 185, 0x7777_7777));
        assertEquals(v6(1, 2, Ip6Header.FRAGMENT, 0x1100_0001), v6(1, 2, Ip6Header.FRAGMENT, 0x3a00_05a8));
    }

    @Test
    void spreadsFlowsEvenly() {
        int[] sixteenth = new int[16];
        for (int port = 0; port < 16_000; port++) {
            sixteenth[v4(0xc000_0201, 0xc633_6401, Ipv4Header.UDP, 0, 1024 + port << 16 | 53) >>> 28]++;
        }
        for (int n : sixteenth) {
            assertEquals(1000, n, 160);
        }
    }
}
