package org.ifnet.inet6.internal;

import org.ifnet.DropReason;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.wire.Ip6Header;
import org.jspecify.annotations.Nullable;

/** What is wrong with the header of a received IPv6 packet. Pure functions of the packet. */
final class Ip6Checks {
    private Ip6Checks() {}

    /** Null when header and addresses are possible; then the packet is as long as its header says. */
    static @Nullable DropReason check(Mbuf m, boolean onLoopback) {
        if (m.length() < Ip6Header.LENGTH || Ip6Header.version(m, 0) != 6) {
            return DropReason.BAD_HEADER;
        }
        int total = Ip6Header.LENGTH + Ip6Header.payloadLength(m, 0);
        int length = m.next() == null ? m.length() : m.packetLength();
        if (total > length) {
            return DropReason.BAD_HEADER;
        }
        if (total < length) {
            trim(m, total);
        }
        return martian(m, onLoopback);
    }

    /** Cuts what stands behind the packet, for example the padding of a short Ethernet frame. */
    static void trim(Mbuf first, int total) {
        Mbuf m = first;
        int left = total;
        while (left > m.length() && m.next() != null) {
            left -= m.length();
            m = m.next();
        }
        m.trimBack(m.length() - left);
        Mbuf rest = m.next();
        if (rest != null) {
            m.next(null);
            rest.free();
        }
    }

    /** RFC 4291, 2.5 and 2.7. */
    private static @Nullable DropReason martian(Mbuf m, boolean onLoopback) {
        long srcHi = Ip6Header.srcHi(m, 0);
        long srcLo = Ip6Header.srcLo(m, 0);
        if (Ip6Header.isMulticast(srcHi)
                || Ip6Header.isMapped4(srcHi, srcLo)
                || Ip6Header.isLoopback(srcHi, srcLo) && !onLoopback) {
            return DropReason.BAD_SOURCE;
        }
        long dstHi = Ip6Header.dstHi(m, 0);
        long dstLo = Ip6Header.dstLo(m, 0);
        if (Ip6Header.isUnspecified(dstHi, dstLo) || Ip6Header.isMapped4(dstHi, dstLo)) {
            return DropReason.BAD_HEADER;
        }
        boolean here =
                Ip6Header.isLoopback(dstHi, dstLo) || Ip6Header.isMulticast(dstHi) && Ip6Header.groupScope(dstHi) <= 1;
        return here && !onLoopback ? DropReason.NOT_OURS : null;
    }

    /** Whether a packet with such addresses may leave its link. */
    static boolean isRoutable(Mbuf m) {
        long src = Ip6Header.srcHi(m, 0);
        return !Ip6Header.isLinkLocal(src)
                && !Ip6Header.isLinkLocal(Ip6Header.dstHi(m, 0))
                && (src != 0 || Ip6Header.srcLo(m, 0) >>> 1 != 0);
    }
}
