package org.ifnet.inet.internal;

import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.domain.Domain;
import org.ifnet.mbuf.ChainCursor;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.wire.Checksum;
import org.ifnet.wire.Ipv4Header;
import org.jspecify.annotations.Nullable;

/** Cuts packets into fragments (RFC 791, 2.3), those made here and those that go on. Any thread; copies. */
final class Fragmenter {
    /** In the kind of an option: every fragment has it, not only the first. */
    private static final int COPIED = 0x80;

    private final MbufPool pool;
    private final Domain ip;
    private final Drops drops;
    private final Stats stats;

    Fragmenter(MbufPool pool, Domain ip, Drops drops, Stats stats) {
        this.pool = pool;
        this.ip = ip;
        this.drops = drops;
        this.stats = stats;
    }

    /** Sends a packet with a good header in pieces of the MTU. Consumes it; 0 or an errno number. */
    int send(Mbuf m, Ifnet out, long neighbour, int mtu) {
        int header = Ipv4Header.headerLength(m, 0);
        int whole = Ipv4Header.totalLength(m, 0) - header;
        int most = mtu - header & ~7;
        if (most < 8) {
            return refuse(m, DropReason.CANT_FRAG, Errno.EMSGSIZE);
        }
        stats.count(Stats.FRAGMENTED);
        int place = Ipv4Header.fragment(m, 0);
        int base = place & Ipv4Header.OFFSET_MASK;
        ChainCursor rest = new ChainCursor(m, header);
        for (int done = 0; done < whole; ) {
            int count = Math.min(most, whole - done);
            boolean more = done + count < whole || (place & Ipv4Header.MF) != 0;
            Mbuf piece = head(m, header, count, base + (done >> 3), done == 0, more);
            if (piece == null || !rest.copyTo(piece, count, pool)) {
                if (piece != null) {
                    piece.free();
                }
                return refuse(m, DropReason.NO_MBUF, Errno.ENOBUFS);
            }
            stats.count(Stats.FRAGMENTS_SENT);
            int error = out.output(piece, ip, 0, neighbour);
            if (error != 0) {
                m.free();
                return error;
            }
            done += count;
        }
        m.free();
        return 0;
    }

    private int refuse(Mbuf m, DropReason reason, Errno errno) {
        drops.drop(reason, m);
        return errno.number();
    }

    /** The header of one piece. */
    private @Nullable Mbuf head(Mbuf m, int header, int count, int offset, boolean first, boolean more) {
        Mbuf piece = pool.alloc();
        if (piece == null) {
            return null;
        }
        piece.append(header);
        m.copyTo(0, piece, 0, header);
        int length = first ? header : keepCopied(piece, header);
        piece.trimBack(header - length);
        piece.put8(0, 0x40 | length >> 2);
        piece.put16(Ipv4Header.TOTAL, length + count);
        piece.put16(Ipv4Header.FRAGMENT, offset | (more ? Ipv4Header.MF : 0));
        piece.put16(Ipv4Header.CHECKSUM, 0);
        piece.put16(Ipv4Header.CHECKSUM, Checksum.of(piece, 0, length));
        piece.flags(m.flags() & (Mbuf.PRIO | Mbuf.MCAST | Mbuf.BCAST | Mbuf.HASH));
        piece.flowHash(m.flowHash());
        piece.rcvif(m.rcvif());
        return piece;
    }

    /** Leaves out the options that only the first fragment has; bytes of the header that is left. */
    private static int keepCopied(Mbuf piece, int header) {
        int to = Ipv4Header.LENGTH;
        int i = Ipv4Header.LENGTH;
        while (i < header && piece.get8(i) != Ip4Checks.END_OF_OPTIONS) {
            int kind = piece.get8(i);
            int length = kind == Ip4Checks.NO_OPERATION ? 1 : piece.get8(i + 1);
            for (int k = 0; k < length && (kind & COPIED) != 0; k++) {
                piece.put8(to++, piece.get8(i + k));
            }
            i += length;
        }
        while ((to & 3) != 0) {
            piece.put8(to++, Ip4Checks.END_OF_OPTIONS);
        }
        return to;
    }
}
