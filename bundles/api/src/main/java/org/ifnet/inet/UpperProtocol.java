package org.ifnet.inet;

import org.ifnet.Ifnet;
import org.ifnet.mbuf.Mbuf;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes packets for this host that the internet protocols do not handle themselves: a service, asked by both families. When
 * it is unregistered no thread is left in it by the time that {@code ungetService} could be seen. No allocation,
 * locks and exceptions in it.
 */
@ConsumerType
public interface UpperProtocol {
    /**
     * A packet for this host, on a netisr: whole and checked up to {@code at}. It starts at its IP header, whose version says which family
     * it is of.
     *
     * @param at where the header of the protocol begins; this much is in the first frame
     * @param protocol its number
     * @param toGroup sent to a broadcast address or a group of which somebody here is a member
     * @return true when it was taken, and is consumed; false when nobody wants it, and the packet stays the caller's, who
     *     tells its sender
     */
    boolean input(Ifnet ifnet, Mbuf m, int at, int protocol, boolean toGroup);

    /**
     * A packet that came from here did not arrive. Any thread.
     *
     * @param m stays the caller's
     * @param inner where what is quoted of the packet begins: its IP header, and at least 8 bytes behind it
     * @return whether it is about something of this protocol's
     */
    boolean error(Mbuf m, int inner, Echo.Trouble what);
}
