package org.ifnet.ifq.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.ifnet.Counter;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.testkit.HandNetisr;
import org.junit.jupiter.api.Test;

/** The choice of a subqueue and batches. */
class TransmitIfqTest {
    private static Mbuf hashed(QueueBench bench, int number, int hash) {
        Mbuf m = bench.packet(number);
        m.flowHash(hash);
        return m;
    }

    @Test
    void splitsABatchStablyByHash() {
        QueueBench bench = new QueueBench(2, 4, 100, 1000);
        MbufBatch batch = new MbufBatch(100);
        for (int i = 0; i < 100; i++) {
            batch.add(hashed(bench, i, -i));
        }
        assertEquals(100, bench.ifq.dispatch(batch));
        assertTrue(batch.isEmpty());
        for (int s = 0; s < 4; s++) {
            List<Integer> numbers = bench.drain(s);
            assertEquals(numbers.stream().sorted().toList(), numbers);
            assertEquals(25, numbers.size());
        }
        assertEquals(0, bench.pool.outstanding());
    }

    @Test
    void usesEverySubqueueWhenTheirNumberIsNoPowerOfTwo() {
        QueueBench bench = new QueueBench(1, 3, 100, 1000);
        for (int i = 0; i < 30; i++) {
            bench.ifq.dispatch(hashed(bench, i, i - 15));
        }
        for (int s = 0; s < 3; s++) {
            assertEquals(10, bench.drain(s).size(), "subqueue " + s);
        }
    }

    @Test
    void choosesByTheSendersCpuWithoutAHash() {
        QueueBench bench = new QueueBench(4, 2, 100, 1000);
        bench.netisr.current(3);
        bench.ifq.dispatch(bench.packet(1));
        bench.netisr.current(HandNetisr.NONE);
        bench.ifq.dispatch(bench.packet(2));
        assertEquals(List.of(1), bench.drain(1));
        assertEquals(List.of(2), bench.drain(0));
    }

    @Test
    void countsWhatABatchLost() {
        QueueBench bench = new QueueBench(3);
        MbufBatch batch = new MbufBatch();
        for (int i = 0; i < 5; i++) {
            Mbuf m = bench.packet(i);
            m.flags(i % 2 == 0 ? Mbuf.MCAST : 0);
            batch.add(m);
        }
        assertEquals(3, bench.ifq.dispatch(batch));
        assertEquals(2, bench.counters.get(Counter.OQDROPS));
        assertEquals(2, bench.counters.get(Counter.OMCASTS));
        assertEquals(180, bench.counters.get(Counter.OBYTES));
        assertEquals(5, bench.ifq.subqueue(0).stats().enqueued());
        assertEquals(List.of(0, 1, 2), bench.drain());
        assertEquals(0, bench.pool.outstanding());
    }

    @Test
    void startsASubqueueOnItsOwnNetisr() {
        QueueBench bench = new QueueBench(2, 4, 100, 1000);
        bench.ifq.setRunning(true);
        for (int s = 0; s < 4; s++) {
            bench.ifq.dispatch(hashed(bench, s, s));
        }
        assertEquals(2, bench.netisr.runOnce(1));
        assertTrue(bench.ifq.subqueue(1).isOactive());
        assertTrue(bench.ifq.subqueue(3).isOactive());
        assertEquals(2, bench.netisr.pending());
        bench.ifq.close();
    }

    @Test
    void refusesNonsense() {
        QueueBench bench = new QueueBench(3);
        assertThrows(IllegalArgumentException.class, () -> bench.ifq.maxLength(0));
        assertThrows(IllegalArgumentException.class, () -> new QueueBench(1, 0, 3, 1000));
        assertEquals(3, bench.ifq.maxLength());
    }
}
