package org.ifnet.domain;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.control.ControlRequest;
import org.ifnet.control.Credential;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A protocol family: a service. Attached exactly once to every interface, whichever of the two came first (reference
 * 1.4). Input and resolve are packet path; the others run on control threads.
 */
@ConsumerType
public interface Domain {
    /** {@link #resolve}: the packet waits for an answer and belongs to the domain now. */
    long QUEUED = -1;
    /** {@link #resolve}: there is no way to the neighbour; the packet is still the caller's. */
    long FAILED = -2;

    /** The AF number. */
    int family();

    /** The ether type of its packets on output. */
    int etherType();

    /** The ether types it takes, for example 0x0800 and 0x0806. */
    int[] inputTypes();

    /**
     * An interface is there; called before it is announced. Exactly once for each interface.
     *
     * @return what the domain keeps for the interface ({@link Ifnet#protocolData}); null when it does not want to hear of
     *     its end
     */
    default @Nullable Object attach(Ifnet ifnet) {
        return null;
    }

    /** An interface goes, or the domain does; no netisr is in the domain for it any more. Only when {@link #attach} did not
     * answer null. */
    default void detach(Ifnet ifnet, Object data) {}

    /** A request that the platform does not know (the default case of ifioctl); the privilege was checked. Control thread.
     * EOPNOTSUPP lets the driver have it. */
    default @Nullable Object control(Credential who, Ifnet ifnet, ControlRequest request) throws IfnetException {
        throw new IfnetException(Errno.EOPNOTSUPP, "the protocol does not know " + request.what());
    }

    /** The interface went up. */
    default void up(Ifnet ifnet) {}

    /** The interface went down. */
    default void down(Ifnet ifnet) {}

    /**
     * Packets of one ether type, starting at the protocol header. Consumes all, leaves the batch empty. On a netisr. Says with
     * {@link MbufBatch#done} which were taken care of: should this throw, the rest is freed and counted as {@link
     * org.ifnet.DropReason#FAULT}, and other packets go on.
     */
    void input(Ifnet ifnet, int etherType, MbufBatch packets);

    /** The link-level address (low 48 bits) of a neighbour on an interface with ARP or ND; {@link #QUEUED} or {@link
     * #FAILED}. {@code m} starts at the protocol header. Any thread; never blocks. */
    long resolve(Ifnet ifnet, Mbuf m, long hi, long lo);
}
