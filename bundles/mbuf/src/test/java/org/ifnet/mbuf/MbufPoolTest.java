package org.ifnet.mbuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

class MbufPoolTest {
    @Test
    void handsOutTheMostRecentlyFreedFrameFirst() {
        MbufPool pool = MbufPool.allocate("test", 8);
        Mbuf a = pool.alloc();
        Mbuf b = pool.alloc();
        assertNotNull(a);
        assertNotNull(b);
        a.free();
        b.free();
        assertSame(b, pool.alloc());
        assertSame(a, pool.alloc());
    }

    @Test
    void answersNullAndCountsWhenEveryFrameIsOut() {
        MbufPool pool = MbufPool.allocate("test", 2);
        pool.alloc();
        Mbuf last = pool.alloc();
        assertNotNull(last);
        assertNull(pool.alloc());
        assertEquals(1, pool.refusals());
        last.free();
        assertSame(last, pool.alloc());
    }

    @Test
    void namesThePlacesThatFreedTwice() {
        MbufPool pool = MbufPool.allocate("test", 2);
        Mbuf m = pool.alloc();
        assertNotNull(m);
        m.ownedBy("the queue of em0");
        m.free();
        IllegalStateException found = assertThrows(IllegalStateException.class, m::free);
        assertTrue(found.getMessage().contains("the queue of em0"), found.getMessage());
        assertEquals(0, pool.outstanding());
    }

    @Test
    void namesTheOwnerOfALeak() {
        MbufPool pool = MbufPool.allocate("test", 2);
        Mbuf m = pool.alloc();
        assertNotNull(m);
        m.ownedBy("a forgetful driver");
        assertEquals(1, pool.leaks().size());
        assertTrue(pool.leaks().get(0).contains("a forgetful driver"));
        m.free();
        assertEquals(List.of(), pool.leaks());
    }

    @Test
    void givesEveryFrameItsOwnBytes() {
        MbufPool pool = MbufPool.allocate("test", 4, 256, 64);
        List<Mbuf> all = new ArrayList<>();
        for (Mbuf m = pool.alloc(); m != null; m = pool.alloc()) {
            m.prepend(64);
            m.append(192);
            m.put32(0, all.size());
            m.put32(252, ~all.size());
            all.add(m);
        }
        assertEquals(4, all.size());
        for (int i = 0; i < 4; i++) {
            assertEquals(i, all.get(i).get32(0));
            assertEquals(~i, all.get(i).get32(252));
        }
    }

    @Test
    void refusesARegionThatCannotHoldFrames() {
        ByteBuffer region = ByteBuffer.allocateDirect(4096);
        assertThrows(IllegalArgumentException.class, () -> MbufPool.over("x", region, 2048, 2048));
        assertThrows(IllegalArgumentException.class, () -> MbufPool.over("x", region, 100, 0));
        assertThrows(IllegalArgumentException.class, () -> MbufPool.over("x", ByteBuffer.allocate(4096), 2048, 0));
        assertThrows(IllegalArgumentException.class, () -> MbufPool.over("x", region, 8192, 0));
    }

    @Test
    void losesAndDoublesNoFrameWhenThreadsCompete() throws InterruptedException {
        MbufPool pool = MbufPool.allocate("test", 16, 128, 0);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(4);
        for (int t = 1; t <= 4; t++) {
            int mark = t;
            Thread thread = new Thread(() -> {
                try {
                    compete(pool, mark);
                } catch (Throwable e) {
                    failure.set(e);
                } finally {
                    done.countDown();
                }
            });
            thread.start();
        }
        done.await();
        assertNull(failure.get());
        assertEquals(0, pool.outstanding());
    }

    private static void compete(MbufPool pool, int mark) {
        for (int i = 0; i < 20_000; i++) {
            Mbuf a = pool.alloc();
            Mbuf b = pool.alloc();
            if (a != null && b != null) {
                a.append(4);
                b.append(4);
                a.put32(0, mark);
                b.put32(0, -mark);
                assertEquals(mark, a.get32(0));
                assertEquals(-mark, b.get32(0));
            }
            if (a != null) {
                a.free();
            }
            if (b != null) {
                b.free();
            }
        }
    }
}
