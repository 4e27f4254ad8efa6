package org.ifnet.altq.internal;

import org.jspecify.annotations.Nullable;

/**
 * A class of the tree, and whether it is within its bandwidth. Two things say so, as in the original: the idle estimator, an
 * average (gain 1/32) of how much longer than due the class was quiet between packets, is above 0; or the time is over that
 * it has to stay quiet (its offtime).
 *
 * <p>Unlike the original, that time is reckoned from all the class has had, not from the average, which forgives 1/32 of
 * its debt a packet: so the rate is exact, and the estimator decides of bursts alone.
 */
final class CbqClass {
    /** What {@link #level} says of one that may not send. */
    static final int SUSPENDED = Integer.MAX_VALUE;

    private static final double GAIN = 1 / 32.0;

    private final @Nullable CbqClass parent;
    private final boolean borrows;
    private final Pace pace;
    /** How idle it can get, which is what bursts are made of, and how busy. */
    private final double maxIdle;

    private final double minIdle;
    /** The estimate; nanoseconds. */
    private double idle;

    private long last;
    private boolean started;
    /** 0 for a leaf, else one more than the highest below. */
    private int height;

    /**
     * @param parent null for the root
     * @param borrows from the parent, when over its bandwidth
     */
    CbqClass(@Nullable CbqClass parent, boolean borrows, CbqLimits limits) {
        this.parent = parent;
        this.borrows = borrows;
        maxIdle = limits.maxIdle();
        minIdle = limits.minIdle();
        pace = limits.pace();
        int above = 1;
        for (CbqClass each = parent; each != null; each = each.parent) {
            each.height = Math.max(each.height, above++);
        }
    }

    /**
     * The first packet of it or of one below. With all bursts to its credit; but when the packet waited already, somewhere
     * between two packets: at random, so that no part of its rate is lost or won, however often all is begun anew.
     *
     * @param phase 0 to 1, 0 when the packet did not wait elsewhere
     */
    void begins(int size, double phase, long t) {
        for (CbqClass each = this; each != null && !each.started; each = each.parent) {
            each.started = true;
            each.idle = phase > 0 ? 0 : each.maxIdle;
            each.last = t;
            each.pace.start(each.pace.nanos(size) * phase, t);
        }
    }

    /** Whom it needs to send now: 0 itself, else the height of the class from which it borrows, else {@link #SUSPENDED}. */
    int level(long t) {
        for (CbqClass each = this; each != null; each = each.lender()) {
            if (each.isWithin(t)) {
                return each.height;
            }
        }
        return SUSPENDED;
    }

    /** Nanoseconds until it may send; 0 when it may now. */
    long due(long t) {
        double least = Double.MAX_VALUE;
        for (CbqClass each = this; each != null; each = each.lender()) {
            if (each.isWithin(t)) {
                return 0;
            }
            least = Math.min(least, each.pace.ahead(t));
        }
        return (long) Math.ceil(least);
    }

    private @Nullable CbqClass lender() {
        return borrows ? parent : null;
    }

    private boolean isWithin(long t) {
        return idle > 0 || pace.ahead(t) <= 0;
    }

    /** Counts the packet for itself and all above, whoever lent. */
    void sent(int bytes, long t) {
        for (CbqClass each = this; each != null; each = each.parent) {
            each.update(bytes, t);
        }
    }

    private void update(int bytes, long t) {
        double quiet = t - last - pace.nanos(bytes);
        idle = Math.min(Math.max(idle + quiet - idle * GAIN, minIdle), maxIdle);
        last = t;
        pace.sent(bytes, t);
    }
}
