package org.ifnet.netisr;

import org.osgi.annotation.versioning.ProviderType;

/** One bit that threads publish to each other, clear at first; see {@link EnvMemory}. Any thread; never blocks or allocates. */
@ProviderType
public interface PublishedFlag {
    /** Whether it is set, in one order with all other volatile accesses. */
    boolean getVolatile();

    /** Sets it if it is clear; whether it was. A full fence. */
    boolean trySet();

    /** Clears it and publishes all that was written before. What follows may be done before others see it. */
    void clearRelease();
}
