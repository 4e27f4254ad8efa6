package org.ifnet.inet.internal;

import java.util.List;

import org.ifnet.Ifnet;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.jspecify.annotations.Nullable;

/** Which IPv4 addresses belong to an interface and to its networks. Lock-free, without allocation, any thread. */
final class Neighbourhood {
    private final Ifaddrs ifaddrs;

    Neighbourhood(Ifaddrs ifaddrs) {
        this.ifaddrs = ifaddrs;
    }

    /** The record of an own address on that interface, or null. */
    @Nullable
    Ifaddr own(Ifnet ifnet, int address) {
        Ifaddr first = ifaddrs.local4(address);
        if (first == null || first.ifnet() == ifnet) {
            return first;
        }
        List<Ifaddr> list = ifaddrs.list(ifnet);
        for (int i = 0; i < list.size(); i++) {
            Ifaddr a = list.get(i);
            if (a.address().isV4() && a.address().v4() == address) {
                return a;
            }
        }
        return null;
    }

    /** Whether the address is of a network of the interface. */
    boolean isNear(Ifnet ifnet, int address) {
        List<Ifaddr> list = ifaddrs.list(ifnet);
        for (int i = 0; i < list.size(); i++) {
            if (isNear(list.get(i), address)) {
                return true;
            }
        }
        return false;
    }

    static boolean isNear(Ifaddr a, int address) {
        if (!a.address().isV4()) {
            return false;
        }
        IpAddress farEnd = a.destination();
        IpPrefix net = a.prefix();
        return farEnd != null
                ? farEnd.v4() == address
                : ((address ^ net.address().v4()) & IpPrefix.mask32(net.length())) == 0;
    }

    /** The address to ask with: of the same network first, else any of the interface. */
    @Nullable
    Ifaddr source(Ifnet ifnet, int towards) {
        return ifaddrs.forDestination(ifnet, IpAddress.v4(towards));
    }
}
