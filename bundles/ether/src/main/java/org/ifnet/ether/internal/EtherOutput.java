package org.ifnet.ether.internal;

import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.domain.AddressFamily;
import org.ifnet.domain.Domain;
import org.ifnet.link.LinkPort;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/** The way of a packet to the queue: link-level address, header, queue. Any thread. */
final class EtherOutput {
    private static final int USABLE = IfFlags.UP | IfFlags.RUNNING;

    private EtherOutput() {}

    static int output(LinkPort port, Mbuf m, Domain domain, long hi, long lo) {
        Ifnet ifnet = port.ifnet();
        int flags = ifnet.flags();
        MacAddress lladdr = ifnet.lladdr();
        if ((flags & IfFlags.MONITOR) != 0) {
            return refuse(port, m, DropReason.MONITOR, Errno.ENETDOWN);
        }
        if ((flags & USABLE) != USABLE || lladdr == null) {
            return refuse(port, m, DropReason.IF_DOWN, Errno.ENETDOWN);
        }
        if (m.packetLength() > ifnet.mtu()) {
            return refuse(port, m, DropReason.TOO_BIG, Errno.EMSGSIZE);
        }
        long dst = group(m, domain.family(), hi, lo);
        if (dst == 0) {
            dst = domain.resolve(ifnet, m, hi, lo);
            if (dst == Domain.QUEUED) {
                return 0;
            }
            if (dst == Domain.FAILED) {
                return refuse(port, m, DropReason.UNRESOLVED, Errno.EHOSTDOWN);
            }
        }
        if (dst == lladdr.bits()) {
            m.set(Mbuf.LOOPED);
            port.reinput(m, domain.etherType());
            return 0;
        }
        return send(port, m, domain, dst, lladdr.bits());
    }

    /** The group address that a multicast or broadcast packet goes to; 0 for all others. */
    private static long group(Mbuf m, int family, long hi, long lo) {
        return m.has(Mbuf.BCAST) ? MacAddress.BROADCAST_BITS : group(family, hi, lo);
    }

    /** What a network-level group maps to (RFC 1112, RFC 2464), or the limited broadcast; 0 for an address of one host. */
    static long group(int family, long hi, long lo) {
        if (family == AddressFamily.INET) {
            return lo >>> 28 == 0xe
                    ? 0x0100_5e00_0000L | lo & 0x7f_ffff
                    : lo == 0xffff_ffffL ? MacAddress.BROADCAST_BITS : 0;
        }
        if (family == AddressFamily.INET6 && hi >>> 56 == 0xff) {
            return 0x3333_0000_0000L | lo & 0xffff_ffffL;
        }
        return 0;
    }

    private static int send(LinkPort port, Mbuf m, Domain domain, long dst, long src) {
        m.clear(Mbuf.BCAST | Mbuf.MCAST | Mbuf.PROMISC | Mbuf.LOOPED);
        if (MacAddress.isGroup(dst)) {
            boolean broadcast = dst == MacAddress.BROADCAST_BITS;
            m.set(broadcast ? Mbuf.BCAST : Mbuf.MCAST);
            if (broadcast && port.ifnet().has(IfFlags.SIMPLEX)) {
                loop(port, m, domain);
            }
        }
        if (!m.prepend(EtherHeader.LENGTH)) {
            return refuse(port, m, DropReason.NO_MBUF, Errno.ENOBUFS);
        }
        EtherHeader.put(m, 0, dst, src, domain.etherType());
        return port.enqueue(m);
    }

    /** A broadcast is for ourselves as well, and a SIMPLEX device will not hear it. Address resolution is not: it would
     * only find itself. Without memory there is no copy; the frame itself goes on. */
    private static void loop(LinkPort port, Mbuf m, Domain domain) {
        if (domain.family() != AddressFamily.INET && domain.family() != AddressFamily.INET6) {
            return;
        }
        Mbuf copy = copy(m);
        if (copy != null) {
            copy.set(Mbuf.BCAST | Mbuf.LOOPED);
            port.reinput(copy, domain.etherType());
        }
    }

    private static @Nullable Mbuf copy(Mbuf from) {
        Mbuf first = null;
        Mbuf last = null;
        for (Mbuf m = from; m != null; m = m.next()) {
            Mbuf piece = from.pool().alloc();
            if (piece == null || !piece.append(m.length())) {
                free(first, piece);
                return null;
            }
            m.copyTo(0, piece, 0, m.length());
            if (last == null) {
                first = piece;
            } else {
                last.next(piece);
            }
            last = piece;
        }
        return first;
    }

    private static void free(@Nullable Mbuf chain, @Nullable Mbuf piece) {
        if (chain != null) {
            chain.free();
        }
        if (piece != null) {
            piece.free();
        }
    }

    private static int refuse(LinkPort port, Mbuf m, DropReason reason, Errno errno) {
        port.drop(reason, m);
        return errno.number();
    }
}
