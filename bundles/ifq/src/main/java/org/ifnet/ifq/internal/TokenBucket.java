package org.ifnet.ifq.internal;

import org.ifnet.ifq.Regulator;

/**
 * Tokens of a regulator (reference 3.3). They are counted in bits times nanoseconds of a second, so that what flows in is an
 * exact product and nothing is lost to rounding however often it is asked. Guarded by the lock of the discipline.
 */
final class TokenBucket {
    private static final long SECOND = 1_000_000_000L;
    private static final long BITS = 8;

    private final Regulator regulator;
    private final long depth;

    private long tokens;
    private long last;

    TokenBucket(Regulator regulator, long now) {
        this.regulator = regulator;
        depth = regulator.depth() * BITS * SECOND;
        tokens = depth;
        last = now;
    }

    Regulator regulator() {
        return regulator;
    }

    /** Nanoseconds until a packet may go, 0 when one may now. */
    long due(long now) {
        refill(now);
        return tokens > 0 ? 0 : -tokens / regulator.bandwidth() + 1;
    }

    private void refill(long now) {
        long elapsed = now - last;
        if (elapsed <= 0) {
            return;
        }
        last = now;
        long missing = depth - tokens;
        if (elapsed > missing / regulator.bandwidth()) {
            tokens = depth;
        } else {
            tokens += elapsed * regulator.bandwidth();
        }
    }

    /** A packet goes; it may overdraw. */
    void take(int bytes) {
        tokens -= bytes * BITS * SECOND;
    }
}
