package org.ifnet.inet.internal;

import org.ifnet.inet.Echo.Trouble;
import org.ifnet.wire.IcmpHeader;

/** ICMP errors in the words of ping(8). */
final class IcmpText {
    private static final String[] UNREACHABLE = {
        "Destination Net Unreachable",
        "Destination Host Unreachable",
        "Destination Protocol Unreachable",
        "Destination Port Unreachable",
        "frag needed and DF set",
        "Source Route Failed",
        "Destination Net Unknown",
        "Destination Host Unknown",
        "Source Host Isolated",
        "Destination Net Prohibited",
        "Destination Host Prohibited",
        "Destination Net Unreachable for TOS",
        "Destination Host Unreachable for TOS",
        "Communication prohibited",
        "Host Precedence Violation",
        "Precedence Cutoff"
    };

    private static final String[] MESSAGES = {
        "echo replies",
        null,
        null,
        "destination unreachable messages",
        "source quenches",
        "redirects",
        null,
        null,
        "echo requests",
        "router advertisements",
        "router solicitations",
        "time exceeded messages",
        "parameter problems",
        "timestamp requests",
        "timestamp replies"
    };

    private IcmpText() {}

    /** What to call many messages of a type. */
    static String plural(int type) {
        String text = type < MESSAGES.length ? MESSAGES[type] : null;
        return text == null ? "messages of type " + type : text;
    }

    static Trouble trouble(int type, int code) {
        if (type == IcmpHeader.TIME_EXCEEDED) {
            return code == IcmpHeader.REASSEMBLY ? Trouble.OTHER : Trouble.EXPIRED;
        }
        if (type != IcmpHeader.UNREACHABLE) {
            return Trouble.OTHER;
        }
        return switch (code) {
            case 0, 6, 11 -> Trouble.NET_UNREACHABLE;
            case 1, 7, 8, 12 -> Trouble.HOST_UNREACHABLE;
            case 2 -> Trouble.PROTOCOL_UNREACHABLE;
            case 3 -> Trouble.PORT_UNREACHABLE;
            case 4 -> Trouble.TOO_BIG;
            case 9, 10, 13 -> Trouble.PROHIBITED;
            default -> Trouble.OTHER;
        };
    }

    /** {@code mtu} counts only for "fragmentation needed"; 0 when unknown. */
    static String of(int type, int code, int mtu) {
        switch (type) {
            case IcmpHeader.UNREACHABLE:
                String text = code < UNREACHABLE.length ? UNREACHABLE[code] : "Dest Unreachable, Bad Code: " + code;
                return code == IcmpHeader.FRAGMENTATION_NEEDED && mtu != 0 ? text + " (MTU " + mtu + ")" : text;
            case IcmpHeader.TIME_EXCEEDED:
                return code != IcmpHeader.REASSEMBLY ? "Time to live exceeded" : "Frag reassembly time exceeded";
            case IcmpHeader.SOURCE_QUENCH:
                return "Source Quench";
            case IcmpHeader.REDIRECT:
                return "Redirect";
            default:
                return "Parameter problem";
        }
    }
}
