package org.ifnet.altq.internal;

import static org.ifnet.altq.internal.Specs.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.DisciplineSpec.ClassSpec;
import org.ifnet.ifq.Scheduler;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.testkit.Seeds;
import org.junit.jupiter.api.Test;

/** Reference 3.5, FAIRQ: bandwidths, weights, priorities, and what is refused. */
class FairqTest {
    private static final long LINE = 10_000_000;
    private static final int SIZE = 500;

    private static Link link(int lanes, DisciplineSpec spec) throws IfnetException {
        return new Link(1, new FairqDiscipline(), spec, lanes, LINE);
    }

    private static IfnetException refused(String... classes) {
        return assertThrows(IfnetException.class, () -> link(1, spec("fairq", classes)));
    }

    /** Whether the classes have these parts of the line to within 1 % each while all are saturated. */
    private static boolean holds(DisciplineSpec spec, int lanes, double... parts) throws IfnetException {
        return new Saturation(link(lanes, spec), parts.length, lanes, SIZE)
                .run(3)
                .isWithin(LINE, parts);
    }

    /** The same before, during and after a hundred exchanges. */
    private static void keeps(DisciplineSpec spec, int lanes, double... parts) throws IfnetException {
        Saturation saturation = new Saturation(link(lanes, spec), parts.length, lanes, SIZE);
        assertTrue(saturation.run(3).isWithin(LINE, parts));
        assertTrue(saturation
                .exchange(100, Link.SECOND / 5, new FairqDiscipline(), spec)
                .isWithin(LINE, parts));
        assertTrue(saturation.run(3).isWithin(LINE, parts));
        saturation.close();
    }

    @Test
    void weightsHoldWhenAllAreOverAlsoWhileExchanged() throws Exception {
        DisciplineSpec spec = spec("fairq", "much bandwidth 99Kb priority 2", "little bandwidth 1Kb priority 1");
        keeps(spec, 2, 0.99, 0.01);
        assertFalse(holds(spec, 1, 0.01, 0.99));
        DisciplineSpec swapped = spec("fairq", "much bandwidth 1Kb priority 2", "little bandwidth 99Kb priority 1");
        assertTrue(holds(swapped, 1, 0.01, 0.99));
        assertFalse(holds(swapped, 1, 0.99, 0.01));
    }

    @Test
    void bandwidthsThatFillTheLineHold() throws Exception {
        DisciplineSpec spec = spec("fairq", "much bandwidth 99%", "little bandwidth 1% priority 3");
        keeps(spec, 1, 0.99, 0.01);
        assertFalse(holds(spec, 1, 0.01, 0.99));
    }

    @Test
    void extremeWeightsStarveNobody() throws Exception {
        Link link = link(1, spec("fairq", "giant bandwidth 1000Gb priority 0", "dwarf bandwidth 1b priority 1"));
        link.saturate(0, 0, SIZE, 4);
        link.run(Link.SECOND);
        link.saturate(0, 1, SIZE, 1);
        link.run(Link.SECOND);
        assertTrue(link.bytes(0) > 0.99 * LINE / 8);
        link.silence();
        link.close();
    }

    @Test
    void aPriorityGoesFirstUpToItsBandwidthAndTheRestIsShared() throws Exception {
        // 12 of 10 Mb asked for within bandwidths: the lowest has what is left
        DisciplineSpec scarce = spec(
                "fairq",
                "low bandwidth 4Mb priority 1",
                "mid bandwidth 4Mb priority 2",
                "top bandwidth 4Mb priority 7");
        assertTrue(holds(scarce, 3, 0.2, 0.4, 0.4));
        assertFalse(holds(scarce, 3, 0.4, 0.4, 0.2));
        // 3 of 10 Mb: by the bandwidths
        DisciplineSpec plenty = spec("fairq", "low bandwidth 1Mb priority 1", "top bandwidth 2Mb priority 7");
        assertTrue(holds(plenty, 2, 1 / 3.0, 2 / 3.0));
    }

