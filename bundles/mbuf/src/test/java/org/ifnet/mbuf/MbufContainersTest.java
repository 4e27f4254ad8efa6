package org.ifnet.mbuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MbufContainersTest {
    private final MbufPool pool = MbufPool.allocate("test", 8);

    private Mbuf packet(int length) {
        Mbuf m = pool.alloc();
        assertNotNull(m);
        m.append(length);
        return m;
    }

    @Test
    void aQueueIsFirstInFirstOutAndCountsBytes() {
        MbufQueue queue = new MbufQueue();
        Mbuf a = packet(10);
        Mbuf b = packet(20);
        Mbuf first = packet(5);
        queue.add(a);
        queue.add(b);
        queue.addFirst(first);
        assertEquals(3, queue.length());
        assertEquals(35, queue.bytes());
        assertSame(first, queue.peek());
        assertSame(first, queue.poll());
        assertSame(a, queue.poll());
        assertSame(b, queue.poll());
        assertNull(queue.poll());
        assertEquals(0, queue.bytes());
    }

    @Test
    void aQueueThatRanEmptyTakesPacketsAgain() {
        MbufQueue queue = new MbufQueue();
        queue.addFirst(packet(1));
        assertNotNull(queue.poll());
        Mbuf next = packet(2);
        queue.add(next);
        assertSame(next, queue.poll());
    }

    @Test
    void aQueueFreesWhatItHolds() {
        MbufQueue queue = new MbufQueue();
        queue.add(packet(1));
        queue.add(packet(1));
        assertEquals(2, queue.freeAll());
        assertEquals(0, pool.outstanding());
    }

    @Test
    void aFullBatchRefusesAndLeavesThePacketWithTheCaller() {
        MbufBatch batch = new MbufBatch(2);
        assertTrue(batch.add(packet(1)));
        assertTrue(batch.add(packet(1)));
        Mbuf third = packet(1);
        assertFalse(batch.add(third));
        third.free();
        assertEquals(0, batch.room());
        batch.freeAll();
        assertTrue(batch.isEmpty());
        assertEquals(0, pool.outstanding());
    }

    @Test
    void aBatchRefusesAnIndexBehindItsEnd() {
        MbufBatch batch = new MbufBatch(4);
        batch.add(packet(1));
        assertThrows(IndexOutOfBoundsException.class, () -> batch.get(1));
        batch.freeAll();
    }

    @Test
    void aBatchFreesWhatWasNotDone() {
        MbufBatch batch = new MbufBatch(3);
        Mbuf kept = packet(1);
        batch.add(kept);
        batch.add(packet(2));
        batch.add(packet(3));
        batch.done(0);
        assertEquals(3, batch.size());
        assertEquals(2, batch.owned());
        assertThrows(IndexOutOfBoundsException.class, () -> batch.get(0));
        assertThrows(IndexOutOfBoundsException.class, () -> batch.done(3));
        batch.freeAll();
        assertEquals(1, pool.outstanding());
        kept.free();
    }
}
