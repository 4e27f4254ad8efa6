package org.ifnet.ifq.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.ifq.ClassStats;
import org.ifnet.ifq.Discipline;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.DisciplineSpec.ClassSpec;
import org.ifnet.ifq.DisciplineSpec.FilterSpec;
import org.ifnet.ifq.Regulator;
import org.ifnet.ifq.SubqueueStats;
import org.ifnet.mbuf.Mbuf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Attach, enable, disable, detach and what happens to packets meanwhile (reference 3.4). */
class AttachmentTest {
    private final QueueBench bench = new QueueBench(1, 4, 50, 1000);
    private final Discipline fifo = new FifoDiscipline();

    @AfterEach
    void everyPacketIsAccountedFor() {
        bench.ifq.close();
        for (int i = 0; i < bench.ifq.count(); i++) {
            SubqueueStats stats = bench.ifq.subqueue(i).stats();
            assertEquals(0, stats.queued());
            assertEquals(stats.enqueued(), stats.sent() + stats.droppedTotal());
            assertEquals(stats.enqueuedBytes(), stats.sentBytes() + stats.droppedBytesTotal());
        }
    }

    private static void assertErrno(Errno expected, Executable work) {
        assertEquals(expected, assertThrows(IfnetException.class, work).errno());
    }

    private void offer(int from, int to) {
        for (int i = from; i < to; i++) {
            Mbuf m = bench.packet(i);
            m.flowHash(i);
            bench.ifq.dispatch(m);
        }
    }

    private void assertDrained(int from, int to) {
        for (int lane = 0; lane < 4; lane++) {
            List<Integer> expected = new ArrayList<>();
            for (int i = from; i < to; i++) {
                if (i % 4 == lane) {
                    expected.add(i);
                }
            }
            assertEquals(expected, bench.drain(lane), "lane " + lane);
        }
    }

    @Test
    void refusesWithTheErrorsOfTheReference() throws IfnetException {
        assertErrno(Errno.EINVAL, () -> bench.ifq.attachDiscipline(DisciplineSpec.of("fifo")));
        assertErrno(Errno.EINVAL, bench.ifq::enableDiscipline);
        assertErrno(Errno.ENOENT, () -> bench.ifq.regulate(null));
        bench.ifq.detachDiscipline();
        bench.ifq.disableDiscipline();
        bench.engine.add("fifo", fifo);
        bench.ifq.attachDiscipline(DisciplineSpec.of("fifo"));
        bench.ifq.enableDiscipline();
        bench.ifq.enableDiscipline();
        assertErrno(Errno.EBUSY, bench.ifq::detachDiscipline);
        bench.ifq.disableDiscipline();
        bench.ifq.detachDiscipline();
        assertNull(bench.ifq.discipline());
        bench.ifq.attachDiscipline(DisciplineSpec.of("fifo"));
        bench.ifq.close();
        assertErrno(Errno.ENXIO, () -> bench.ifq.attachDiscipline(DisciplineSpec.of("fifo")));
        assertErrno(Errno.ENXIO, bench.ifq::enableDiscipline);
        assertErrno(Errno.ENXIO, () -> bench.ifq.regulate(new Regulator(1, 1)));
    }

    @Test
    void refusesMoreSubqueuesThanADisciplineKnows() {
        QueueBench wide = new QueueBench(1, 65, 10, 1000);
        wide.engine.add("fifo", fifo);
        assertErrno(Errno.EOPNOTSUPP, () -> wide.ifq.attachDiscipline(DisciplineSpec.of("fifo")));
        wide.ifq.wantDiscipline(DisciplineSpec.of("fifo"), true);
        assertFalse(wide.ifq.isDisciplineActive());
    }

    @Test
    void aRefusedAttachLeavesTheOldOneInPlace() throws IfnetException {
        bench.engine.add("fifo", fifo);
        bench.ifq.attachDiscipline(DisciplineSpec.of("fifo"));
        bench.ifq.enableDiscipline();
        offer(0, 40);
        DisciplineSpec bad =
                new DisciplineSpec("fifo", Map.of(), List.of(), List.of(new FilterSpec("dscp", "64", "none")));
        assertErrno(Errno.EINVAL, () -> bench.ifq.attachDiscipline(bad));
        assertEquals(DisciplineSpec.of("fifo"), bench.ifq.discipline());
        assertDrained(0, 40);
    }

    @Test
    void anExchangeLosesAndReordersNothing() throws IfnetException {
        bench.engine.add("fifo", fifo);
        bench.engine.add("classic", new ClassicDiscipline());
        bench.ifq.attachDiscipline(DisciplineSpec.of("fifo"));
        offer(0, 40);
        bench.ifq.enableDiscipline();
        offer(40, 80);
        bench.ifq.attachDiscipline(DisciplineSpec.of("classic"));
        offer(80, 120);
        bench.ifq.disableDiscipline();
        offer(120, 160);
        bench.ifq.enableDiscipline();
        bench.ifq.maxLength(60);
        bench.ifq.regulate(new Regulator(1_000_000, 100_000));
        assertDrained(0, 160);
    }

