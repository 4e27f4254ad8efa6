package org.ifnet.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {
    private final MbufPool pool = MbufPool.allocate("test", 4);

    private Mbuf packet(int... bytes) {
        Mbuf m = pool.alloc();
        assertNotNull(m);
        m.append(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            m.put8(i, bytes[i]);
        }
        return m;
    }

    @Test
    void readsAndWritesTheEthernetHeader() {
        Mbuf m = packet(new int[EtherHeader.LENGTH]);
        EtherHeader.put(m, 0, MacAddress.BROADCAST_BITS, 0x0201_0203_0405L, EtherHeader.TYPE_ARP);
        assertEquals(MacAddress.BROADCAST_BITS, EtherHeader.dst(m, 0));
        assertEquals(0x0201_0203_0405L, EtherHeader.src(m, 0));
        assertEquals(EtherHeader.TYPE_ARP, EtherHeader.type(m, 0));
    }

    @Test
    void parsesAndPrintsLinkLevelAddresses() {
        assertEquals("02:00:5e:10:00:ff", MacAddress.parse("2:0:5E:10:0:ff").toString());
        assertTrue(MacAddress.parse("01:00:5e:00:00:01").isGroup());
        assertFalse(new MacAddress(0).isUnicast());
        assertTrue(MacAddress.local(-1).isUnicast());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1:2:3:4:5", "1:2:3:4:5:6:7", "01:02:03:04:05:0g", "010:2:3:4:5:6", "::::::"})
    void refusesWhatIsNoLinkLevelAddress(String text) {
        assertThrows(IllegalArgumentException.class, () -> MacAddress.parse(text));
    }

    @Test
    void computesTheChecksumOfTheExampleInRfc1071() {
        Mbuf m = packet(0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7);
        assertEquals(~0xddf2 & 0xffff, Checksum.of(m, 0, 8));
    }

    @Test
    void sumsAChainOfOddPiecesLikeOneFrame() {
        Mbuf whole = packet(1, 2, 3, 4, 5, 6, 7, 8, 9);
        Mbuf head = packet(1, 2, 3);
        Mbuf middle = packet(4, 5);
        middle.next(packet(6, 7, 8, 9));
        head.next(middle);
        assertEquals(Checksum.of(whole, 0, 9), Checksum.ofChain(head, 0));
    }

    @Test
    void updatesAChecksumLikeComputingItAnew() {
        Mbuf m = packet(0x45, 0, 0x1c, 0x46, 0xff, 0xff, 0x40, 0x06);
        int before = Checksum.of(m, 0, 8);
        for (int value = 0; value <= 0xffff; value += 0x101) {
            m.put16(4, value);
            assertEquals(Checksum.of(m, 0, 8), Checksum.update(before, 0xffff, value) % 0xffff, "word " + value);
        }
    }
}
