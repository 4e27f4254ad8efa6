package org.ifnet.altq.internal;

import org.ifnet.DropReason;
import org.ifnet.mbuf.Mbuf;
import org.jspecify.annotations.Nullable;

/**
 * Decides at the door of one class whether a packet may wait in it. Is told of every packet that comes and goes. Under the
 * rules of the scheduler that asks.
 */
interface QueueLimit {
    /**
     * A packet wants to wait behind {@code waiting} others. May mark it instead (ECN).
     *
     * @return null when it may, else why it is dropped
     */
    @Nullable
    DropReason arrives(Mbuf m, int waiting, long now);

    /** A packet waits that was not asked about. */
    default void adopted(Mbuf m) {}

    /** A packet has left, to be sent; so many still wait. May change what the packet says about its class of service. */
    void left(Mbuf m, int waiting, long now);

    /** A packet has left, to wait elsewhere. */
    default void released(Mbuf m) {}
}
