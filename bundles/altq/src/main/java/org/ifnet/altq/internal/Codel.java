package org.ifnet.altq.internal;

/**
 * Controlled delay (RFC 8289) for one queue: says of each packet that leaves whether it has to pay for those that waited too
 * long for too long. Knows nothing of packets; whoever asks drops the packet, or marks it instead.
 *
 * <p>Asked packet by packet until one may go, it decides as the loops of the RFC do: a drop moves the next one into the
 * future, so that the packet behind is let through unless that time, too, has passed.
 */
final class Codel {
    /** So many intervals after the last drop the rate of drops is still worth remembering. */
    private static final int MEMORY = 16;

    private final Settings settings;
    /** Every packet since has waited longer than the target. */
    private boolean above;

    /** With {@link #above}: when that has lasted an interval. */
    private long tolerance;

    private boolean dropping;
    /** When the next drop is due; outside {@link #dropping} when it would have been. */
    private long nextDrop;
    /** Drops since dropping began, from which the rate follows. */
    private int count;
    /** The count with which dropping began. */
    private int initialCount;

    /**
     * @param target nanoseconds that a standing queue may cost
     * @param interval nanoseconds in which senders react
     * @param enough bytes behind a packet that are no standing queue: the longest frame
     */
    record Settings(long target, long interval, int enough) {}

    Codel(Settings settings) {
        this.settings = settings;
    }

    /**
     * A packet leaves.
     *
     * @param waited nanoseconds that it was here
     * @param behind bytes behind it
     * @return whether it is to be dropped or marked
     */
    boolean isTooLate(long waited, long behind, long now) {
        boolean late = isLateForAnInterval(waited, behind, now);
        if (!late) {
            dropping = false;
            return false;
        }
        if (!dropping) {
            begin(now);
            return true;
        }
        if (now - nextDrop < 0) {
            return false;
        }
        count++;
        nextDrop = following(nextDrop);
        return true;
    }

    private boolean isLateForAnInterval(long waited, long behind, long now) {
        if (waited < settings.target || behind <= settings.enough) {
            above = false;
            return false;
        }
        if (!above) {
            above = true;
            tolerance = now + settings.interval;
            return false;
        }
        return now - tolerance >= 0;
    }

    /** Starts with the rate that was needed last time, if that was not long ago. */
    private void begin(long now) {
        int needed = count - initialCount;
        boolean recent = now - nextDrop < MEMORY * settings.interval;
        count = needed > 1 && recent ? needed : 1;
        initialCount = count;
        dropping = true;
        nextDrop = following(now);
    }

    private long following(long time) {
        return time + (long) (settings.interval / Math.sqrt(count));
    }
}
