package org.ifnet.inet6.internal;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.wire.Icmp6Header;
import org.ifnet.wire.Ip6Header;

/**
 * Walks the extension headers in front of the upper layer (RFC 8200, 4). Pure functions of the packet; headers must lie in
 * its first frame, and be few.
 *
 * <p>The answer is a word: the place of what was found, its protocol and the place that names the protocol; or why the
 * packet is refused.
 */
final class Ip6Headers {
    /** Extension headers in a packet; more are an attack. */
    static final int MOST = 8;
    /** Options in one header, padding apart. */
    private static final int MOST_OPTIONS = 8;

    private static final long REFUSED = 1L << 63;
    private static final int SILENT = 0xff;
    private static final int PAD1 = 0;
    private static final int PADN = 1;

    private Ip6Headers() {}

    static boolean isRefused(long word) {
        return word < 0;
    }

    /** The byte where the upper layer, or a fragment header, begins. */
    static int offset(long word) {
        return (int) (word >>> 32) & 0xffff;
    }

    static int protocol(long word) {
        return (int) word & 0xff;
    }

    /** The byte that names the protocol: what a parameter problem points to. */
    static int namedAt(long word) {
        return (int) word >>> 8 & 0xffff;
    }

    /** Whether the sender is to be told: then {@link #code} and {@link #pointer} say what. */
    static boolean isReported(long refused) {
        return code(refused) != SILENT;
    }

    static int code(long refused) {
        return (int) refused & 0xff;
    }

    static int pointer(long refused) {
        return (int) refused >>> 8 & 0xffff;
    }

    private static long refuse(int code, int pointer) {
        return REFUSED | pointer << 8 | code;
    }

    /** From the fixed header to the upper layer or the fragment header. */
    static long walk(Mbuf m) {
        return walk(m, Ip6Header.LENGTH, Ip6Header.next(m, 0), Ip6Header.NEXT);
    }

    /** From a header in the middle on. */
    static long walk(Mbuf m, int from, int first, int firstNamedAt) {
        int at = from;
        int protocol = first;
        int named = firstNamedAt;
        for (int count = 0; isExtension(protocol); count++) {
            if (count == MOST || at + 8 > m.length()) {
                return refuse(SILENT, at);
            }
            int length = m.get8(at + 1) + 1 << 3;
            if (at + length > m.length()) {
                return refuse(SILENT, at);
            }
            long bad = check(m, at, length, protocol, named);
            if (bad != 0) {
                return bad;
            }
            protocol = m.get8(at);
            named = at;
            at += length;
        }
        return (long) at << 32 | named << 8 | protocol;
    }

    private static boolean isExtension(int protocol) {
        return protocol == Ip6Header.HOP_BY_HOP || protocol == Ip6Header.DESTINATION || protocol == Ip6Header.ROUTING;
    }

    private static long check(Mbuf m, int at, int length, int protocol, int named) {
        if (protocol == Ip6Header.HOP_BY_HOP && named != Ip6Header.NEXT) {
            return refuse(Icmp6Header.UNKNOWN_NEXT_HEADER, named);
        }
        if (protocol == Ip6Header.ROUTING) {
            // No type is spoken here: type 0 is refused for good (RFC 5095), and others with stops left (RFC 8200,
            // 4.4).
            return m.get8(at + 3) == 0 ? 0 : refuse(Icmp6Header.BAD_FIELD, at + 2);
        }
        return options(m, at + 2, at + length);
    }

    private static long options(Mbuf m, int from, int end) {
        int at = from;
        int known = 0;
        while (at < end) {
            int kind = m.get8(at);
            if (kind == PAD1) {
                at++;
                continue;
            }
            if (at + 2 > end || at + 2 + m.get8(at + 1) > end) {
                return refuse(SILENT, at);
            }
            if (kind != PADN) {
                long bad = unknown(m, kind, at);
                if (bad != 0 || ++known > MOST_OPTIONS) {
                    return bad != 0 ? bad : refuse(SILENT, at);
                }
            }
            at += 2 + m.get8(at + 1);
        }
        return 0;
    }

    /** The upper two bits say what to do with an option that is not known (RFC 8200, 4.2). Router alert needs nothing. */
    private static long unknown(Mbuf m, int kind, int at) {
        return switch (kind >>> 6) {
            case 0 -> 0;
            case 1 -> refuse(SILENT, at);
            case 2 -> refuse(Icmp6Header.UNKNOWN_OPTION, at);
            default ->
                Ip6Header.isMulticast(Ip6Header.dstHi(m, 0))
                        ? refuse(SILENT, at)
                        : refuse(Icmp6Header.UNKNOWN_OPTION, at);
        };
    }
}
