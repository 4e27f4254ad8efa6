package org.ifnet.ifq;

import org.ifnet.Counter;
import org.ifnet.IfnetCounters;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/** Makes transmit queues: a service of the bundle ifq, used by core. */
@ProviderType
public interface IfqEngine {
    /** The default limit in packets (IFQ_MAXLEN, reference 0.1). */
    int DEFAULT_MAXLEN = 250;

    /**
     * Makes a queue that is not running.
     *
     * @param counters where {@link Counter#OBYTES}, OMCASTS, OPACKETS, OERRORS and OQDROPS are added
     */
    Ifq create(Spec spec, Starter starter, IfnetCounters counters);

    /**
     * What a queue is like.
     *
     * @param name the interface's name, for logs
     * @param count subqueues, 1 or more
     * @param maxLength packets a subqueue, 1 or more
     * @param maxFrame the longest frame in bytes: the byte limit of a subqueue is {@code maxLength * maxFrame}
     * @param linkHeader bytes of the link header in front of the network header
     * @param baudrate bits a second of the device, 0 when unknown
     */
    record Spec(String name, int count, int maxLength, int maxFrame, int linkHeader, long baudrate) {}

    /** Starts a subqueue on its netisr: core's gate to the driver. */
    @ConsumerType
    @FunctionalInterface
    interface Starter {
        /**
         * Calls the driver; on the owner netisr, never twice at once for one subqueue. Does nothing without a driver.
         *
         * @return false when the serializer of the queue is held by somebody: the driver was not called, and whoever gives the
         *     serializer back calls {@link Ifq#startAgain}
         */
        boolean start(Subqueue q);
    }
}
