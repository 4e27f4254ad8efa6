package org.ifnet.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.junit.jupiter.api.Test;

class VlanHeaderTest {
    private final MbufPool pool = MbufPool.allocate("t", 32, 128, 4);

    private Mbuf frame(int length) {
        Mbuf m = pool.alloc();
        m.append(length);
        for (int i = 0; i < length; i++) {
            m.put8(i, i);
        }
        return m;
    }

    @Test
    void putsTheTagBetweenAddressesAndType() {
        Mbuf m = frame(60);
        m.vlanTag(0x6123);
        assertTrue(VlanHeader.materialize(m));
        assertFalse(m.has(Mbuf.VLANTAG));
        assertEquals(64, m.length());
        for (int i = 0; i < 12; i++) {
            assertEquals(i, m.get8(i));
        }
        assertEquals(0x8100, m.get16(VlanHeader.TPID));
        assertEquals(0x6123, m.get16(VlanHeader.TCI));
        for (int i = 12; i < 60; i++) {
            assertEquals(i, m.get8(i + VlanHeader.LENGTH));
        }
    }

    @Test
    void leavesAFrameAloneThatHasNoHeadroom() {
        Mbuf m = frame(60);
        assertTrue(VlanHeader.insert(m, 0x88a8, 1));
        assertFalse(VlanHeader.insert(m, 0x88a8, 2));
        assertEquals(64, m.length());
        assertEquals(1, m.get16(VlanHeader.TCI));
    }

    @Test
    void leavesAFrameAloneThatIsTooShort() {
        Mbuf m = frame(11);
        assertFalse(VlanHeader.insert(m, 0x8100, 1));
        assertEquals(11, m.length());
    }
}
