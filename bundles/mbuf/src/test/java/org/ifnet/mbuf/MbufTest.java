package org.ifnet.mbuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MbufTest {
    private final MbufPool pool = MbufPool.allocate("test", 4);

    private Mbuf alloc() {
        Mbuf m = pool.alloc();
        assertNotNull(m);
        return m;
    }

    @Test
    void startsEmptyBehindTheHeadroom() {
        Mbuf m = alloc();
        assertEquals(0, m.length());
        assertEquals(MbufPool.DEFAULT_HEADROOM, m.headroom());
        assertEquals(MbufPool.DEFAULT_FRAME_SIZE - MbufPool.DEFAULT_HEADROOM, m.tailroom());
    }

    @Test
    void refusesToGrowBeyondTheFrameAndStaysAsItWas() {
        Mbuf m = alloc();
        assertFalse(m.append(m.tailroom() + 1));
        assertFalse(m.prepend(m.headroom() + 1));
        assertFalse(m.append(-1));
        assertEquals(0, m.length());
        assertTrue(m.append(m.tailroom()));
        assertTrue(m.prepend(m.headroom()));
        assertEquals(pool.frameSize(), m.length());
    }

    @Test
    void refusesToTrimMoreThanThereIs() {
        Mbuf m = alloc();
        m.append(10);
        assertFalse(m.trimFront(11));
        assertFalse(m.trimBack(11));
        assertTrue(m.trimFront(4));
        assertTrue(m.trimBack(6));
        assertEquals(0, m.length());
    }

    @Test
    void keepsBytesInPlaceWhenAHeaderIsPutInFront() {
        Mbuf m = alloc();
        m.append(8);
        m.put64(0, 0x0102030405060708L);
        m.prepend(2);
        m.put16(0, 0xaabb);
        assertEquals(0xaabb, m.get16(0));
        assertEquals(0x01020304, m.get32(2));
        m.trimFront(2);
        assertEquals(0x0102030405060708L, m.get64(0));
    }

    @Test
    void readsUnsignedBigEndianValues() {
        Mbuf m = alloc();
        m.append(4);
        m.put32(0, 0xff00fe01);
        assertEquals(0xff, m.get8(0));
        assertEquals(0xff00, m.get16(0));
        assertEquals(0xfe01, m.get16(2));
    }

    @Test
    void countsTheWholeChainAndFreesIt() {
        Mbuf head = alloc();
        Mbuf tail = alloc();
        head.append(100);
        tail.append(23);
        head.next(tail);
        assertEquals(123, head.packetLength());
        assertEquals(2, pool.outstanding());
        head.free();
        assertEquals(0, pool.outstanding());
    }

    @Test
    void copiesBetweenFramesOfTheRegion() {
        Mbuf from = alloc();
        Mbuf to = alloc();
        from.append(6);
        to.append(6);
        from.put32(1, 0x11223344);
        from.copyTo(1, to, 2, 4);
        assertEquals(0x11223344, to.get32(2));
    }

    @Test
    void comesOutOfThePoolWithoutThePast() {
        Mbuf m = alloc();
        m.append(5);
        m.set(Mbuf.PRIO | Mbuf.MCAST);
        m.vlanTag(7);
        m.flowHash(8);
        m.rcvif(9);
        m.free();
        Mbuf again = alloc();
        assertEquals(0, again.flags() | again.length() | again.vlanTag() | again.flowHash() | again.rcvif());
    }

    @Test
    void findsUseAfterFreeInDebugMode() {
        Mbuf m = alloc();
        m.append(4);
        m.free();
        IllegalStateException found = assertThrows(IllegalStateException.class, () -> m.get8(0));
        assertTrue(found.getMessage().contains("MbufTest"), found.getMessage());
        assertThrows(IllegalStateException.class, () -> m.ownedBy("somebody"));
    }

    @Test
    void findsReadsBehindThePacketInDebugMode() {
        Mbuf m = alloc();
        m.append(4);
        assertThrows(IndexOutOfBoundsException.class, () -> m.get32(1));
        assertThrows(IndexOutOfBoundsException.class, () -> m.put8(-1, 0));
    }
}
