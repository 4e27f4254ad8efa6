package org.ifnet.datagram.internal;

import java.util.Set;

import org.ifnet.datagram.DatagramSpec;
import org.ifnet.wire.Ip6Header;
import org.ifnet.wire.Ipv4Header;

/** Which protocols can be had raw: not those that the platform speaks, and not what is only a header of IPv6. */
final class Protocols {
    private static final Set<Integer> TAKEN = Set.of(
            Ip6Header.HOP_BY_HOP,
            Ipv4Header.ICMP,
            Ipv4Header.IGMP,
            DatagramSpec.UDP,
            Ip6Header.ROUTING,
            Ip6Header.FRAGMENT,
            Ip6Header.ICMP6,
            Ip6Header.NO_NEXT,
            Ip6Header.DESTINATION);

    private Protocols() {}

    static boolean isFree(int protocol) {
        return protocol > 0 && protocol <= 0xff && !TAKEN.contains(protocol);
    }
}
