package org.ifnet.altq.internal;

import org.ifnet.DropReason;
import org.ifnet.mbuf.Mbuf;
import org.jspecify.annotations.Nullable;

/** Decides at the door of one class whether a packet may wait in it. Under the rules of the scheduler that asks. */
interface QueueLimit {
    /**
     * A packet wants to wait behind {@code waiting} others. May mark it instead (ECN).
     *
     * @return null when it may, else why it is dropped
     */
    @Nullable
    DropReason arrives(Mbuf m, int waiting, long now);

    /** A packet has left; so many still wait. */
    void left(int waiting, long now);
}
