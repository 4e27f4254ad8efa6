package org.ifnet.netisr;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** One reference that threads publish to each other; see {@link EnvMemory}. Any thread; never blocks or allocates. */
@ProviderType
public interface Published<T extends @Nullable Object> {
    /** What was stored, and with it all that the storing thread had written before. */
    T getAcquire();

    /** As {@link #getAcquire}, and in one order with all other volatile accesses. */
    T getVolatile();

    /** Publishes the value and all that was written before it. What follows may be done before others see it. */
    void setRelease(T value);

    /** Publishes the value; what follows is done when others can see it. */
    void setVolatile(T value);

    /** Stores the value if the cell holds exactly {@code expected}, compared by identity. A full fence. */
    boolean compareAndSet(T expected, T value);
}
