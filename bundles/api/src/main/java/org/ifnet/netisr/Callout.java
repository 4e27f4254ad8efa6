package org.ifnet.netisr;

import org.osgi.annotation.versioning.ProviderType;

/** A timer that runs its body on one netisr or on netctl. Any thread may arm and stop it. */
@ProviderType
public interface Callout {
    /** Arms it, or arms it anew; it fires once, not before {@code nanos} from now. */
    void reset(long nanos);

    /** Disarms it; a body that has begun goes on. */
    void stop();

    /** Disarms it and waits until the body is not running, unless the caller is the body. */
    void drain();

    boolean isPending();
}
