package org.ifnet.altq.internal;

import static org.ifnet.altq.internal.Specs.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ifnet.DropReason;
import org.ifnet.IfnetException;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.Scheduler;
import org.ifnet.testkit.Seeds;
import org.junit.jupiter.api.Test;

/** Reference 3.5, HFSC: who gets what of a line that is wanted by all. */
class HfscTest {
    private static final long LINE = 10_000_000;
    private static final int SIZE = 500;

    private static Link link(int lanes, DisciplineSpec spec) throws IfnetException {
        return new Link(1, new HfscDiscipline(), spec, lanes, LINE);
    }

    private static boolean holds(DisciplineSpec spec, int lanes, double... parts) throws IfnetException {
        return new Saturation(link(lanes, spec), parts.length, lanes, SIZE)
                .run(3)
                .isWithin(LINE, parts);
    }

    /** Before, during and after a hundred exchanges. */
    private static void keeps(DisciplineSpec spec, int lanes, double... parts) throws IfnetException {
        Saturation saturation = new Saturation(link(lanes, spec), parts.length, lanes, SIZE);
        assertTrue(saturation.run(3).isWithin(LINE, parts), () -> "before: " + saturation);
        assertTrue(
                saturation
                        .exchange(100, Link.SECOND / 5, new HfscDiscipline(), spec)
                        .isWithin(LINE, parts),
                () -> "during: " + saturation);
        assertTrue(saturation.run(3).isWithin(LINE, parts), () -> "after: " + saturation);
        saturation.close();
    }

    @Test
    void sharesHoldAndFailWhenSwapped() throws Exception {
        DisciplineSpec spec =
                spec("hfsc", "much in r bandwidth 9900Kb", "little in r bandwidth 100Kb default", "r root");
        keeps(spec, 2, 0.99, 0.01);
        assertFalse(holds(spec, 1, 0.01, 0.99));
        DisciplineSpec swapped =
                spec("hfsc", "much in r bandwidth 100Kb", "little in r bandwidth 9900Kb default", "r root");
        assertTrue(holds(swapped, 1, 0.01, 0.99));
        assertFalse(holds(swapped, 1, 0.99, 0.01));
    }

    @Test
    void sharesAreWithinTheParents() throws Exception {
        // half each, and a half divided three to one
        keeps(
                spec(
                        "hfsc",
                        "a in m bandwidth 3Mb",
                        "b in m bandwidth 1Mb",
                        "c in r bandwidth 5Mb default",
                        "m in r bandwidth 5Mb",
                        "r root"),
                3,
                0.375,
                0.125,
                0.5);
    }

    @Test
    void whatOneLeavesGoesToItsSiblingsFirst() throws Exception {
        DisciplineSpec spec = spec(
                "hfsc",
                "a in m bandwidth 3Mb",
                "c in r bandwidth 5Mb default",
                "b in m bandwidth 1Mb",
                "m in r bandwidth 5Mb",
                "r root");
        assertTrue(holds(spec, 1, 0.5, 0.5));
    }

    @Test
    void aGuaranteeIsKeptAgainstTheShares() throws Exception {
        DisciplineSpec spec =
                spec("hfsc", "voice in r realtime 4Mb bandwidth 1Kb", "bulk in r bandwidth 10Mb default", "r root");
        keeps(spec, 2, 0.4, 0.6);
        DisciplineSpec unguarded =
                spec("hfsc", "voice in r bandwidth 1Kb", "bulk in r bandwidth 10Mb default", "r root");
        assertFalse(holds(unguarded, 2, 0.4, 0.6));
    }

    @Test
    void aGuaranteeIsNoLimit() throws Exception {
        DisciplineSpec spec =
                spec("hfsc", "voice in r realtime 1Mb bandwidth 5Mb", "bulk in r bandwidth 5Mb default", "r root");
        keeps(spec, 1, 0.5, 0.5);
    }

    @Test
    void aClassWithAGuaranteeAloneGetsThatAlone() throws Exception {
        keeps(spec("hfsc", "only in r realtime 30%", "rest in r bandwidth 1Mb default", "r root"), 1, 0.3, 0.7);
        keeps(spec("hfsc", "only in r realtime 30% default", "r root"), 1, 0.3);
    }

    @Test
    void anUpperLimitHoldsAlsoWhenTheLineIsIdle() throws Exception {
        keeps(spec("hfsc", "a in r bandwidth 5Mb upperlimit 2Mb default", "r root"), 1, 0.2);
        keeps(
                spec("hfsc", "a in r bandwidth 5Mb upperlimit 2Mb default", "b in r bandwidth 1Mb", "r root"),
                2,
                0.2,
                0.8);
    }

    @Test
    void anUpperLimitHoldsForAllBelow() throws Exception {
        keeps(
                spec(
                        "hfsc",
                        "a in m bandwidth 3Mb",
                        "b in m bandwidth 1Mb default",
                        "m in r bandwidth 1Mb upperlimit 4Mb",
                        "r root upperlimit 9Mb"),
                2,
                0.3,
                0.1);
        keeps(
                spec("hfsc", "a in r bandwidth 1Mb", "b in r bandwidth 2Mb default", "r root upperlimit 9Mb"),
                1,
                0.3,
                0.6);
    }

    @Test
    void aGuaranteeGoesBeyondAnUpperLimitAsInTheOriginal() throws Exception {
        assertTrue(holds(spec("hfsc", "a in r realtime 3Mb upperlimit 1Mb bandwidth 1Mb default", "r root"), 1, 0.3));
    }

