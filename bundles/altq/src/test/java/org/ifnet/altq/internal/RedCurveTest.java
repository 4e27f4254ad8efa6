package org.ifnet.altq.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

/** The average and the chance of random early detection. */
class RedCurveTest {
    private static final long SECOND = Link.SECOND;
    private static final int FRAME = 1514;
    /** A packet takes a millisecond and counts for 1/512. */
    private static final RedPace PACE = new RedPace(1_000_000, 1.0 / 512);

    private final RedCurve curve = new RedCurve(new RedCurve.Settings(5, 15, 10, PACE));

    private void settle(int waiting) {
        for (int i = 0; i < 20_000; i++) {
            curve.arrives(waiting, 0);
        }
    }

    /**
     * The original took packet times of nanoseconds for microseconds, and so found nearly every line slow enough for the
     * weights of slow ones.
     */
    @Test
    void theWeightsOfSlowLinesAreForSlowLinesOnly() {
        assertEquals(1.0 / 512, RedPace.of(FRAME, 10_000_000_000L).weight());
        assertEquals(1.0 / 512, RedPace.of(FRAME, 10_000_000).weight());
        assertEquals(1.0 / 512, RedPace.of(FRAME, FRAME * 8L * 300).weight());
        assertEquals(1.0 / 128, RedPace.of(FRAME, FRAME * 8L * 299).weight());
        assertEquals(1.0 / 128, RedPace.of(FRAME, FRAME * 8L * 50).weight());
        assertEquals(1.0 / 64, RedPace.of(FRAME, FRAME * 8L * 49).weight());
        assertEquals(1.0 / 64, RedPace.of(FRAME, 1).weight());
        assertEquals(1.0 / 512, RedPace.of(FRAME, 0).weight());
    }

    @Test
    void aPacketTakesNanoseconds() {
        assertEquals(1_211_200, RedPace.of(FRAME, 10_000_000).packetTime());
        assertEquals(12, RedPace.of(FRAME, 1_000_000_000_000L).packetTime());
        assertEquals(1, RedPace.of(1, 1_000_000_000_000L).packetTime());
        assertEquals(800_000, RedPace.of(FRAME, 0).packetTime());
    }

    @Test
    void theAverageFollowsSlowly() {
        for (int i = 0; i < 512; i++) {
            curve.arrives(10, 0);
        }
        assertEquals(10 * (1 - 1 / Math.E), curve.average(), 0.01);
        settle(10);
        assertEquals(10, curve.average(), 1e-6);
    }

    @Test
    void idleTimeCountsAsTheEmptyQueuesThatItWas() {
        for (long start : new long[] {0, Long.MAX_VALUE - SECOND / 4}) {
            settle(10);
            curve.emptied(start);
            curve.emptied(start + SECOND / 8);
            curve.arrives(0, start + 512 * PACE.packetTime());
            assertEquals(10 / Math.E, curve.average(), 0.02);
        }
    }

    @Test
    void aMinuteOfIdlenessLeavesNothing() {
        RedCurve slow = new RedCurve(new RedCurve.Settings(5, 15, 10, new RedPace(SECOND, 1.0 / 64)));
        for (int i = 0; i < 10_000; i++) {
            slow.arrives(10, 0);
        }
        slow.emptied(0);
        slow.arrives(0, 60 * SECOND);
        assertEquals(10 * Math.pow(63 / 64.0, 61), slow.average(), 0.01);
        slow.emptied(60 * SECOND);
        slow.arrives(0, 120 * SECOND + 1);
        assertEquals(0, slow.average());
        slow.emptied(0);
        slow.arrives(0, Long.MAX_VALUE);
        assertEquals(0, slow.average());
    }

    /** Packets until one is drawn when the lot is always this. */
    private int untilDrawn(long random) {
        curve.hit();
        for (int n = 1; ; n++) {
            curve.arrives(10, 0);
            if (curve.verdict(10, random) == RedCurve.Verdict.DRAWN) {
                return n;
            }
        }
    }

    @Test
    void theChanceRisesWithEveryPacketThatWasLetThrough() {
        settle(10);
        assertEquals(RedCurve.Verdict.PASS, curve.verdict(10, 0), "the first over the minimum");
        // Half way one in twenty is to be drawn: evenly between the first and the last of forty
        assertEquals(1, untilDrawn(0));
        assertEquals(21, untilDrawn((long) (0.05 * 0x1p62) << 2));
        assertEquals(37, untilDrawn(1L << 62));
        assertEquals(39, untilDrawn(-1), 1);
        SplittableRandom random = new SplittableRandom(1);
        int drawn = 0;
        for (int i = 0; i < 100_000; i++) {
            curve.arrives(10, 0);
            if (curve.verdict(10, random.nextLong()) == RedCurve.Verdict.DRAWN) {
                curve.hit();
                drawn++;
            }
        }
        assertEquals(100_000 / 20.0, drawn, 300);
    }

    @Test
    void belowTheMinimumAllPassAndAboveTheMaximumNone() {
        settle(4);
        assertEquals(RedCurve.Verdict.PASS, curve.verdict(50, 0));
        settle(16);
        assertEquals(RedCurve.Verdict.OVER, curve.verdict(16, -1));
        assertEquals(RedCurve.Verdict.PASS, curve.verdict(1, 0), "the queue itself is short");
        assertTrue(curve.average() > 15);
    }
}
