package org.ifnet.itest.sim;

import org.ifnet.netisr.Env;

/** Choices of a scenario, made by the seed. */
final class Dice {
    private final Env env;

    Dice(Env env) {
        this.env = env;
    }

    /** 0 to {@code bound} - 1. */
    int below(int bound) {
        return (int) Long.remainderUnsigned(env.random() >>> 8, bound);
    }

    /** True once in so many times. */
    boolean once(int in) {
        return below(in) == 0;
    }

    @SafeVarargs
    final <T> T of(T... choices) {
        return choices[below(choices.length)];
    }

    /** Lets up to that much time pass. */
    void pause(int nanos) {
        env.park(below(nanos));
    }
}
