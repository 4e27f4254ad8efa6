package org.ifnet.inet6.internal;

import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.domain.Domain;
import org.ifnet.mbuf.ChainCursor;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Env;
import org.ifnet.wire.Ip6Header;
import org.jspecify.annotations.Nullable;

/** Cuts packets that are made here into fragments (RFC 8200, 4.5). Any thread; copies. */
final class Fragmenter {
    private static final int HEADER = 8;

    private final Stats stats;
    private final Env env;
    private final MbufPool pool;
    private final Domain ip;
    private final Drops drops;

    Fragmenter(Env env, MbufPool pool, Domain ip, Drops drops, Stats stats) {
        this.stats = stats;
        this.env = env;
        this.pool = pool;
        this.ip = ip;
        this.drops = drops;
    }

    /** Sends a packet without extension headers, its checksums complete, in pieces of the MTU. Consumes it. */
    int send(Mbuf m, Ifnet out, long hi, long lo, int mtu) {
        int whole = Ip6Header.payloadLength(m, 0);
        int most = mtu - Ip6Header.LENGTH - HEADER & ~7;
        int id = (int) env.random();
        stats.count(Stats.FRAGMENTED);
        ChainCursor rest = new ChainCursor(m, Ip6Header.LENGTH);
        for (int done = 0; done < whole; ) {
            int count = Math.min(most, whole - done);
            Mbuf piece = head(m, count, done, done + count < whole, id);
            if (piece == null || !rest.copyTo(piece, count, pool)) {
                if (piece != null) {
                    piece.free();
                }
                drops.drop(DropReason.NO_MBUF, m);
                return Errno.ENOBUFS.number();
            }
            stats.count(Stats.FRAGMENTS_SENT);
            int error = out.output(piece, ip, hi, lo);
            if (error != 0) {
                m.free();
                return error;
            }
            done += count;
        }
        m.free();
        return 0;
    }

    /** The headers of one piece. */
    private @Nullable Mbuf head(Mbuf m, int count, int place, boolean more, int id) {
        Mbuf piece = pool.alloc();
        if (piece == null) {
            return null;
        }
        int at = Ip6Header.LENGTH;
        piece.append(at + HEADER);
        m.copyTo(0, piece, 0, at);
        piece.put16(Ip6Header.PAYLOAD, count + HEADER);
        piece.put8(Ip6Header.NEXT, Ip6Header.FRAGMENT);
        piece.put16(at, Ip6Header.next(m, 0) << 8);
        piece.put16(at + 2, place | (more ? 1 : 0));
        piece.put32(at + 4, id);
        piece.flags(m.flags() & (Mbuf.PRIO | Mbuf.MCAST));
        return piece;
    }
}
