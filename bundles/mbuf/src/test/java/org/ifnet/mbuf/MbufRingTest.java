package org.ifnet.mbuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MbufRingTest {
    private final MbufPool pool = MbufPool.allocate("ring", 1024, 256, 64);
    private final MbufRing ring = new MbufRing();
    private final Deque<Mbuf> model = new ArrayDeque<>();

    private Mbuf packet(int length) {
        Mbuf m = pool.alloc();
        m.append(length);
        return m;
    }

    @Test
    void isEmptyAtFirst() {
        assertTrue(ring.isEmpty());
        assertEquals(0, ring.length());
        assertNull(ring.poll());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 77001})
    void keepsTheOrderHoweverItIsFilledAndEmptied(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < 20_000; step++) {
            boolean grows = step / 500 % 2 == 0;
            if (random.nextInt(3) == 0 == grows) {
                take(random, seed);
            } else {
                give(random, seed);
            }
            assertEquals(model.size(), ring.length(), "seed " + seed);
            assertEquals(model.isEmpty(), ring.isEmpty(), "seed " + seed);
        }
        while (!model.isEmpty()) {
            assertSame(model.poll(), ring.poll(), "seed " + seed);
        }
    }

    private void give(Random random, long seed) {
        int count = Math.min(random.nextInt(9), 900 - model.size());
        MbufBatch batch = new MbufBatch(10);
        long bytes = 0;
        for (int i = 0; i <= count; i++) {
            Mbuf m = packet(1 + random.nextInt(100));
            batch.add(m);
            if (i != 0) {
                model.add(m);
                bytes += m.packetLength();
            }
        }
        if (count == 1) {
            ring.add(batch.get(1), batch.get(1).packetLength());
        } else if (count > 1) {
            assertEquals(bytes, ring.add(batch, 1, count), "seed " + seed);
        }
        batch.get(0).free();
    }

    private void take(Random random, long seed) {
        int count = Math.min(random.nextInt(9), model.size());
        if (count == 1) {
            assertEquals(model.peek().packetLength(), ring.firstLength(), "seed " + seed);
            Mbuf m = ring.poll();
            assertSame(model.poll(), m, "seed " + seed);
            m.free();
            return;
        }
        MbufBatch batch = new MbufBatch(9);
        long bytes = ring.pollTo(batch, count);
        for (int i = 0; i < count; i++) {
            assertSame(model.poll(), batch.get(i), "seed " + seed);
            bytes -= batch.get(i).packetLength();
        }
        assertEquals(0, bytes, "seed " + seed);
        batch.freeAll();
    }
}
