package org.ifnet.altq.internal;

import static org.ifnet.altq.internal.Specs.filtered;
import static org.ifnet.altq.internal.Specs.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.DisciplineSpec.FilterSpec;
import org.ifnet.ifq.Scheduler;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.testkit.Seeds;
import org.junit.jupiter.api.Test;

/** Reference 3.5, CBQ: bandwidths, bursts, and the rules of a scheduler. */
class CbqTest {
    private static final long LINE = 10_000_000;
    private static final int SIZE = 500;

    private static Link link(int lanes, DisciplineSpec spec) throws IfnetException {
        return new Link(1, new CbqDiscipline(), spec, lanes, LINE);
    }

    private static boolean holds(DisciplineSpec spec, int lanes, double... parts) throws IfnetException {
        Saturation saturation = new Saturation(link(lanes, spec), parts.length, lanes, SIZE).run(3);
        return saturation.isWithin(LINE, parts);
    }

    private static void keeps(DisciplineSpec spec, int lanes, double... parts) throws IfnetException {
        Saturation saturation = new Saturation(link(lanes, spec), parts.length, lanes, SIZE);
        assertTrue(saturation.run(3).isWithin(LINE, parts), () -> "before: " + saturation);
        assertTrue(
                saturation
                        .exchange(100, Link.SECOND / 10, new CbqDiscipline(), spec)
                        .isWithin(LINE, parts),
                () -> "during: " + saturation);
        assertTrue(saturation.run(3).isWithin(LINE, parts), () -> "after: " + saturation);
        saturation.close();
    }

    @Test
    void withoutBorrowingEachHasItsRateAndTheLineIdles() throws Exception {
        DisciplineSpec spec = spec("cbq", "a in r bandwidth 40%", "b in r bandwidth 5% default", "r root");
        keeps(spec, 2, 0.4, 0.05);
        assertFalse(holds(spec, 1, 0.05, 0.4));
        DisciplineSpec swapped = spec("cbq", "a in r bandwidth 5%", "b in r bandwidth 40% default", "r root");
        assertFalse(holds(swapped, 1, 0.4, 0.05));
    }

    @Test
    void ratesAreExactForAnyShareOfTheLine() throws Exception {
        for (double part : new double[] {0.02, 0.3, 0.7, 0.95}) {
            for (int burst : new int[] {1, 200}) {
                DisciplineSpec spec =
                        spec("cbq", "a in r default bandwidth " + part * 100 + "% maxburst " + burst, "r root");
                Saturation saturation = new Saturation(link(1, spec), 1, 1, SIZE).run(6);
                assertTrue(saturation.isWithin(LINE, part), () -> part + ": " + saturation);
            }
        }
    }

    @Test
    void afterAPauseThereIsABurstAndThenTheOfftimeThatDueReports() throws Exception {
        DisciplineSpec spec = spec("cbq", "a in r bandwidth 10% maxburst 8 default", "r root");
        Link link = link(1, spec);
        for (int i = 0; i < 40; i++) {
            assertTrue(link.offer(0, 0, 1514, 0));
        }
        int burst = 0;
        MbufBag bag = new MbufBag(link);
        for (Mbuf m = link.take(); m != null; m = link.take()) {
            burst++;
            bag.add(m);
            link.now += 1_211_200;
        }
        assertTrue(burst >= 8 && burst <= 10, burst + " packets");
        long due = link.scheduler.due(1, link.now);
        assertTrue(due > 0 && due <= 2 * 12_112_000, due + " ns");
        link.now += due - 1;
        assertEquals(1, link.scheduler.due(1, link.now));
        assertEquals(-1, link.scheduler.choose(1, link.now));
        link.now += 1;
        assertEquals(0, link.scheduler.due(1, link.now));
        bag.add(link.take());
        bag.back();
        link.close();
    }

    @Test
    void yearsOfIdlenessAndAClockThatWrapsDoNoHarm() throws Exception {
        Link link = link(1, spec("cbq", "a in r bandwidth 1Kb default", "r root bandwidth 1000Gb"));
        link.now = Long.MAX_VALUE - Link.SECOND;
        long year = 365L * 86_400 * Link.SECOND;
        MbufBag bag = new MbufBag(link);
        assertEquals(Scheduler.NEVER, link.scheduler.due(1, link.now));
        for (int i = 0; i < 30; i++) {
            link.now += i % 3 == 0 ? 50 * year / 10 : 1;
            assertTrue(link.offer(0, 0, SIZE, 0));
            if (link.scheduler.due(1, link.now) == 0) {
                bag.add(link.take());
            }
        }
        assertTrue(bag.size() >= 10);
        bag.back();
        link.close();
    }

    @Test
    void keepsTheRulesOfAScheduler() {
        DisciplineSpec tree = spec(
                "cbq",
                "r root",
                "a in r bandwidth 20% borrow default qlimit 9",
                "m in r bandwidth 50% borrow",
                "b in m bandwidth 1Mb borrow priority 5 ecn",
                "c in m bandwidth 10Kb maxburst 2");
        DisciplineSpec one = spec("cbq", "r root default bandwidth 3Mb");
        Seeds.run(
                16,
                seed -> new RandomTraffic(seed, new CbqDiscipline(), seed % 4 == 0 ? one : tree, LINE)
                        .run(2000, seed % 4 == 0 ? 1 : 5));
    }

    @Test
    void ratesHoldOnTheFastestLines() throws Exception {
        long line = 100_000_000_000L;
        DisciplineSpec spec = spec("cbq", "a in r bandwidth 7% default", "b in r bandwidth 30%", "r root");
        Link link = new Link(1, new CbqDiscipline(), spec, 1, line);
        for (int cls = 0; cls < 2; cls++) {
            int mine = cls;
            link.send(t -> {
                for (int i = 0; i < 40; i++) {
                    link.offer(0, mine, 1500, 0);
                }
                return t + 2_000;
            });
        }
        link.run(1_000_000);
        link.run(10_000_000);
        assertEquals(0.07 * line, link.rate(0, 10_000_000), 0.07 * line * 0.01);
        assertEquals(0.30 * line, link.rate(1, 10_000_000), 0.30 * line * 0.01);
        link.silence();
        link.close();
    }

    @Test
    void aFullClassRefusesAndWhatHasNoLeafGoesToTheDefault() throws Exception {
        Link link = link(2, spec("cbq", "r root", "a in r bandwidth 1Mb qlimit 3 default", "b in r bandwidth 1Mb"));
        assertTrue(link.offer(0, -1, 100, 0));
        assertTrue(link.offer(0, 0, 100, 0), "the root has no queue");
        assertTrue(link.offer(1, 1, 100, 0));
        assertFalse(link.offer(1, 1, 100, 0));
        assertEquals(1, link.drops(DropReason.QUEUE_FULL));
        assertTrue(link.offer(1, 2, 100, 0));
        link.close();
    }

    @Test
    void aFilterToAClassWithChildrenIsRefused() throws Exception {
        String[] classes = {"r root", "m in r bandwidth 5Mb", "a in m default"};
        link(1, filtered("cbq", List.of(new FilterSpec("dscp", "46", "a")), classes));
        IfnetException e = assertThrows(
                IfnetException.class,
                () -> link(1, filtered("cbq", List.of(new FilterSpec("dscp", "46", "m")), classes)));
        assertEquals(Errno.EINVAL, e.errno());
        assertTrue(e.getMessage().contains("class m") && e.getMessage().contains("dscp 46"), e.getMessage());
    }
}
