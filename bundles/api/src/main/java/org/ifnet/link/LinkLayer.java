package org.ifnet.link;

import org.ifnet.IfType;
import org.ifnet.domain.Domain;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
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

    /** Received frames. Consumes all and leaves the batch empty. On a netisr. */
    void input(LinkPort port, MbufBatch frames);

    /** Resolves and frames one packet and gives it to {@link LinkPort#enqueue}. Consumes it; see {@link
     * org.ifnet.Ifnet#output}. Any thread. */
    int output(LinkPort port, Mbuf m, Domain domain, long hi, long lo);
}
