package org.ifnet.ifq.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.ifnet.Counter;
import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.ifq.Subqueue;
import org.ifnet.ifq.SubqueueStats;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The state machine, one step at a time (reference 1.18). */
class TransmitSubqueueTest {
    private final QueueBench bench = new QueueBench(10);
    private final Subqueue q = bench.ifq.subqueue(0);
    private final List<Integer> sent = new ArrayList<>();

    private void sendAll(Subqueue queue) {
        sent.addAll(bench.drain());
    }

    @AfterEach
    void everyPacketIsAccountedFor() {
        SubqueueStats stats = q.stats();
        assertEquals(stats.enqueued(), stats.sent() + stats.droppedTotal() + stats.queued());
        assertEquals(stats.sent(), bench.counters.get(Counter.OPACKETS));
        bench.ifq.close();
        assertEquals(0, q.stats().queued());
        assertEquals(List.of(), bench.pool.leaks());
    }

    @Test
    void schedulesNothingUntilItRuns() {
        bench.driver = this::sendAll;
        bench.ifq.dispatch(bench.packet(1));
        assertEquals(0, bench.netisr.pending());
        bench.ifq.setRunning(true);
        bench.netisr.runAll();
        assertEquals(List.of(1), sent);
    }

    @Test
    void neverCallsTheDriverFromDispatch() {
        bench.driver = queue -> {
            throw new AssertionError("called");
        };
        bench.ifq.setRunning(true);
        bench.ifq.dispatch(bench.packet(1));
        assertEquals(1, bench.netisr.pending());
    }

    @Test
    void callsTheDriverAgainWhileSomethingWaits() {
        bench.driver = queue -> {
            Mbuf m = queue.dequeue();
            sent.add(m.get32(0));
            m.free();
        };
        bench.ifq.setRunning(true);
        for (int i = 0; i < 5; i++) {
            bench.ifq.dispatch(bench.packet(i));
        }
        bench.netisr.runAll();
        assertEquals(List.of(0, 1, 2, 3, 4), sent);
        assertEquals(0, bench.netisr.pending());
    }

    @Test
    void looksAgainAfterTheDriverFoundTheQueueEmpty() {
        bench.driver = queue -> {
            sendAll(queue);
            if (sent.size() == 1) {
                bench.ifq.dispatch(bench.packet(2));
            }
        };
        bench.ifq.setRunning(true);
        bench.ifq.dispatch(bench.packet(1));
        bench.netisr.runAll();
        assertEquals(List.of(1, 2), sent);
    }

    @Test
    void waitsWhileTheDeviceTakesNoMoreAndGoesOnAfterwards() {
        bench.ifq.setRunning(true);
        bench.ifq.dispatch(bench.packet(1));
        bench.netisr.runAll();
        assertTrue(q.isOactive());
        bench.driver = this::sendAll;
        bench.ifq.dispatch(bench.packet(2));
        assertEquals(0, bench.netisr.pending());
        q.clearOactive();
        assertFalse(q.isOactive());
        bench.netisr.runAll();
        assertEquals(List.of(1, 2), sent);
    }

    @Test
    void doesNotSpinWhileTheSerializerIsHeldAndGoesOnWhenToldTo() {
        bench.driver = this::sendAll;
        bench.held = true;
        bench.ifq.setRunning(true);
        bench.ifq.dispatch(bench.packet(1));
        bench.netisr.runAll();
        bench.ifq.dispatch(bench.packet(2));
        assertEquals(0, bench.netisr.pending());
        bench.held = false;
        bench.ifq.startAgain(0);
        bench.netisr.runAll();
        assertEquals(List.of(1, 2), sent);
    }

    @Test
    void aStartThatWasRefusedIsForgottenWhenTheQueueStops() {
        bench.driver = this::sendAll;
        bench.held = true;
        bench.ifq.setRunning(true);
        bench.ifq.dispatch(bench.packet(1));
        bench.netisr.runAll();
        bench.ifq.setRunning(false);
        bench.held = false;
        bench.ifq.startAgain(0);
        bench.netisr.runAll();
        assertEquals(List.of(), sent);
        bench.ifq.setRunning(true);
        bench.netisr.runAll();
        assertEquals(List.of(1), sent);
    }

    @Test
    void bug_whenRunningReturnsOrOactiveEndsWhatWaitsIsStarted() {
        bench.driver = this::sendAll;
        bench.ifq.setRunning(true);
        bench.ifq.setRunning(false);
        bench.ifq.dispatch(bench.packet(1));
        bench.netisr.runAll();
        assertEquals(List.of(), sent);
        bench.ifq.setRunning(true);
        bench.netisr.runAll();
        assertEquals(List.of(1), sent);
        q.setOactive();
        bench.ifq.dispatch(bench.packet(2));
        bench.netisr.runAll();
        assertEquals(List.of(1), sent);
        q.clearOactive();
        bench.netisr.runAll();
        assertEquals(List.of(1, 2), sent);
    }

