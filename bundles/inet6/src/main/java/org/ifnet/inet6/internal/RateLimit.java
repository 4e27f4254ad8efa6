package org.ifnet.inet6.internal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

import org.ifnet.netisr.Env;

/** So many a second and not more, whoever asks. Lock-free, any thread; counts anew each second. */
final class RateLimit {
    private static final long SECOND = 1_000_000_000L;

    private final Env env;
    private final IntSupplier perSecond;
    private final long origin;
    /** The second in the upper half, what was granted in it in the lower. */
    private final AtomicLong state = new AtomicLong();

    RateLimit(Env env, IntSupplier perSecond) {
        this.env = env;
        this.perSecond = perSecond;
        this.origin = env.nanoTime();
    }

    boolean allow() {
        long second = (env.nanoTime() - origin) / SECOND & 0x7fff_ffffL;
        while (true) {
            long now = state.get();
            long granted = now >>> 32 == second ? now & 0xffff_ffffL : 0;
            if (granted >= perSecond.getAsInt()) {
                return false;
            }
            if (state.compareAndSet(now, second << 32 | granted + 1)) {
                return true;
            }
        }
    }
}
