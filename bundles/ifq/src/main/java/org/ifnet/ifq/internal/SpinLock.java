package org.ifnet.ifq.internal;

import org.ifnet.netisr.Env;
import org.ifnet.netisr.Published;

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
    private final Published<Boolean> taken;

    SpinLock(Env env) {
        this.env = env;
        taken = env.memory().published(Boolean.FALSE);
    }

    void lock() {
        env.yieldPoint("ifq.lock");
        if (!taken.compareAndSet(Boolean.FALSE, Boolean.TRUE)) {
            contend();
        }
    }

    void unlock() {
        taken.setRelease(Boolean.FALSE);
    }

    private void contend() {
        for (int looks = 1; ; looks++) {
            if (!taken.getVolatile() && taken.compareAndSet(Boolean.FALSE, Boolean.TRUE)) {
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
