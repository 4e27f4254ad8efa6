package org.ifnet.datagram.internal;

import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.wire.Ip6Header;
import org.ifnet.wire.Ipv4Header;

/** IP headers of either family at {@code at}. */
final class IpText {
    private IpText() {}

    static boolean isV4(Mbuf m, int at) {
        return m.get8(at) >>> 4 == 4;
    }

    static int family(Mbuf m, int at) {
        return isV4(m, at) ? AddressFamily.INET : AddressFamily.INET6;
    }

    static boolean isDestination(Mbuf m, IpAddress address) {
        return isV4(m, 0)
                ? address.isV4() && Ipv4Header.dst(m, 0) == address.v4()
                : address.hi() == Ip6Header.dstHi(m, 0) && address.lo() == Ip6Header.dstLo(m, 0);
    }

    /** Sent to a multicast group; a broadcast is none. */
    static boolean isToGroup(Mbuf m) {
        return isV4(m, 0) ? Ipv4Header.isMulticast(Ipv4Header.dst(m, 0)) : Ip6Header.isMulticast(Ip6Header.dstHi(m, 0));
    }

    static IpAddress src(Mbuf m, int at) {
        return isV4(m, at)
                ? IpAddress.v4(Ipv4Header.src(m, at))
                : IpAddress.v6(Ip6Header.srcHi(m, at), Ip6Header.srcLo(m, at));
    }

    static IpAddress dst(Mbuf m, int at) {
        return isV4(m, at)
                ? IpAddress.v4(Ipv4Header.dst(m, at))
                : IpAddress.v6(Ip6Header.dstHi(m, at), Ip6Header.dstLo(m, at));
    }

    static int hops(Mbuf m) {
        return isV4(m, 0) ? Ipv4Header.ttl(m, 0) : Ip6Header.hops(m, 0);
    }
}
