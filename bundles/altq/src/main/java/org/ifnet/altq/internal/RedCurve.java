package org.ifnet.altq.internal;

/**
 * Random early detection (Floyd and Jacobson, 1993): an average of the length of a queue, and the chance of a drop that rises
 * with it between two thresholds. With every packet that was let through since the last drop the chance rises as well, so
 * that drops come evenly rather than in bursts.
 */
final class RedCurve {
    /** What an arriving packet has to face. */
    enum Verdict {
        PASS,
        /** Drawn by lot: may be marked instead. */
        DRAWN,
        /** The average is over the maximum. */
        OVER
    }

    /** After so long without a packet nothing is left of the average. */
    private static final long FORGET = 60_000_000_000L;

    private final Settings settings;
    private double average;
    private boolean idle;
    private long idleSince;
    /** Packets since the last drop, or since the average came over the minimum. */
    private long passed;

    private boolean above;

    /**
     * @param min packets on average from which on packets may be dropped
     * @param max packets on average from which on all are
     * @param inverseChance one packet in so many is dropped just under the maximum
     * @param line what decides how fast the average follows
     */
    record Settings(double min, double max, int inverseChance, RedPace line) {}

    RedCurve(Settings settings) {
        this.settings = settings;
    }

    double average() {
        return average;
    }

    /** A packet finds {@code waiting} others. */
    void arrives(int waiting, long now) {
        if (idle) {
            idle = false;
            decay(now - idleSince);
        }
        average += settings.line.weight() * (waiting - average);
        passed++;
    }

    /** As if so many empty queues had been seen as packets could have been sent in that time. */
    private void decay(long nanos) {
        double packets = (double) nanos / settings.line.packetTime();
        average = nanos > FORGET ? 0 : average * Math.pow(1 - settings.line.weight(), packets);
    }

    /**
     * What the packet that has arrived has to face.
     *
     * @param waiting packets that it found; behind one at most it passes, whatever the average says
     * @param random 64 random bits
     */
    Verdict verdict(int waiting, long random) {
        if (average < settings.min || waiting <= 1) {
            above = false;
            return Verdict.PASS;
        }
        if (average >= settings.max) {
            return Verdict.OVER;
        }
        if (!above) {
            above = true;
            passed = 1;
            return Verdict.PASS;
        }
        return isDrawn(random) ? Verdict.DRAWN : Verdict.PASS;
    }

    /** Half the chance at first, certain when twice as many packets have passed as one is to be dropped of. */
    private boolean isDrawn(long random) {
        double chance = (average - settings.min) / (settings.max - settings.min) / settings.inverseChance;
        double left = 2 - passed * chance;
        return left <= 0 || (random >>> 11) * 0x1p-53 * left < chance;
    }

    /** The packet that arrived was dropped, or marked. */
    void hit() {
        passed = 0;
    }

    /** The last packet has left. */
    void emptied(long now) {
        if (!idle) {
            idle = true;
            idleSince = now;
        }
    }
}
