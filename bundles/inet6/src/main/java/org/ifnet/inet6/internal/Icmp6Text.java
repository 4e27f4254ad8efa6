package org.ifnet.inet6.internal;

import org.ifnet.inet.Echo.Trouble;
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

    private static final String[] MESSAGES = {
        "echo requests",
        "echo replies",
        "multicast listener queries",
        "multicast listener reports",
        "multicast listener dones",
        "router solicitations",
        "router advertisements",
        "neighbour solicitations",
        "neighbour advertisements",
        "redirects"
    };
    private static final String[] ERRORS = {
        "messages of type 0", "destination unreachables", "packet too bigs", "time exceededs", "parameter problems"
    };

    private Icmp6Text() {}

    /** Messages of a type, for counts. */
    static String plural(int type) {
        int informational = type - Icmp6Header.ECHO;
        if (informational >= 0 && informational < MESSAGES.length) {
            return MESSAGES[informational];
        }
        if (type == Icmp6Header.MLD2_REPORT) {
            return "multicast listener reports of version 2";
        }
        return type < ERRORS.length ? ERRORS[type] : "messages of type " + type;
    }

    static Trouble trouble(int type, int code) {
        return switch (type) {
            case Icmp6Header.TIME_EXCEEDED -> code == 0 ? Trouble.EXPIRED : Trouble.OTHER;
            case Icmp6Header.TOO_BIG -> Trouble.TOO_BIG;
            case Icmp6Header.PARAMETER_PROBLEM ->
                code == Icmp6Header.UNKNOWN_NEXT_HEADER ? Trouble.PROTOCOL_UNREACHABLE : Trouble.OTHER;
            case Icmp6Header.UNREACHABLE ->
                switch (code) {
                    case Icmp6Header.NO_ROUTE -> Trouble.NET_UNREACHABLE;
                    case Icmp6Header.ADDRESS_UNREACHABLE -> Trouble.HOST_UNREACHABLE;
                    case Icmp6Header.PORT_UNREACHABLE -> Trouble.PORT_UNREACHABLE;
                    case 1, 5 -> Trouble.PROHIBITED;
                    default -> Trouble.OTHER;
                };
            default -> Trouble.OTHER;
        };
    }

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
