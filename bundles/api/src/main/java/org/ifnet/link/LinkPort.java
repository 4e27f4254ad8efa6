package org.ifnet.link;

import org.ifnet.DropReason;
import org.ifnet.Ifnet;
import org.ifnet.domain.Domain;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** An interface as its link layer sees it. One for each interface and link layer. */
@ProviderType
public interface LinkPort {
    Ifnet ifnet();

    /** Runs the input hooks. True when the frame is still the caller's. On a netisr. */
    boolean passInput(Mbuf frame);

    /** The protocol for an ether type, or null. Lock-free. */
    @Nullable
    Domain domain(int etherType);

    /** The protocol of a family (AF number), or null. Lock-free. */
    @Nullable
    Domain domainOfFamily(int family);

    /** Runs the output hooks, then enqueues the frame. Consumes it. 0 or an errno number. Any thread. */
    int enqueue(Mbuf frame);

    /** Counts on the receive side and frees. */
    void drop(DropReason reason, Mbuf m);

    /** Free for the link layer: its state of this interface. */
    @Nullable
    Object state();

    void state(@Nullable Object state);

    /** A batch for sorting, empty, one for each netisr and slot; only on a netisr, only until input returns. */
    MbufBatch scratch(int slot);
}
