package org.ifnet.netisr;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * How an idle netisr waits: a service of the factory type; the platform makes one waiter a netisr. Without such a
 * service netisrs park and no source can have a descriptor.
 */
@ConsumerType
public interface NetisrWaiter {
    /** The service that makes waiters. */
    @ConsumerType
    interface Factory {
        NetisrWaiter open();
    }

    /** Is told of descriptors that can be read, on the thread that waits. */
    interface Ready {
        void ready(int token);
    }

    /** Watches a descriptor, level triggered, until {@link #remove}. Any thread. */
    void add(int fd, int token);

    /** Stops watching; the descriptor must still be open. Any thread. */
    void remove(int fd);

    /** Waits for a descriptor, a {@link #wakeup} or the end of {@code nanos} (0 polls, negative waits forever). */
    void await(long nanos, Ready ready);

    /** Ends the present or the next {@link #await}. Any thread; cheap when it was called already. */
    void wakeup();

    /** Frees it; nobody waits in it any more. */
    void close();
}
