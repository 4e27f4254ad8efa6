package org.ifnet.datagram;

import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.Echo;
import org.osgi.annotation.versioning.ConsumerType;

/** Hears of an endpoint on a netisr: notes it and returns. What it throws closes the endpoint. */
@ConsumerType
public interface DatagramListener {
    /** Datagrams wait to be taken with {@link DatagramEndpoint#poll}. Told at least when one waits where none did. */
    void arrived(DatagramEndpoint endpoint);

    /** Something that was sent did not arrive, as a router or the destination says. {@code port} is 0 for raw. */
    default void failed(DatagramEndpoint endpoint, IpAddress to, int port, Echo.Trouble what) {}
}
