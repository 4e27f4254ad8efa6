package org.ifnet.netisr;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** A thread that an {@link Env} started. */
@ProviderType
public interface EnvThread {
    String name();

    boolean isAlive();

    boolean isCurrent();

    void unpark();

    /** Waits for its end; false when it still lives after {@code nanos}. */
    boolean join(long nanos);

    /** Asks a thread that blocks outside the platform to come back (an interrupt on real threads). */
    void interrupt();

    /** What it was started to run, so that a service finds what it knows about the calling thread without a
     * ThreadLocal; null when its Env does not tell. */
    default @Nullable Runnable body() {
        return null;
    }

    /** It waits for a lock, an event or the end of a time now, as far as the virtual machine knows; system calls do not
     * count. */
    default boolean isWaiting() {
        return false;
    }

    /** It could run and the machine does not let it, as far as the operating system tells; false when nobody can. */
    default boolean isStarved() {
        return false;
    }

    /** Processor time it has used so far, in nanoseconds; -1 when nobody measures that. */
    default long cpuNanos() {
        return -1;
    }

    /** Where it is now, innermost first: for logs. Empty when nobody can tell. */
    default StackTraceElement[] stackTrace() {
        return new StackTraceElement[0];
    }
}
