package org.ifnet.ifq.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.junit.jupiter.api.Test;

/** The packet path allocates nothing. In debug mode the pool itself allocates, so packets are passed round, not freed. */
class PathCostTest {
    private static final int PACKETS = 1_000_000;
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final QueueBench bench = new QueueBench(1, 1, 250, 1514);
    private final MbufBatch batch = new MbufBatch();

    @Test
    void allocatesNothingForSinglePackets() {
        bench.driver = q -> q.setOactive();
        bench.ifq.setRunning(true);
        Mbuf m = bench.packet(1);
        assertNothingAllocated("single", () -> singles(m));
        m.free();
    }

    @Test
    void allocatesNothingForBatches() {
        bench.driver = q -> q.setOactive();
        bench.ifq.setRunning(true);
        while (!batch.isFull()) {
            batch.add(bench.packet(batch.size()));
        }
        assertNothingAllocated("batch", this::batches);
        batch.freeAll();
        assertEquals(0, bench.pool.outstanding());
    }

    private void singles(Mbuf m) {
        for (int i = 0; i < PACKETS; i++) {
            bench.ifq.dispatch(m);
            bench.ifq.subqueue(0).dequeue();
        }
    }

    private void batches() {
        for (int i = 0; i < PACKETS / batch.capacity(); i++) {
            bench.ifq.dispatch(batch);
            bench.ifq.subqueue(0).dequeue(batch);
        }
    }

    private void assertNothingAllocated(String what, Runnable work) {
        work.run();
        long best = Long.MAX_VALUE;
        for (int run = 0; run < 3; run++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            work.run();
            best = Math.min(best, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(best < PACKETS / 100, what + ": " + best + " bytes for " + PACKETS + " packets");
    }
}
