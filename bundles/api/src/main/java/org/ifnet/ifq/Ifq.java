package org.ifnet.ifq;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.osgi.annotation.versioning.ProviderType;

/** The transmit queue of one interface (reference 1.18, 1.19, 3). Senders use the dispatch methods; the rest is core's. */
@ProviderType
public interface Ifq {
    /** The number of subqueues, 1 or more. */
    int count();

    Subqueue subqueue(int index);

    /** Enqueues one frame. Consumes it in any case. Any thread; never calls the driver itself. 0, or ENOBUFS and so on. */
    int dispatch(Mbuf m);

    /** Enqueues frames: split stably by subqueue, one lock a subqueue. Consumes all, leaves the batch empty, and returns
     * how many were accepted. */
    int dispatch(MbufBatch batch);

    /** Drops everything that waits, counted as PURGED; how many packets that was. */
    int purge();

    /** The limit of each subqueue in packets, 1 or more. */
    int maxLength();

    void maxLength(int packets);

    /** Whether the driver may be called. True schedules every queue that waits; false stops further starts, what is being
     * started ends on its own (barrier). Core only. */
    void setRunning(boolean running);

    /** Makes up for a start of that subqueue that {@link IfqEngine.Starter#start} refused. Any thread; never blocks. Core
     * only. */
    void startAgain(int subqueue);

    /** No more packets are accepted (dropped as DETACHED), what waits is dropped, nothing is scheduled again. Core only. */
    void close();
}
