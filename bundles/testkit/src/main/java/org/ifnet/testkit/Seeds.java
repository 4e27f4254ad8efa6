package org.ifnet.testkit;

/**
 * Runs a randomised test for many seeds; what one of them throws is thrown again as an AssertionError that names it.
 *
 * <p>Seeds are 1, 2, 3 and so on, so that a build is repeatable; in tier {@code full} (system property
 * {@code ifnet.tier}) they start at a place taken from the clock. {@code -Difnet.seed=N} runs one seed alone.
 */
public final class Seeds {
    /** System property: the only seed to run. */
    public static final String ONE = "ifnet.seed";

    private Seeds() {}

    /** The body of a test for one seed. */
    @FunctionalInterface
    public interface Body {
        void run(long seed) throws Exception;
    }

    /** Runs the body for {@code count} seeds one after the other and stops at the first that fails. */
    public static void run(int count, Body body) {
        Long one = Long.getLong(ONE);
        if (one != null) {
            attempt(one, body);
            return;
        }
        long first = "full".equals(System.getProperty("ifnet.tier")) ? System.currentTimeMillis() * 1000 : 1;
        for (int i = 0; i < count; i++) {
            attempt(first + i, body);
        }
    }

    private static void attempt(long seed, Body body) {
        try {
            body.run(seed);
        } catch (Throwable e) {
            throw new AssertionError("seed " + seed + " (run it alone with -D" + ONE + "=" + seed + "): " + e, e);
        }
    }
}
