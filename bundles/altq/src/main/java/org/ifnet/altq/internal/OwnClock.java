package org.ifnet.altq.internal;

/** The clock of one scheduler, which starts at 0 with its first packet: that of the interface may be anything, and wrap. */
final class OwnClock {
    private boolean started;
    private long epoch;

    /** Nanoseconds since then. */
    long at(long now) {
        if (!started) {
            started = true;
            epoch = now;
        }
        return now - epoch;
    }
}