    @Test
    void keepsTheOrderOfPacketsGivenBackOneByOne() {
        for (int i = 1; i <= 4; i++) {
            bench.ifq.dispatch(bench.packet(i));
        }
        Mbuf first = q.dequeue();
        Mbuf second = q.dequeue();
        q.prepend(second);
        q.prepend(first);
        bench.ifq.dispatch(bench.prio(9));
        assertEquals(List.of(1, 2, 9, 3, 4), bench.drain());
    }

    @Test
    void keepsTheOrderOfABatchGivenBackFromTheMiddle() {
        for (int i = 1; i <= 5; i++) {
            bench.ifq.dispatch(bench.packet(i));
        }
        MbufBatch batch = new MbufBatch(4);
        assertEquals(4, q.dequeue(batch));
        batch.get(0).free();
        q.prepend(batch, 1);
        assertTrue(batch.isEmpty());
        assertEquals(1, q.stats().sent());
        assertEquals(List.of(2, 3, 4, 5), bench.drain());
    }

    @Test
    void startsWhatIsGivenBackOutsideOfStart() {
        bench.ifq.dispatch(bench.packet(1));
        Mbuf m = q.dequeue();
        bench.ifq.setRunning(true);
        assertEquals(0, bench.netisr.pending());
        bench.driver = this::sendAll;
        q.prepend(m);
        bench.netisr.runAll();
        assertEquals(List.of(1), sent);
    }

    @Test
    void countsWhatTheDriverLost() {
        bench.ifq.dispatch(bench.packet(1));
        q.drop(q.dequeue(), DropReason.DRIVER_ERROR);
        assertEquals(Map.of(DropReason.DRIVER_ERROR, 1L), q.stats().dropped());
        assertEquals(0, q.stats().sent());
        assertEquals(1, bench.counters.get(Counter.OERRORS));
        assertEquals(0, bench.counters.get(Counter.OQDROPS));
    }

    @Test
    void purgesEveryClassAndWhatWasGivenBack() {
        bench.ifq.dispatch(bench.packet(1));
        q.prepend(q.dequeue());
        bench.ifq.dispatch(bench.packet(2));
        bench.ifq.dispatch(bench.prio(3));
        assertEquals(3, bench.ifq.purge());
        assertEquals(Map.of(DropReason.PURGED, 3L), q.stats().dropped());
        assertEquals(0, q.bytes());
        assertNull(q.dequeue());
    }

    @Test
    void refusesEverythingOnceClosed() {
        bench.ifq.setRunning(true);
        bench.ifq.dispatch(bench.packet(1));
        bench.ifq.dispatch(bench.packet(2));
        Mbuf late = q.dequeue();
        bench.ifq.close();
        assertEquals(Errno.ENXIO.number(), bench.ifq.dispatch(bench.packet(3)));
        q.prepend(late);
        bench.ifq.setRunning(true);
        q.clearOactive();
        assertEquals(0, bench.netisr.pending());
        assertEquals(Map.of(DropReason.DETACHED, 3L), q.stats().dropped());
    }

    @Test
    void startsAnewAfterACallThatWasAbandoned() {
        bench.driver = queue -> {
            throw new AbandonedCall();
        };
        bench.ifq.setRunning(true);
        bench.ifq.dispatch(bench.packet(1));
        assertThrows(AbandonedCall.class, bench.netisr::runAll);
        bench.ifq.setRunning(false);
        bench.driver = this::sendAll;
        bench.ifq.setRunning(true);
        bench.netisr.runAll();
        assertEquals(List.of(1), sent);
    }

    @Test
    void ignoresTheEndOfAStartOfAnEarlierRound() {
        bench.driver = queue -> {
            bench.driver = this::sendAll;
            bench.ifq.setRunning(false);
            bench.ifq.setRunning(true);
        };
        bench.ifq.setRunning(true);
        bench.ifq.dispatch(bench.packet(1));
        assertEquals(1, bench.netisr.runOnce(0));
        assertEquals(List.of(), sent);
        assertEquals(1, bench.netisr.pending(), "the new round has its own start");
        bench.netisr.runAll();
        assertEquals(List.of(1), sent);
    }

    @Test
    void triesAgainWithTheNextPacketAfterTheGateThrew() {
        bench.driver = queue -> {
            throw new IllegalStateException("gate");
        };
        bench.ifq.setRunning(true);
        bench.ifq.dispatch(bench.packet(1));
        assertThrows(IllegalStateException.class, bench.netisr::runAll);
        assertEquals(0, bench.netisr.pending());
        bench.driver = this::sendAll;
        bench.ifq.dispatch(bench.packet(2));
        bench.netisr.runAll();
        assertEquals(List.of(1, 2), sent);
    }

    /** What a netisr thread gets when its role went to another. */
    private static final class AbandonedCall extends Error {
        private static final long serialVersionUID = 1L;
    }
}
