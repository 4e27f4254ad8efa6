package org.ifnet.altq.internal;

import static org.ifnet.altq.internal.Specs.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ifnet.IfnetException;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.mbuf.Mbuf;
import org.junit.jupiter.api.Test;

/** Reference 3.5, CBQ: who gets what others leave, and in which order. */
class CbqSharingTest {
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
    void whatAHigherPriorityLeavesIsSharedByTheOthers() throws Exception {
        DisciplineSpec spec = spec(
                "cbq",
                "top in r bandwidth 10% borrow priority 7",
                "a in r bandwidth 10% borrow priority 2",
                "b in r bandwidth 20% borrow priority 2 default",
                "r root");
        Link link = link(3, spec);
        link.send(t -> {
            link.offer(0, 0, SIZE, 0);
            return t + SIZE * 8L * Link.SECOND * 10 / (LINE * 4);
        });
        link.saturate(1, 1, SIZE, 4);
        link.saturate(2, 2, SIZE, 4);
        link.run(Link.SECOND);
        link.run(4 * Link.SECOND);
        for (int cls = 0; cls < 3; cls++) {
            double part = new double[] {0.4, 0.2, 0.4}[cls];
            assertEquals(part * LINE, link.rate(cls, 4 * Link.SECOND), part * LINE * 0.01);
        }
        link.silence();
        link.close();
    }
}
