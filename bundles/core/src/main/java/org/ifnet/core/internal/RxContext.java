package org.ifnet.core.internal;

import java.util.function.LongSupplier;

import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;

/**
 * Handlers for received packets: each gets a burst of packets in a tick, by chunks. The burst grows by one a tick while
 * polling leaves users their share of the interval, shrinks by one when not, and by an eighth when ticks were missed.
 */
final class RxContext extends IoContext {
    static final int BURST_MAX = 250;
    static final int EACH_BURST = 50;
    static final int USER_FRAC = 50;
    private static final int LEAST_MAX = 10;
    private static final int MOST_MAX = 5000;
    private static final long PERCENT = 100;

    private final Env env;
    private final LongSupplier interval;
    private volatile int burstMax = BURST_MAX;
    private volatile int eachBurst = EACH_BURST;
    private volatile int userFrac = USER_FRAC;
    private volatile int burst = EACH_BURST;
    private volatile int residual;
    private volatile int kernFrac;
    private long began;

    /** @param interval nanoseconds between two ticks */
    RxContext(Env env, Netisr netisr, int cpu, LongSupplier interval) {
        super(netisr, cpu);
        this.env = env;
        this.interval = interval;
    }

    @Override
    int beginChunk() {
        int left = residual;
        if (left == 0) {
            began = env.nanoTime();
            left = Math.min(burst, burstMax);
        }
        int chunk = Math.min(left, eachBurst);
        residual = left - chunk;
        return chunk;
    }

    @Override
    boolean hasMore() {
        return residual > 0;
    }

    @Override
    void roundEnded() {
        long load = (env.nanoTime() - began) * PERCENT / interval.getAsLong();
        kernFrac = (int) Math.min(load, Integer.MAX_VALUE);
        if (load > PERCENT - userFrac) {
            burst = Math.max(1, burst - 1);
        } else {
            burst = Math.min(burst + 1, burstMax);
        }
    }

    @Override
    void slowDown() {
        burst = Math.max(1, burst - burst / 8);
    }

    @Override
    void reset() {
        super.reset();
        residual = 0;
    }

    int burstMax() {
        return burstMax;
    }

    /** @param packets taken as 10 to 5000; a chunk is no more than that either */
    void burstMax(int packets) {
        burstMax = Math.min(Math.max(packets, LEAST_MAX), MOST_MAX);
        eachBurst = Math.min(eachBurst, burstMax);
    }

    int eachBurst() {
        return eachBurst;
    }

    /** @param packets taken as 1 to the greatest burst */
    void eachBurst(int packets) {
        eachBurst = Math.min(Math.max(packets, 1), burstMax);
    }

    int userFrac() {
        return userFrac;
    }

    /** @param percent 0 to 100 */
    void userFrac(int percent) {
        userFrac = percent;
    }

    int burst() {
        return burst;
    }

    int residual() {
        return residual;
    }

    /** Percent of the interval that the last round took, other work of the netisr included. */
    int kernFrac() {
        return kernFrac;
    }
}
