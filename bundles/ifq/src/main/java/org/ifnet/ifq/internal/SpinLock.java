package org.ifnet.ifq.internal;

import org.ifnet.netisr.Env;
import org.ifnet.netisr.PublishedFlag;

/**
 * A lock for a few dozen instructions that call nobody. One atomic exchange to take it, one ordered store to give it
 * back; who finds it taken looks again for a few microseconds and then sleeps a moment, because its holder may have lost its
 * cpu.
 */
class SpinLock {
    /** Looks before sleeping: some ten times what a holder needs for a batch. */
    private static final int LOOKS = 512;
    /** Nanoseconds of sleep; the kernel makes about 50 microseconds of it. */
    private static final long PAUSE = 1_000;

    private final Env env;
    private final PublishedFlag taken;

    SpinLock(Env env) {
        this.env = env;
        taken = env.memory().flag();
    }

    final void lockOwn() {
        env.yieldPoint("ifq.lock");
        if (!taken.trySet()) {
            contend();
        }
    }

    final void unlockOwn() {
        taken.clearRelease();
    }

    private void contend() {
        for (int looks = 1; ; looks++) {
            if (!taken.getVolatile() && taken.trySet()) {
                return;
            }
            if (looks % LOOKS == 0) {
                env.park(PAUSE);
            } else {
                env.yieldPoint("ifq.spin");
                Thread.onSpinWait();
            }
        }
    }
}
