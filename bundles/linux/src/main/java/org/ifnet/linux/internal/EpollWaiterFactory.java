package org.ifnet.linux.internal;

import org.ifnet.linux.Linux;
import org.ifnet.netisr.NetisrWaiter;

/** Makes waiters; what this bundle offers as a service, and what a platform without OSGi uses. */
public final class EpollWaiterFactory implements NetisrWaiter.Factory {
    /** Throws IllegalStateException with the reason where the calls do not work. */
    public EpollWaiterFactory() {
        String problem = Linux.problem();
        if (problem != null) {
            throw new IllegalStateException(problem);
        }
    }

    @Override
    public NetisrWaiter open() {
        return new EpollWaiter();
    }
}
