package org.ifnet.ifq;

import org.ifnet.DropReason;
import org.ifnet.mbuf.Mbuf;
import org.osgi.annotation.versioning.ProviderType;

/** What the queue of an interface gives to a {@link Scheduler}. */
@ProviderType
public interface SchedulerContext {
    /** The name of the interface when the scheduler was made, for messages. */
    String ifnet();

    /** How many lanes there are, 1 to 64. */
    int lanes();

    /** The configured length of a subqueue in packets (IFQ_MAXLEN). */
    int maxLength();

    /** The longest frame in bytes. */
    int maxFrame();

    /** Bytes of the link header in front of the network header: 14 for Ethernet. */
    int linkHeader();

    /** Bits a second that the interface can send: of its regulator, else of the device; 0 when unknown. */
    long bandwidth();

    /** 64 random bits. Under the rules of the packet path. */
    long random();

    /** Counts a packet that the scheduler was given, under its lane and class, and frees it. Inside calls of the scheduler. */
    void drop(int lane, Mbuf m, DropReason reason);
}