    @Test
    void classesAccountForWhatTheyHave() throws IfnetException {
        bench.engine.add("fifo", fifo);
        offer(0, 8);
        DisciplineSpec spec = new DisciplineSpec(
                "fifo",
                Map.of(),
                List.of(new ClassSpec("odd", "", Map.of()), new ClassSpec("rest", "", Map.of())),
                List.of(new FilterSpec("flow", "1/2", "odd")));
        bench.ifq.attachDiscipline(spec);
        assertEquals(List.of(), bench.ifq.classes());
        bench.ifq.enableDiscipline();
        offer(8, 12);
        assertEquals(List.of(3, 7, 11), bench.drain(3));
        Mbuf back = bench.ifq.subqueue(1).dequeue();
        Mbuf lost = bench.ifq.subqueue(1).dequeue();
        bench.ifq.subqueue(1).drop(lost, DropReason.DRIVER_ERROR);
        bench.ifq.subqueue(1).prepend(back);
        ClassStats odd = bench.ifq.classes().get(0);
        assertEquals(
                new ClassStats(
                        "odd",
                        6,
                        360,
                        3,
                        180,
                        Map.of(DropReason.DRIVER_ERROR, 1L),
                        Map.of(DropReason.DRIVER_ERROR, 60L),
                        2,
                        120),
                odd);
        ClassStats none = bench.ifq.classes().get(2);
        assertEquals("", none.name());
        assertEquals(6, none.queued());
    }

    @Test
    void fallsBackWhileTheServiceIsAway() throws IfnetException {
        bench.engine.add("fifo", fifo);
        bench.ifq.attachDiscipline(DisciplineSpec.of("fifo"));
        bench.ifq.enableDiscipline();
        assertTrue(bench.ifq.isDisciplineActive());
        offer(0, 40);
        bench.engine.remove("fifo", fifo);
        assertFalse(bench.ifq.isDisciplineActive());
        assertTrue(bench.ifq.isDisciplineEnabled());
        offer(40, 80);
        bench.engine.add("fifo", fifo);
        assertTrue(bench.ifq.isDisciplineActive());
        assertDrained(0, 80);
    }

    @Test
    void takesUpWhatWasWantedWhenItsServiceComes() {
        bench.ifq.wantDiscipline(DisciplineSpec.of("fifo"), true);
        assertFalse(bench.ifq.isDisciplineActive());
        offer(0, 8);
        bench.engine.add("fifo", fifo);
        assertTrue(bench.ifq.isDisciplineActive());
        assertDrained(0, 8);
        bench.ifq.wantDiscipline(null, false);
        assertNull(bench.ifq.discipline());
        assertFalse(bench.ifq.isDisciplineActive());
    }

    @Test
    void aClassifierThatIsAwayMatchesNothing() throws IfnetException {
        bench.engine.add("fifo", fifo);
        org.ifnet.ifq.Classifier even = value -> m -> m.flowHash() % 2 == 0;
        DisciplineSpec spec = new DisciplineSpec(
                "fifo",
                Map.of(),
                List.of(new ClassSpec("even", "", Map.of())),
                List.of(new FilterSpec("parity", "even", "even")));
        assertErrno(Errno.EINVAL, () -> bench.ifq.attachDiscipline(spec));
        bench.engine.add("parity", even);
        bench.ifq.attachDiscipline(spec);
        bench.ifq.enableDiscipline();
        offer(0, 8);
        assertEquals(4, bench.ifq.classes().get(0).enqueued());
        bench.engine.remove("parity", even);
        assertEquals(0, bench.ifq.classes().get(0).enqueued());
        assertEquals(8, bench.ifq.classes().get(1).queued());
        bench.engine.add("parity", even);
        assertEquals(4, bench.ifq.classes().get(0).queued());
    }

    @Test
    void aDisciplineThatThrowsIsTakenOutAndItsPacketsAreCounted() throws IfnetException {
        FifoDiscipline broken = new FifoDiscipline();
        bench.engine.add("fifo", broken);
        bench.ifq.attachDiscipline(DisciplineSpec.of("fifo"));
        bench.ifq.enableDiscipline();
        bench.driver = q -> bench.drain(q.index());
        offer(0, 4);
        broken.trouble = new IllegalStateException("broken");
        offer(4, 6);
        bench.ifq.setRunning(true);
        broken.trouble = null;
        bench.netisr.runAll();
        assertFalse(bench.ifq.isDisciplineActive());
        SubqueueStats hit = bench.ifq.subqueue(0).stats();
        assertEquals(Map.of(DropReason.FAULT, 1L), hit.dropped());
        assertEquals(1, hit.sent());
        offer(8, 12);
        bench.netisr.runAll();
        assertEquals(2, bench.ifq.subqueue(0).stats().sent());
    }

    @Test
    void dropHeadLosesTheOldestOfItsKind() throws IfnetException {
        QueueBench small = new QueueBench(4);
        small.engine.add("classic", new ClassicDiscipline());
        small.ifq.attachDiscipline(new DisciplineSpec("classic", Map.of("drophead", ""), List.of(), List.of()));
        small.ifq.enableDiscipline();
        for (int i = 0; i < 6; i++) {
            small.ifq.dispatch(small.packet(i));
        }
        small.ifq.dispatch(small.prio(10));
        small.ifq.dispatch(small.prio(11));
        small.ifq.dispatch(small.prio(12));
        assertEquals(List.of(11, 12, 4, 5), small.drain());
        assertEquals(5, small.ifq.subqueue(0).stats().dropped().getOrDefault(DropReason.QUEUE_FULL, 0L));
        assertEquals(0, small.pool.outstanding());
    }
}
