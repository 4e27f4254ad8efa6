package org.ifnet.altq.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** RFC 8289. */
class CodelTest {
    private static final long MS = 1_000_000;
    private static final long TARGET = 5 * MS;
    private static final long INTERVAL = 100 * MS;
    private static final int FRAME = 1514;
    private static final long PLENTY = 100_000;

    private final Codel codel = new Codel(new Codel.Settings(TARGET, INTERVAL, FRAME));

    /** Packets leave every millisecond, all too late, until one is hit. */
    private long nextHit(long from, long start) {
        long t = from;
        while (!codel.isTooLate(50 * MS, PLENTY, start + t)) {
            t += MS;
        }
        return t;
    }

    @Test
    void hitsNobodyBeforeAnIntervalAndThenFasterAndFaster() {
        for (long start : new long[] {0, -50 * MS, Long.MAX_VALUE - 150 * MS}) {
            Codel fresh = new Codel(new Codel.Settings(TARGET, INTERVAL, FRAME));
            long last = 0;
            long t = 0;
            for (int n = 0; n < 20; n++) {
                while (!fresh.isTooLate(50 * MS, PLENTY, start + t)) {
                    t += MS / 10;
                }
                long gap = n == 0 ? INTERVAL : (long) (INTERVAL / Math.sqrt(n));
                assertEquals(gap, t - last, MS / 5.0, "gap " + n + " from " + start);
                last = t;
            }
        }
    }

    @Test
    void oneThatIsInTimeEndsIt() {
        nextHit(0, 0);
        assertFalse(codel.isTooLate(TARGET - 1, PLENTY, 300 * MS));
        assertFalse(codel.isTooLate(50 * MS, PLENTY, 301 * MS));
        assertEquals(401 * MS, nextHit(302 * MS, 0));
    }

    @Test
    void whatIsLeftOfAShortQueueIsNoStandingQueue() {
        for (long t = 0; t < 1000 * MS; t += MS) {
            assertFalse(codel.isTooLate(500 * MS, FRAME, t));
        }
    }

    @Test
    void soonAfterItGoesOnWithTheRateItHadAndLaterBeginsAnew() {
        long t = 0;
        for (int n = 0; n < 10; n++) {
            t = nextHit(t, 0) + MS;
        }
        assertFalse(codel.isTooLate(0, PLENTY, t));
        t = nextHit(t + MS, 0);
        assertEquals(INTERVAL / Math.sqrt(9), nextHit(t + MS, 0) - t, MS);

        assertFalse(codel.isTooLate(0, PLENTY, t + 1000 * INTERVAL));
        t = nextHit(t + 1000 * INTERVAL, 0);
        assertEquals(INTERVAL, nextHit(t + MS, 0) - t, MS);
    }

    @Test
    void catchesUpAfterAGapInService() {
        long t = nextHit(0, 0);
        int hits = 0;
        while (codel.isTooLate(900 * MS, PLENTY, t + 250 * MS)) {
            hits++;
        }
        assertTrue(hits >= 2, "hits " + hits);
    }
}
