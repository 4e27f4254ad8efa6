package org.ifnet.altq.internal;

import org.ifnet.DropReason;
import org.ifnet.mbuf.Mbuf;
import org.jspecify.annotations.Nullable;

/** Takes packets up to a number. */
final class DropTail implements QueueLimit {
    private final int limit;

    DropTail(int limit) {
        this.limit = limit;
    }

    @Override
    public @Nullable DropReason arrives(Mbuf m, int waiting, long now) {
        return waiting < limit ? null : DropReason.QUEUE_FULL;
    }

    @Override
    public void left(Mbuf m, int waiting, long now) {}
}
