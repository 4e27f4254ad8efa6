package org.ifnet.benchmark.queue;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;

/** A way from one thread to another, or to itself. */
interface Lane {
    /** Takes one packet; false when there is no room now, and then the caller keeps it. */
    boolean offer(Mbuf m);

    /** Takes all packets of the batch and empties it; the caller knows that there is room. */
    default void offer(MbufBatch batch) {
        throw new UnsupportedOperationException();
    }

    /** Hands out what is there, as much as fits into the batch; how many. */
    int poll(MbufBatch into);
}
