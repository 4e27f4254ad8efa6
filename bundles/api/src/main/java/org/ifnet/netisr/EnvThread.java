package org.ifnet.netisr;

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
}
