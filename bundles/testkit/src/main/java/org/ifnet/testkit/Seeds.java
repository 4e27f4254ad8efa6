package org.ifnet.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a randomised test for many seeds; what one of them throws is thrown again as an AssertionError that names it.
 *
 * <p>Seeds are 1, 2, 3 and so on, so that a build is repeatable; in tier {@code full} (system property
 * {@code ifnet.tier}) they start at a place taken from the clock. {@code -Difnet.seed=N} runs one seed alone,
 * {@code -Difnet.runs=N} so many instead of what the test says.
 */
public final class Seeds {
    /** System property: the only seed to run. */
    public static final String ONE = "ifnet.seed";
    /** System property: how many seeds to run. */
    public static final String RUNS = "ifnet.runs";

    private Seeds() {}

    /** The body of a test for one seed. */
    @FunctionalInterface
    public interface Body {
        void run(long seed) throws Exception;
    }

    /** Runs the body for {@code count} seeds one after the other and stops at the first that fails. */
    public static void run(int count, Body body) {
        run(count, 1, body);
    }

    /**
     * The same with a thread for each processor. The body shares nothing between its calls. Of several seeds that fail the
     * lowest is named.
     */
    public static void runParallel(int count, Body body) {
        run(count, Runtime.getRuntime().availableProcessors(), body);
    }

    private static void run(int count, int threads, Body body) {
        Long one = Long.getLong(ONE);
        int runs = one != null ? 1 : Integer.getInteger(RUNS, count);
        long first = one != null ? one : isFull() ? System.currentTimeMillis() * 1000 : 1;
        Map<Long, AssertionError> failed = new ConcurrentSkipListMap<>();
        AtomicInteger next = new AtomicInteger();
        Runnable work = () -> {
            for (int i = next.getAndIncrement(); i < runs && failed.isEmpty(); i = next.getAndIncrement()) {
                attempt(first + i, body, failed);
            }
        };
        List<Thread> others = new ArrayList<>();
        for (int i = 1; i < Math.min(threads, runs); i++) {
            others.add(new Thread(work, "seeds-" + i));
        }
        others.forEach(Thread::start);
        work.run();
        others.forEach(Seeds::join);
        for (AssertionError failure : failed.values()) {
            throw failure;
        }
    }

    /** Tests are to do more than in an ordinary build. */
    public static boolean isFull() {
        return "full".equals(System.getProperty("ifnet.tier"));
    }

    private static void attempt(long seed, Body body, Map<Long, AssertionError> failed) {
        try {
            body.run(seed);
        } catch (Throwable e) {
            String alone = "seed " + seed + " (run it alone with -D" + ONE + "=" + seed + "): ";
            failed.put(seed, new AssertionError(alone + e, e));
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