    @Test
    void whoComesBackFromIdlingHasItsShareAtOnceAndNoMore() throws Exception {
        Link link = link(1, spec("fairq", "a bandwidth 1Mb priority 1", "b bandwidth 1Mb priority 2"));
        link.saturate(0, 0, SIZE, 4);
        link.run(20 * Link.SECOND);
        link.saturate(0, 1, SIZE, 4);
        link.run(Link.SECOND);
        assertEquals(LINE / 2.0, link.rate(0, Link.SECOND), LINE * 0.02);
        assertEquals(LINE / 2.0, link.rate(1, Link.SECOND), LINE * 0.02);
        link.silence();
        link.close();
    }

    @Test
    void theLineIsNeverIdleAndTimeMayWrap() throws Exception {
        Link link = link(1, spec("fairq", "only bandwidth 1Kb"));
        link.now = Long.MAX_VALUE - Link.SECOND;
        for (int i = 0; i < 10; i++) {
            assertTrue(link.offer(0, 0, SIZE, 0));
        }
        long wrapped = link.now + 2 * Link.SECOND;
        for (long now : new long[] {link.now, wrapped, wrapped + 365L * 86_400 * Link.SECOND}) {
            assertEquals(0, link.scheduler.due(1, now));
            assertEquals(0, link.scheduler.choose(1, now));
            Mbuf m = link.scheduler.dequeue(0, now);
            link.scheduler.adopt(0, 0, m, now);
        }
        link.close();
    }

    @Test
    void withoutADefaultAPacketOfNoClassIsDroppedButAnAdoptedOneWaits() throws Exception {
        Link link = link(2, spec("fairq", "only priority 3"));
        assertFalse(link.offer(0, -1, 100, 0));
        assertEquals(1, link.drops(DropReason.NO_CLASS));
        assertEquals(Scheduler.NEVER, link.scheduler.due(3, link.now));
        link.scheduler.adopt(0, -1, link.packet(-1, 100, 0), link.now);
        assertTrue(link.offer(1, 0, 100, 0));
        assertEquals(1, link.scheduler.choose(3, link.now));
        assertEquals(0, link.scheduler.choose(1, link.now));
        link.close();
    }

    @Test
    void aDefaultTakesWhatNoFilterMatched() throws Exception {
        Link link = link(1, spec("fairq", "other priority 3", "any priority 2 default qlimit 1"));
        assertTrue(link.offer(0, -1, 100, 0));
        assertFalse(link.offer(0, 1, 100, 0));
        assertEquals(1, link.drops(DropReason.QUEUE_FULL));
        link.close();
    }

    @Test
    void keepsTheRulesOfAScheduler() {
        DisciplineSpec spec = spec(
                "fairq",
                "a bandwidth 1Mb priority 2 qlimit 9",
                "b bandwidth 2Mb priority 5 buckets 2",
                "c bandwidth 30% hogs 300Kb");
        DisciplineSpec other = spec("fairq", "a", "b priority 2 default", "c priority 3 hogs 1Mb buckets 1");
        Seeds.run(
                20,
                seed -> new RandomTraffic(seed, new FairqDiscipline(), seed % 2 == 0 ? spec : other, LINE)
                        .run(2000, 3));
    }

    @Test
    void refusesWhatMakesNoSense() throws Exception {
        assertEquals(Errno.EBUSY, refused("a priority 3", "b priority 3").errno());
        assertEquals(Errno.EBUSY, refused("a", "b").errno());
        String[] bad = {
            "a priority 8",
            "a buckets 0",
            "a buckets 2049",
            "a qlimit 0",
            "a bandwidth 0",
            "a hogs x",
            "a in b",
            "a borrow"
        };
        for (String each : bad) {
            IfnetException e = refused(each);
            assertEquals(Errno.EINVAL, e.errno(), each);
            assertTrue(e.getMessage().startsWith("fairq class a"), each);
            assertTrue(e.getMessage().contains(each.split(" ")[1].replace("in", "parent")), each);
        }
        assertEquals(Errno.EINVAL, refused("a default", "b priority 2 default").errno());
        DisciplineSpec words = new DisciplineSpec("fairq", Map.of("efficient", ""), List.<ClassSpec>of(), List.of());
        assertEquals(
                Errno.EINVAL,
                assertThrows(IfnetException.class, () -> link(1, words)).errno());
        IfnetException unknown =
                assertThrows(IfnetException.class, () -> new Link(1, new FairqDiscipline(), spec("fairq", "a"), 1, 0));
        assertTrue(unknown.getMessage().contains("bandwidth must be given"));
    }
}
