package org.ifnet.driver;

import org.ifnet.ifq.Subqueue;
import org.ifnet.mbuf.MbufBatch;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Where a driver says how it wants to be polled, while {@link IfnetDriver#polling} runs and not later (reference 4.4).
 *
 * <p>Handlers are called at a fixed rate (sysctl {@code net.ifpoll.N.pollhz}) on the netisr they were given for, as long as
 * the interface is RUNNING and NPOLLING. Each has a serializer that is only tried: a handler that is still running, or
 * whose subqueue is being started, is left out that time. Calls are under the same watch as {@code start} and a source's
 * poll: what a handler throws is counted, and one that stays too long costs its driver the quarantine.
 *
 * <p>A netisr takes 128 handlers of a kind; when one list is full, polling is not begun and the driver is told so by
 * {@code polling(null)}.
 */
@ProviderType
public interface Ifpoll {
    /** The budget of a handler that has none. */
    int UNLIMITED = -1;

    /** Netisrs are 0 to this minus one. */
    int cpus();

    /** Calls it now and then on netisr 0: for link state and statistics of the device. */
    void status(Runnable handler);

    /** Calls it on that netisr for received packets, once a tick or oftener. IllegalArgumentException for no netisr. */
    void rx(int cpu, Rx handler);

    /** Calls it on that netisr for finished transmissions of a subqueue of {@link DriverContext#queue}, never together
     * with {@code start} of the same. IllegalArgumentException for no netisr or for another's subqueue. */
    void tx(int cpu, Subqueue queue, Tx handler);

    /** Hands received packets over. */
    @ConsumerType
    @FunctionalInterface
    interface Rx {
        /**
         * Adds received frames, link header first, to the batch; they then belong to the platform. Never blocks.
         *
         * @param budget the most to add, 1 or more, and never more than {@link MbufBatch#room()}; a driver that adds fewer
         *     has no more for now
         */
        void poll(MbufBatch received, int budget);
    }

    /** Reaps finished transmissions. */
    @ConsumerType
    @FunctionalInterface
    interface Tx {
        /** @param budget {@link #UNLIMITED}. Never blocks. */
        void poll(int budget);
    }
}
