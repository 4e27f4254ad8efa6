package org.ifnet.inet6.internal;

import org.ifnet.wire.Icmp6Header;

/** ICMPv6 errors in the words of ping6(8). */
final class Icmp6Text {
    private static final String[] UNREACHABLE = {
        "No route to destination",
        "Destination administratively prohibited",
        "Beyond scope of source address",
        "Address unreachable",
        "Port unreachable",
        "Source address failed policy",
        "Reject route to destination"
    };

    private Icmp6Text() {}

    /** {@code rest} is the MTU or the pointer. */
    static String of(int type, int code, int rest) {
        switch (type) {
            case Icmp6Header.UNREACHABLE:
                return "Destination unreachable: "
                        + (code < UNREACHABLE.length ? UNREACHABLE[code] : "unknown code " + code);
            case Icmp6Header.TOO_BIG:
                return "Packet too big: mtu=" + Integer.toUnsignedString(rest);
            case Icmp6Header.TIME_EXCEEDED:
                return code == 0 ? "Time exceeded: Hop limit" : "Time exceeded: Defragmentation failure";
            case Icmp6Header.PARAMETER_PROBLEM:
                return "Parameter problem: at byte " + Integer.toUnsignedString(rest);
            default:
                return "error of type " + type + " code " + code;
        }
    }
}
