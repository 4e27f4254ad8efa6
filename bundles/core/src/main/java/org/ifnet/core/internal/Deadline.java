package org.ifnet.core.internal;

import java.util.concurrent.atomic.AtomicLong;

import org.ifnet.netisr.Env;

/** A moment by which something must be over. Others may draw it nearer, never further away. Any thread. */
final class Deadline {
    private final Env env;
    private final AtomicLong at;

    private Deadline(Env env, long at) {
        this.env = env;
        this.at = new AtomicLong(at);
    }

    static Deadline in(Env env, long nanos) {
        return new Deadline(env, env.nanoTime() + nanos);
    }

    /** Nanoseconds that are left, 0 when it is over. */
    long remaining() {
        return Math.max(0, at.get() - env.nanoTime());
    }

    boolean isOver() {
        return remaining() == 0;
    }

    /** At the latest {@code nanos} from now. */
    void shorten(long nanos) {
        long sooner = env.nanoTime() + nanos;
        at.updateAndGet(old -> sooner - old < 0 ? sooner : old);
    }
}
