package org.ifnet.driver;

import org.ifnet.mbuf.MbufBatch;
import org.osgi.annotation.versioning.ConsumerType;

/** Hands received packets over, on the source's netisr. */
@ConsumerType
@FunctionalInterface
public interface DriverPoll {
    /**
     * Adds received frames, link header first, to the batch, at most {@link MbufBatch#room()}; they then belong to the
     * platform. Also the place to reap finished transmissions. Never blocks.
     *
     * @return true when more waits and the source wants to be polled again soon
     */
    boolean poll(MbufBatch received);
}
