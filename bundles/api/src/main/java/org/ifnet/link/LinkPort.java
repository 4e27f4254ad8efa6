package org.ifnet.link;

import org.ifnet.Counter;
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

    /**
     * Gives packets that start at their protocol header to their protocol, here or on the netisr of their flow (sysctl
     * {@code net.netisr.flow_hash}). Consumes all and leaves the batch empty; what finds a mailbox full is counted. On a
     * netisr.
     *
     * @param domain what {@link #domain} or {@link #domainOfFamily} said in this call of input
     */
    default void input(Domain domain, int etherType, MbufBatch packets) {
        domain.input(ifnet(), etherType, packets);
    }

    /** Runs the output hooks, then enqueues the frame. Consumes it. 0 or an errno number. Any thread. */
    int enqueue(Mbuf frame);

    /** Adds to a counter of the interface; without atomics on a netisr, so once a batch. Any thread. */
    default void count(Counter counter, long n) {
        ifnet().counters().add(counter, n);
    }

    /** Counts on the receive side and frees. */
    void drop(DropReason reason, Mbuf m);

    /**
     * Delivers a packet of our own, starting at its protocol header, to the protocol of that ether type as if this
     * interface had received it: copies of broadcasts that a SIMPLEX device does not hear, and packets to ourselves.
     * Consumes it. Any thread; it is delivered later, on a netisr, or dropped as MAILBOX_FULL. Counts no packets.
     */
    void reinput(Mbuf packet, int etherType);

    /** Free for the link layer: its state of this interface. */
    @Nullable
    Object state();

    void state(@Nullable Object state);

    /** A batch for sorting, empty, one for each port, netisr and slot; only on a netisr, only until input returns. Not
     * shared between ports: input of one interface may run inside input of another. */
    MbufBatch scratch(int slot);
}
