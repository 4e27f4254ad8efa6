package org.ifnet.link;

import org.ifnet.Errno;
import org.ifnet.IfType;
import org.ifnet.IfnetException;
import org.ifnet.domain.Domain;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/** The link layer of one interface type: a service with the property {@link #TYPE}. */
@ConsumerType
public interface LinkLayer {
    /** Service property, String: the name of the {@link IfType}. */
    String TYPE = "ifnet.type";

    IfType type();

    /** Bytes of header in front of the payload. */
    int headerLength();

    /** An interface of the type appears, before it is announced, or was there when the link layer came. Control thread. */
    default void attach(LinkPort port) {}

    /** The interface goes, or the link layer does; no netisr is in it for that port any more. Control thread. */
    default void detach(LinkPort port) {}

    /**
     * The link-level address that a network-level multicast group maps to (if_resolvemulti, reference 4.3), null on a link
     * without multicast addresses. Control thread.
     *
     * @throws IfnetException EADDRNOTAVAIL when it is no multicast address, EAFNOSUPPORT for a family it does not carry
     */
    default @Nullable MacAddress resolveMulticast(LinkPort port, IpAddress group) throws IfnetException {
        if (!group.isMulticast()) {
            throw new IfnetException(Errno.EADDRNOTAVAIL, group + " is no multicast address");
        }
        return null;
    }

    /** Received frames. Consumes all and leaves the batch empty. On a netisr. */
    void input(LinkPort port, MbufBatch frames);

    /** Resolves and frames one packet and gives it to {@link LinkPort#enqueue}. Consumes it; see {@link
     * org.ifnet.Ifnet#output}. Any thread. */
    int output(LinkPort port, Mbuf m, Domain domain, long hi, long lo);
}
