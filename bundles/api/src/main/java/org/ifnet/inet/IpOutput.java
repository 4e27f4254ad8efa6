package org.ifnet.inet;

import org.ifnet.Ifnet;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.mbuf.Mbuf;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Sends packets of an internet protocol: a service, one for each family (property {@code ifnet.family}, an Integer). For
 * those who speak a protocol above it; applications use {@link org.ifnet.datagram.DatagramService}. Any thread, lock-free.
 */
@ProviderType
public interface IpOutput {
    /**
     * Puts an IP header in front, finds the way, and sends. Consumes the packet.
     *
     * @param m starts at the header of the protocol; the checksum of UDP is completed here
     * @param src an own address; null: chosen by the way; unspecified: none, only with {@code through}
     * @param hops time to live or hop limit, 1 to 255; 0 for the usual one, which is 1 for groups
     * @param through the interface, whatever the routes say, on which the destination is a neighbour; null for the routes
     * @param whole must not be cut on the way: EMSGSIZE when it is longer than what is known to fit
     * @return 0, or an errno number
     */
    int send(
            Mbuf m,
            @Nullable IpAddress src,
            IpAddress dst,
            int protocol,
            int hops,
            @Nullable Ifnet through,
            boolean whole);
}
