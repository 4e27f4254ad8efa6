package org.ifnet.datagram;

import org.ifnet.Ifnet;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint receives, and from where it sends.
 *
 * @param family {@link AddressFamily#INET} or {@link AddressFamily#INET6}
 * @param protocol 17 for UDP, any other for raw
 * @param local receives only what is sent to this own address, and sends from it; null: any
 * @param port of this side, 1 to 65535; 0: a free one is chosen; 0 for raw
 * @param through receives and sends only by this interface, whatever the routes say; null: any
 * @param sourceless sends from 0.0.0.0, as a host does that has no address yet; only with {@code through}
 * @param whole what it sends must not be cut into fragments
 * @param queue datagrams that wait to be taken at most, 1 to 4096; a power of two or rounded up to one
 */
public record DatagramSpec(
        int family,
        int protocol,
        @Nullable IpAddress local,
        int port,
        @Nullable Ifnet through,
        boolean sourceless,
        boolean whole,
        int queue) {
    public static final int UDP = 17;

    private static final int QUEUE = 256;

    /** UDP on a port of all addresses, 0 for a free one. */
    public static DatagramSpec udp(int family, int port) {
        return new DatagramSpec(family, UDP, null, port, null, false, false, QUEUE);
    }

    /** All packets of a protocol. */
    public static DatagramSpec raw(int family, int protocol) {
        return new DatagramSpec(family, protocol, null, 0, null, false, false, QUEUE);
    }

    /** The same for one own address. */
    public DatagramSpec at(IpAddress address) {
        return new DatagramSpec(family, protocol, address, port, through, sourceless, whole, queue);
    }

    /** The same by one interface. */
    public DatagramSpec by(Ifnet ifnet) {
        return new DatagramSpec(family, protocol, local, port, ifnet, sourceless, whole, queue);
    }

    /** The same from no address. */
    public DatagramSpec fromNowhere() {
        return new DatagramSpec(family, protocol, local, port, through, true, whole, queue);
    }

    /** The same in one piece. */
    public DatagramSpec inOnePiece() {
        return new DatagramSpec(family, protocol, local, port, through, sourceless, true, queue);
    }

    /** The same with another limit. */
    public DatagramSpec waiting(int datagrams) {
        return new DatagramSpec(family, protocol, local, port, through, sourceless, whole, datagrams);
    }

    /** The same on that port: what an endpoint answers that was given one. */
    public DatagramSpec on(int chosen) {
        return new DatagramSpec(family, protocol, local, chosen, through, sourceless, whole, queue);
    }
}
