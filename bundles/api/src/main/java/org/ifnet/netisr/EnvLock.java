package org.ifnet.netisr;

import org.osgi.annotation.versioning.ProviderType;

/** A reentrant lock with one condition. Never taken on the packet path. */
@ProviderType
public interface EnvLock {
    void lock();

    boolean tryLock();

    void unlock();

    boolean isHeldByCaller();

    /** Releases the lock, waits for {@link #signalAll}, the end of {@code nanos} or no reason, and takes it again. */
    void await(long nanos);

    void signalAll();
}
