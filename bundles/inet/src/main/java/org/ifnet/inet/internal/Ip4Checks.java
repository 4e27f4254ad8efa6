package org.ifnet.inet.internal;

import org.ifnet.DropReason;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.wire.Checksum;
import org.ifnet.wire.Ipv4Header;
import org.jspecify.annotations.Nullable;

/** What is wrong with a received IPv4 packet (RFC 1122 3.2.1, RFC 1812 5.2.2). Pure functions of the packet. */
final class Ip4Checks {
    static final int END_OF_OPTIONS = 0;
    static final int NO_OPERATION = 1;
    private static final int LOOSE_SOURCE_ROUTE = 131;
    private static final int STRICT_SOURCE_ROUTE = 137;

    private Ip4Checks() {}

    /** Null when header and addresses are possible; then the packet is as long as its header says. */
    static @Nullable DropReason check(Mbuf m, boolean onLoopback) {
        if (m.length() < Ipv4Header.LENGTH || Ipv4Header.version(m, 0) != 4) {
            return DropReason.BAD_HEADER;
        }
        int header = Ipv4Header.headerLength(m, 0);
        if (header < Ipv4Header.LENGTH || header > m.length()) {
            return DropReason.BAD_HEADER;
        }
        if (Checksum.of(m, 0, header) != 0) {
            return DropReason.BAD_CHECKSUM;
        }
        int total = Ipv4Header.totalLength(m, 0);
        int length = m.next() == null ? m.length() : m.packetLength();
        if (total < header || total > length) {
            return DropReason.BAD_HEADER;
        }
        if (total < length) {
            // The padding of a short Ethernet frame, for example.
            m.trimTo(total);
        }
        return martian(Ipv4Header.src(m, 0), Ipv4Header.dst(m, 0), onLoopback);
    }

    private static @Nullable DropReason martian(int src, int dst, boolean onLoopback) {
        if (src >>> 28 >= 0xe || src >>> 24 == 0 || src >>> 24 == 127 && !onLoopback) {
            return DropReason.BAD_SOURCE;
        }
        if (dst >>> 24 == 127 && !onLoopback) {
            return DropReason.NOT_OURS;
        }
        return null;
    }

    /** Whether an address can be reached through a router: not this net, loopback, link-local, or above class C. */
    static boolean isRoutable(int address) {
        int net = address >>> 24;
        return net != 0 && net != 127 && address >>> 16 != 0xa9fe && address >>> 28 < 0xe;
    }

    /** What is wrong with the options: malformed, or a source route, which nobody should follow any more. */
    static @Nullable DropReason options(Mbuf m, int header) {
        int i = Ipv4Header.LENGTH;
        while (i < header) {
            int kind = m.get8(i);
            if (kind == END_OF_OPTIONS) {
                return null;
            }
            if (kind == NO_OPERATION) {
                i++;
                continue;
            }
            int length = i + 1 < header ? m.get8(i + 1) : 0;
            if (length < 2 || i + length > header) {
                return DropReason.BAD_HEADER;
            }
            if (kind == LOOSE_SOURCE_ROUTE || kind == STRICT_SOURCE_ROUTE) {
                return DropReason.UNSUPPORTED;
            }
            i += length;
        }
        return null;
    }
}
