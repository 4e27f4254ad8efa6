package org.ifnet.ifq.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.ifnet.Counter;
import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.junit.jupiter.api.Test;

/** The order of packets and the limits (reference 1.19, section 11 item 9). */
class ClassicQueueTest {
    private static final int NOBUFS = Errno.ENOBUFS.number();

    @Test
    void keepsTheOrderWithinAClassAndSendsPriorityFirst() {
        QueueBench bench = new QueueBench(10);
        bench.ifq.dispatch(bench.packet(1));
        bench.ifq.dispatch(bench.prio(2));
        bench.ifq.dispatch(bench.packet(3));
        bench.ifq.dispatch(bench.prio(4));
        assertEquals(List.of(2, 4, 1, 3), bench.drain());
        assertEquals(0, bench.pool.outstanding());
    }

    @Test
    void refusesANormalPacketWhenTheQueueIsFull() {
        QueueBench bench = new QueueBench(2);
        assertEquals(0, bench.ifq.dispatch(bench.packet(1)));
        assertEquals(0, bench.ifq.dispatch(bench.packet(2)));
        assertEquals(NOBUFS, bench.ifq.dispatch(bench.packet(3)));
        assertEquals(1, bench.counters.get(Counter.OQDROPS));
        assertEquals(List.of(1, 2), bench.drain());
        assertEquals(0, bench.pool.outstanding());
    }

    @Test
    void dropsTheOldestNormalPacketForPriorityUpToHalfOfTheQueue() {
        QueueBench bench = new QueueBench(4);
        for (int i = 1; i <= 4; i++) {
            bench.ifq.dispatch(bench.packet(i));
        }
        assertEquals(0, bench.ifq.dispatch(bench.prio(5)));
        assertEquals(0, bench.ifq.dispatch(bench.prio(6)));
        assertEquals(NOBUFS, bench.ifq.dispatch(bench.prio(7)), "half is taken");
        assertEquals(
                Map.of(DropReason.QUEUE_FULL, 3L), bench.ifq.subqueue(0).stats().dropped());
        assertEquals(3, bench.counters.get(Counter.OQDROPS));
        assertEquals(List.of(5, 6, 3, 4), bench.drain());
        assertEquals(0, bench.pool.outstanding());
    }

    @Test
    void refusesPriorityWhenThereIsNoNormalPacketToDrop() {
        QueueBench bench = new QueueBench(4);
        for (int i = 1; i <= 4; i++) {
            assertEquals(0, bench.ifq.dispatch(bench.prio(i)), "room is for all classes");
        }
        bench.ifq.maxLength(20);
        bench.ifq.maxLength(4);
        assertEquals(NOBUFS, bench.ifq.dispatch(bench.prio(5)));
        assertEquals(List.of(1, 2, 3, 4), bench.drain());
    }

    @Test
    void limitsBytesAsWellAsPackets() {
        QueueBench bench = new QueueBench(1, 1, 10, 10);
        assertEquals(0, bench.ifq.dispatch(bench.packet(1, 99)));
        assertEquals(0, bench.ifq.dispatch(bench.packet(2, 99)), "one byte is left, so one more packet goes in");
        assertEquals(198, bench.ifq.subqueue(0).bytes());
        assertEquals(NOBUFS, bench.ifq.dispatch(bench.packet(3, 4)));
        assertEquals(List.of(1, 2), bench.drain());
        assertEquals(0, bench.ifq.subqueue(0).bytes());
    }

    @Test
    void appliesTheHalfRuleToBytes() {
        QueueBench bench = new QueueBench(1, 1, 10, 20);
        bench.ifq.dispatch(bench.packet(1, 150));
        bench.ifq.dispatch(bench.packet(2, 50));
        assertEquals(0, bench.ifq.dispatch(bench.prio(3)));
        assertEquals(0, bench.ifq.subqueue(0).stats().droppedTotal() - 1);
        bench.ifq.dispatch(bench.packet(4, 150));
        assertEquals(0, bench.ifq.dispatch(bench.prio(5)), "60 bytes of priority are below half");
        assertEquals(NOBUFS, bench.ifq.dispatch(bench.prio(6)), "120 bytes of priority are not");
        assertEquals(List.of(3, 5, 4), bench.drain());
    }

    @Test
    void countsPrependedPacketsAgainstTheLimits() {
        QueueBench bench = new QueueBench(2);
        bench.ifq.dispatch(bench.packet(1));
        bench.ifq.dispatch(bench.packet(2));
        bench.ifq.subqueue(0).prepend(bench.ifq.subqueue(0).dequeue());
        assertEquals(NOBUFS, bench.ifq.dispatch(bench.packet(3)));
        assertEquals(List.of(1, 2), bench.drain());
    }

    @Test
    void keepsWhatWaitsWhenTheLimitIsLowered() {
        QueueBench bench = new QueueBench(4);
        bench.ifq.dispatch(bench.packet(1));
        bench.ifq.dispatch(bench.packet(2));
        bench.ifq.maxLength(1);
        assertEquals(1, bench.ifq.maxLength());
        assertEquals(NOBUFS, bench.ifq.dispatch(bench.packet(3)));
        assertEquals(List.of(1, 2), bench.drain());
    }
}
