package org.ifnet.ifq.internal;

import java.util.concurrent.atomic.AtomicBoolean;

import org.ifnet.netisr.Env;

/**
 * A lock for a few dozen instructions that call nobody. One atomic exchange to take it, one ordered store to give it
 * back; who finds it taken looks again a few times and then sleeps a moment, because its holder may have lost its cpu.
 */
final class SpinLock {
    /** Looks before sleeping: about as long as one holder needs for a batch. */
    private static final int LOOKS = 128;
    /** Nanoseconds of sleep; the kernel makes about 50 microseconds of it. */
    private static final long PAUSE = 1_000;

    private final Env env;
    private final AtomicBoolean taken = new AtomicBoolean();

    SpinLock(Env env) {
        this.env = env;
    }

    void lock() {
        env.yieldPoint("ifq.lock");
        if (!taken.compareAndSet(false, true)) {
            contend();
        }
    }

    void unlock() {
        taken.setRelease(false);
    }

    private void contend() {
        for (int looks = 1; ; looks++) {
            if (!taken.get() && taken.compareAndSet(false, true)) {
                return;
            }
            if (looks % LOOKS == 0) {
                env.park(PAUSE);
            } else {
                env.yieldPoint("ifq.spin");
            }
        }
    }
}
