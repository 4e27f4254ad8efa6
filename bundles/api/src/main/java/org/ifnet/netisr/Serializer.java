package org.ifnet.netisr;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps two threads out of one piece of hardware (reference 5). Not reentrant: entering twice is a mistake of the
 * caller and throws IllegalStateException. A netisr only tries.
 */
@ProviderType
public interface Serializer {
    void enter();

    boolean tryEnter();

    void exit();

    boolean isHeldByCaller();
}
