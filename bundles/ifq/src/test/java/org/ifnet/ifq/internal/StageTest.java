package org.ifnet.ifq.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.ifnet.IfnetException;
import org.ifnet.ifq.Subqueue;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.testkit.HandNetisr;
import org.junit.jupiter.api.Test;

/** Starts that a netisr leaves to the end of its batch, and owners that change (reference 1.18). */
class StageTest {
    private static final int OTHER = 1;

    private final QueueBench bench = new QueueBench(2, 1, 100, 1514);
    private final Subqueue q = bench.ifq.subqueue(0);

    StageTest() {
        bench.driver = queue -> bench.drain();
        bench.ifq.setRunning(true);
        bench.netisr.current(OTHER);
    }

    private void offer(int packets, int bytes) {
        for (int i = 0; i < packets; i++) {
            bench.ifq.dispatch(bench.packet(i, bytes));
        }
    }

    @Test
    void leavesTheStartToTheRollUp() {
        offer(15, 60);
        assertEquals(0, bench.netisr.pending());
        assertEquals(15, q.stats().stages());
        assertEquals(15, q.stats().avoided());
        bench.netisr.runOnce(OTHER);
        assertEquals(1, bench.netisr.pending());
        assertEquals(0, q.stats().stages());
        bench.netisr.runAll();
        assertEquals(15, q.stats().sent());
        assertEquals(1, q.stats().starts());
    }

    @Test
    void startsAtOnceWhenThePacketsAreMany() {
        offer(16, 60);
        assertEquals(1, bench.netisr.pending());
        assertEquals(0, q.stats().stages());
        bench.netisr.runAll();
        assertEquals(1, q.stats().scheduled());
    }

    @Test
    void startsAtOnceWhenTheBytesAreMany() {
        bench.ifq.dispatch(bench.packet(0, 180));
        MbufBatch batch = new MbufBatch(8);
        for (int i = 0; i < 7; i++) {
            batch.add(bench.packet(i, 180));
        }
        assertEquals(0, bench.netisr.pending());
        bench.ifq.dispatch(batch);
        assertEquals(0, bench.netisr.pending(), "1440 bytes");
        offer(1, 60);
        assertEquals(1, bench.netisr.pending());
    }

    @Test
    void bug_aLinkOfTinyFramesDoesNotStageWithoutEnd() {
        QueueBench tiny = new QueueBench(2, 1, 100, 40);
        tiny.ifq.setRunning(true);
        tiny.netisr.current(OTHER);
        tiny.ifq.dispatch(tiny.packet(1, 20));
        assertEquals(1, tiny.netisr.pending());
    }

    @Test
    void stagesNothingOnTheOwnerOutsideOrWhenSwitchedOff() throws IfnetException {
        bench.netisr.current(0);
        offer(1, 60);
        assertEquals(1, bench.netisr.pending());
        bench.netisr.runAll();
        bench.netisr.current(HandNetisr.NONE);
        offer(1, 60);
        assertEquals(1, bench.netisr.pending());
        bench.netisr.runAll();
        bench.netisr.current(OTHER);
        StageLimit limit = new StageLimit(bench.engine.stages());
        limit.set("0");
        offer(1, 60);
        assertEquals(1, bench.netisr.pending());
        assertThrows(IfnetException.class, () -> limit.set("-1"));
        assertThrows(IfnetException.class, () -> limit.set("many"));
        assertEquals("0", limit.get());
    }

    @Test
    void bug_aPacketThatWasRefusedIsNotStaged() {
        bench.ifq.setRunning(false);
        offer(100, 60);
        offer(20, 60);
        assertEquals(0, q.stats().stages());
        bench.ifq.setRunning(true);
        bench.netisr.runAll();
        offer(3, 60);
        assertEquals(3, q.stats().stages());
    }

    @Test
    void closingLeavesNoStage() {
        offer(3, 60);
        bench.ifq.close();
        assertEquals(0, q.stats().stages());
        bench.netisr.runAll();
        assertEquals(0, bench.netisr.pending());
        assertEquals(3, q.stats().droppedTotal());
        assertEquals(0, bench.pool.outstanding());
    }

    @Test
    void aScheduledStartGoesAfterTheNewOwner() {
        bench.netisr.current(HandNetisr.NONE);
        offer(2, 60);
        bench.ifq.owner(0, OTHER);
        assertEquals(OTHER, bench.ifq.owner(0));
        assertEquals(1, bench.netisr.runOnce(OTHER));
        assertEquals(2, q.stats().sent());
        assertEquals(1, bench.netisr.runOnce(0), "the old one comes, finds it done, and goes");
        assertEquals(1, q.stats().starts());
    }

    @Test
    void aRunningStartHandsOverToTheNewOwner() {
        bench.netisr.current(HandNetisr.NONE);
        bench.driver = queue -> {
            bench.ifq.owner(0, OTHER);
            bench.driver = later -> {
                assertEquals(OTHER, bench.netisr.current());
                bench.drain();
            };
        };
        offer(2, 60);
        assertEquals(1, bench.netisr.runOnce(0));
        assertEquals(0, bench.netisr.runOnce(0));
        assertEquals(1, bench.netisr.runOnce(OTHER));
        assertEquals(2, q.stats().sent());
        assertEquals(1, q.stats().chased());
        assertThrows(IllegalArgumentException.class, () -> bench.ifq.owner(0, 2));
    }
}