    @Test
    void whoComesBackFromIdlingHasItsShareAtOnceAndNoMore() throws Exception {
        Link link = link(1, spec("hfsc", "a in r bandwidth 1Mb", "b in r bandwidth 1Mb default", "r root"));
        link.saturate(0, 0, SIZE, 4);
        link.run(20 * Link.SECOND);
        link.saturate(0, 1, SIZE, 4);
        link.run(Link.SECOND / 10);
        assertEquals(LINE / 2.0, link.rate(0, Link.SECOND / 10), LINE * 0.02);
        assertEquals(LINE / 2.0, link.rate(1, Link.SECOND / 10), LINE * 0.02);
        link.silence();
        link.close();
    }

    @Test
    void whoWasHeldUpByItsLimitDoesNotMakeUpForIt() throws Exception {
        Link link = link(
                1, spec("hfsc", "slow in r bandwidth 8Mb upperlimit 1Mb default", "fast in r bandwidth 2Mb", "r root"));
        link.saturate(0, 0, SIZE, 4);
        link.saturate(0, 1, SIZE, 4);
        link.run(10 * Link.SECOND);
        assertEquals(0.1 * LINE, link.rate(0, 10 * Link.SECOND), LINE * 0.001);
        assertEquals(0.9 * LINE, link.rate(1, 10 * Link.SECOND), LINE * 0.01);
        link.silence();
        link.close();
    }

    @Test
    void extremeSharesStarveNobody() throws Exception {
        Link link = link(1, spec("hfsc", "giant in r bandwidth 1000Gb default", "dwarf in r bandwidth 1b", "r root"));
        link.saturate(0, 0, SIZE, 4);
        link.run(Link.SECOND);
        link.saturate(0, 1, SIZE, 1);
        link.run(Link.SECOND);
        assertTrue(link.bytes(0) > 0.99 * LINE / 8);
        link.silence();
        link.close();
    }

    @Test
    void ratesHoldOnTheFastestLinesAndAfterYears() throws Exception {
        long line = 100_000_000_000L;
        DisciplineSpec spec = spec(
                "hfsc", "a in r realtime 7% bandwidth 1b", "b in r bandwidth 1Gb upperlimit 30% default", "r root");
        Link link = new Link(1, new HfscDiscipline(), spec, 1, line);
        for (int years = 0; years < 3; years++) {
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
            assertEquals(0.30 * line, link.rate(1, 10_000_000), 0.30 * line * 0.01);
            assertTrue(link.rate(0, 10_000_000) >= 0.07 * line * 0.99);
            link.silence();
            link.run(1_000_000_000);
            link.now += years * 365L * 86_400 * Link.SECOND;
        }
        link.close();
    }

    @Test
    void totalsAreRebasedWithoutATrace() throws Exception {
        // 2e12 bytes in frames of 64 MB each: far more than is kept without rebasing
        HfscClass root = new HfscClass(null, null, null, 1514);
        ServiceCurve curve = ServiceCurve.of(1_000_000_000_000L, 0, 1_000_000_000_000L);
        HfscClass one = new HfscClass(root, curve, curve, 1514);
        root.children(new HfscClass[] {one});
        one.begins(1514, 0, 0);
        int frame = 1 << 26;
        double t = 0;
        for (int i = 0; i < 40_000; i++) {
            assertEquals(0, one.untilUpper(t), 1e-3);
            one.served(frame, true, t);
            double due = one.untilUpper(t);
            assertEquals(frame / curve.m2(), due, frame / curve.m2() * 1e-6);
            t += due;
        }
        assertEquals(40_000.0 * frame / curve.m2(), t, t * 1e-6);
    }

    @Test
    void aFullClassRefusesAndWhatHasNoLeafGoesToTheDefault() throws Exception {
        Link link = link(2, spec("hfsc", "r root", "a in r bandwidth 1Mb qlimit 3 default", "b in r bandwidth 1Mb"));
        assertTrue(link.offer(0, -1, 100, 0));
        assertTrue(link.offer(0, 0, 100, 0), "the root has no queue");
        assertTrue(link.offer(1, 1, 100, 0));
        assertFalse(link.offer(1, 1, 100, 0));
        assertEquals(1, link.drops(DropReason.QUEUE_FULL));
        assertTrue(link.offer(1, 2, 100, 0));
        link.close();
        assertEquals(Scheduler.NEVER, link.scheduler.due(3, link.now));
    }

    @Test
    void keepsTheRulesOfAScheduler() {
        DisciplineSpec tree = spec(
                "hfsc",
                "r root upperlimit 9Mb",
                "a in r bandwidth 20% default qlimit 9",
                "m in r linkshare 0/10ms/5Mb upperlimit 6Mb",
                "b in m realtime 2Mb/20ms/1Mb bandwidth 1b ecn",
                "c in m realtime 0/5ms/10Kb",
                "d in m realtime 1Mb/50ms/0 bandwidth 1Mb");
        DisciplineSpec one = spec("hfsc", "r root default realtime 3Mb");
        Seeds.run(
                16,
                seed -> new RandomTraffic(seed, new HfscDiscipline(), seed % 4 == 0 ? one : tree, LINE)
                        .run(2000, seed % 4 == 0 ? 1 : 6));
    }
}
