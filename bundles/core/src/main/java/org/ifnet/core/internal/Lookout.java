package org.ifnet.core.internal;

import java.util.function.BooleanSupplier;

import org.ifnet.netisr.Env;

/**
 * Looking out for what another thread is about to do, before sleeping. It pays when the other runs on a processor of its
 * own and is quick; when processors are short it takes from the other what it waits for. So each time that it was in
 * vain, it is left out for twice as long as before.
 *
 * <p>The counts are guesses that several threads may spoil for each other, which costs a few microseconds.
 */
final class Lookout {
    /** Nanoseconds: as long as being woken takes, so that it costs at most twice what sleeping at once would. */
    private static final long NANOS = 50_000;
    /** Times that it is left out at most. */
    private static final int MOST = 127;

    private final Env env;
    private int penalty;
    private int skip;

    Lookout(Env env) {
        this.env = env;
    }

    /** What {@code done} said last: true, and nobody needs to sleep. */
    boolean sees(BooleanSupplier done) {
        if (skip > 0) {
            skip--;
            return done.getAsBoolean();
        }
        boolean seen = env.spin(done, NANOS);
        penalty = seen ? 0 : Math.min(2 * penalty + 1, MOST);
        skip = penalty;
        return seen;
    }
}
