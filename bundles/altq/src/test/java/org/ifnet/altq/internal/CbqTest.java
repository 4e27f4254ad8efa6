package org.ifnet.altq.internal;

import static org.ifnet.altq.internal.Specs.filtered;
import static org.ifnet.altq.internal.Specs.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

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
        Saturation saturation = new Saturation(link(lanes, spec), parts.length, lanes, SIZE).run(4);
        return saturation.isWithin(LINE, parts);
    }

    private static void keeps(DisciplineSpec spec, int lanes, double... parts) throws IfnetException {
        Saturation saturation = new Saturation(link(lanes, spec), parts.length, lanes, SIZE);
        assertTrue(saturation.run(4).isWithin(LINE, parts), () -> "before: " + saturation);
        assertTrue(
                saturation.exchange(100, new CbqDiscipline(), spec).isWithin(LINE, parts),
                () -> "during: " + saturation);
        assertTrue(saturation.run(4).isWithin(LINE, parts), () -> "after: " + saturation);
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
        for (double part : new double[] {0.02, 0.1, 0.3, 0.5, 0.7, 0.95}) {
            for (int burst : new int[] {1, 16, 200}) {
                DisciplineSpec spec =
                        spec("cbq", "a in r default bandwidth " + part * 100 + "% maxburst " + burst, "r root");
                Saturation saturation = new Saturation(link(1, spec), 1, 1, SIZE).run(4);
                assertTrue(saturation.isWithin(LINE, part), () -> part + ": " + saturation);
            }
        }
    }

    @Test
    void theExcessIsSharedByWhoBorrows() throws Exception {
        DisciplineSpec spec = spec(
                "cbq",
                "a in r bandwidth 10% borrow",
                "b in r bandwidth 20% borrow default",
                "c in r bandwidth 10%",
                "r root");
        keeps(spec, 3, 0.3, 0.6, 0.1);
        assertFalse(holds(spec, 3, 0.6, 0.3, 0.1));
    }

    @Test
    void theExcessGoesToTheHigherPriority() throws Exception {
        DisciplineSpec spec = spec(
                "cbq",
                "a in r bandwidth 10% borrow priority 2",
                "b in r bandwidth 20% borrow default priority 5",
                "c in r bandwidth 10% priority 7",
                "r root");
        keeps(spec, 1, 0.1, 0.8, 0.1);
        assertFalse(holds(spec, 3, 0.8, 0.1, 0.1));
    }

    @Test
    void whatABranchDoesNotUseStaysInTheBranch() throws Exception {
        DisciplineSpec spec = spec(
                "cbq",
                "a in left bandwidth 1Mb borrow",
                "b in left bandwidth 2Mb borrow",
                "c in right bandwidth 2Mb borrow default",
                "left in r bandwidth 4Mb",
                "right in r bandwidth 5Mb",
                "r root");
        keeps(spec, 2, 0.4 / 3, 0.8 / 3, 0.5);
        DisciplineSpec whole = spec(
                "cbq",
                "a in left bandwidth 1Mb borrow",
                "b in left bandwidth 2Mb borrow",
                "c in right bandwidth 2Mb borrow default",
                "left in r bandwidth 4Mb borrow",
                "right in r bandwidth 5Mb",
                "r root");
        keeps(whole, 2, 0.5 / 3, 1.0 / 3, 0.5);
    }

    @Test
    void theRootLimitsWhatIsBorrowed() throws Exception {
        DisciplineSpec spec = spec(
                "cbq", "a in r bandwidth 10% borrow", "b in r bandwidth 30% borrow default", "r root bandwidth 60%");
        keeps(spec, 2, 0.15, 0.45);
    }

    @Test
    void theHigherPriorityWaitsForOnePacketAtMostWithinItsRate() throws Exception {
        DisciplineSpec spec = spec(
                "cbq",
                "bulk in r bandwidth 80% borrow default priority 1",
                "voice in r bandwidth 10% priority 6",
                "r root");
        Link link = link(2, spec);
        link.send(t -> {
            for (int i = 0; i < 8; i++) {
                Mbuf m = link.packet(0, 1500, 0);
                m.queuedAt(Long.MAX_VALUE / 2); // its wait does not count
                link.scheduler.enqueue(0, 0, m, t);
            }
            return t + 8 * 1_200_000;
        });
        link.send(t -> {
            assertTrue(link.offer(1, 1, 200, 0));
            return t + 20_000_000;
        });
        link.run(5 * Link.SECOND);
        assertTrue(link.longestWait() <= 1_200_000, link.longestWait() + " ns");
        assertEquals(0.992 * LINE, link.rate(0, 5 * Link.SECOND), 0.01 * LINE);
        link.silence();
        link.close();
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
    void whoBorrowedOwesOnePacketAtMost() throws Exception {
        DisciplineSpec spec = spec(
                "cbq", "a in r bandwidth 10% borrow default priority 1", "b in r bandwidth 80% priority 7", "r root");
        Link link = link(1, spec);
        link.saturate(0, 0, SIZE, 4);
        link.run(20 * Link.SECOND);
        assertEquals(LINE, link.rate(0, 20 * Link.SECOND), LINE * 0.01);
        link.saturate(0, 1, SIZE, 4);
        link.run(Link.SECOND);
        assertEquals(0.8 * LINE, link.rate(1, Link.SECOND), LINE * 0.02);
        link.silence();
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
                "b in m bandwidth 1Mb borrow priority 5",
                "c in m bandwidth 10Kb maxburst 2");
        DisciplineSpec one = spec("cbq", "r root default bandwidth 3Mb");
        Seeds.run(
                40,
                seed -> new RandomTraffic(seed, new CbqDiscipline(), seed % 4 == 0 ? one : tree, LINE)
                        .run(2000, seed % 4 == 0 ? 1 : 5));
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
