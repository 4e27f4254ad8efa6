package org.ifnet.ifq;

import org.ifnet.DropReason;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One of an interface's transmit queues as its driver sees it. The driver takes packets in {@code start(q)}, on the
 * netisr that owns the queue; {@code start} of one subqueue never runs twice at once. A packet counts as sent when it is
 * dequeued, until the driver gives it back or says that it was lost.
 */
@ProviderType
public interface Subqueue {
    int index();

    /** The next packet, which the driver then owns; null when nothing waits. */
    @Nullable
    Mbuf dequeue();

    /** Fills the batch up with packets, which the driver then owns; how many. One lock for all. */
    int dequeue(MbufBatch batch);

    /** Gives a packet back to the head: it was dequeued last and could not be sent now. Never refused by limits. */
    void prepend(Mbuf m);

    /** Gives the packets from index {@code from} on back to the head in their order, and empties the batch. The caller has
     * taken care of those before {@code from}. */
    void prepend(MbufBatch batch, int from);

    /** Counts a packet that the driver took and could not send, and frees it. */
    void drop(Mbuf m, DropReason reason);

    /** The device takes no more: {@code start} is not called until {@link #clearOactive}. */
    void setOactive();

    /** The device takes packets again: a waiting queue is started. From {@code poll}, a callout or a control call. */
    void clearOactive();

    boolean isOactive();

    /** Packets that wait. A snapshot. */
    int length();

    /** Bytes that wait. A snapshot. */
    long bytes();

    SubqueueStats stats();
}
