package org.ifnet.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for something to become true on real threads: as short as possible, never longer than allowed. */
public final class Await {
    private static final long FIRST_PAUSE = 20_000;
    private static final long LONGEST_PAUSE = 5_000_000;

    private Await() {}

    /** Returns when {@code condition} holds; AssertionError with {@code what} when it does not within the time. */
    public static void until(String what, BooleanSupplier condition, Duration timeout) {
        until(() -> what, condition, timeout);
    }

    /** As above; the message is only made when it is needed, and can tell the last state. */
    public static void until(Supplier<String> what, BooleanSupplier condition, Duration timeout) {
        if (!holds(condition, timeout)) {
            throw new AssertionError("not within " + timeout.toMillis() + " ms: " + what.get());
        }
    }

    /** Returns when {@code condition} holds; AssertionError when it does not within the time. */
    public static void until(BooleanSupplier condition, Duration timeout) {
        until("what was awaited", condition, timeout);
    }

    /** Waits for the condition; false when it did not hold within the time. */
    public static boolean holds(BooleanSupplier condition, Duration timeout) {
        long begin = System.nanoTime();
        long pause = FIRST_PAUSE;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begin > timeout.toNanos()) {
                return condition.getAsBoolean();
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(LONGEST_PAUSE, pause * 2);
        }
        return true;
    }
}
