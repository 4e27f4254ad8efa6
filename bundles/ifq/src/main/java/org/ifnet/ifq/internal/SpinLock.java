package org.ifnet.ifq.internal;

import java.util.function.BooleanSupplier;

import org.ifnet.netisr.Env;
import org.ifnet.netisr.PublishedFlag;
import org.jspecify.annotations.Nullable;

/**
 * A lock for a few dozen instructions that call nobody. One atomic exchange to take it, one ordered store to give it
 * back; who finds it taken looks again for a few microseconds and then sleeps a moment, because its holder may have lost its
 * cpu.
 */
class SpinLock {
    /** Looks before sleeping, of so many nanoseconds each: together some ten times what a holder needs for a batch. */
    private static final int LOOKS = 256;

    private static final long LOOK = 50;
    /** Nanoseconds of sleep; the kernel makes about 50 microseconds of it. */
    private static final long PAUSE = 1_000;

    private final Env env;
    private final PublishedFlag taken;
    /** Made by the first who finds it taken. */
    private @Nullable BooleanSupplier free;

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
        BooleanSupplier look = free;
        if (look == null) {
            look = () -> !taken.getVolatile();
            free = look;
        }
        for (int looks = 1; !env.spin(look, LOOK) || !taken.trySet(); looks++) {
            if (looks % LOOKS == 0) {
                env.park(PAUSE);
            }
        }
    }
}
