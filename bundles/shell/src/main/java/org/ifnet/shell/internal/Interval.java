package org.ifnet.shell.internal;

import org.ifnet.netisr.Env;

/** Points in time at a fixed distance, for commands that show something again and again until Ctrl-C. */
final class Interval {
    private final Env env;
    private final long nanos;
    private long next;

    Interval(Env env, long nanos) {
        this.env = env;
        this.nanos = nanos;
        next = env.nanoTime();
    }

    /** Waits for the next one; false when the thread was interrupted. */
    boolean await() {
        next = Math.max(next + nanos, env.nanoTime());
        while (!env.interrupted()) {
            long left = next - env.nanoTime();
            if (left <= 0) {
                return true;
            }
            env.park(left);
        }
        return false;
    }
}
