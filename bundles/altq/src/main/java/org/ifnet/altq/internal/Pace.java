package org.ifnet.altq.internal;

/**
 * How far something that sends is ahead of a rate, in nanoseconds of that rate: what it sends puts it ahead, time that passes
 * takes it back. Kept relative to the last packet, in double, so that neither a byte at 1e12 bits a second (0.008 ns) nor
 * years without a packet lose anything. Times are of the clock of the scheduler, which starts at 0.
 */
final class Pace {
    private final double nanosPerByte;
    private final double credit;
    private final double debt;
    private double ahead;
    private long at;

    /**
     * @param bandwidth bits a second, above 0
     * @param credit nanoseconds that it can be behind and still make up for
     * @param debt nanoseconds that it can be ahead, besides its last packet; what is more is forgiven
     */
    Pace(long bandwidth, double credit, double debt) {
        nanosPerByte = 8e9 / bandwidth;
        this.credit = credit;
        this.debt = debt;
    }

    /** How long so many bytes take at this rate. */
    double nanos(int bytes) {
        return bytes * nanosPerByte;
    }

    /** Above 0 while it has had more than its rate. */
    double ahead(long t) {
        return ahead - (t - at);
    }

    void sent(int bytes, long t) {
        double before = Math.min(Math.max(ahead(t), -credit), debt);
        start(before + nanos(bytes), t);
    }

    /** Forgets what was; so far ahead it is now. */
    void start(double nanos, long t) {
        ahead = nanos;
        at = t;
    }
}
