package org.ifnet.inet6.internal;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.wire.Ip6Header;
import org.jspecify.annotations.Nullable;

/** A packet of which some fragments have come, in order of their places. Under the lock of {@link Reassembly}. */
final class Fragmented {
    /** As many as a chain has frames. */
    static final int MOST = Mbuf.CHAIN_MAX;

    private static final int UNKNOWN = -1;

    long srcHi;
    long srcLo;
    long dstHi;
    long dstLo;
    int id;
    int ifnet;
    long due;
    boolean used;

    /** Something was wrong with it: what still comes of it goes the same way (RFC 5722). */
    boolean poisoned;

    private final @Nullable Mbuf[] pieces = new Mbuf[MOST];
    private final int[] from = new int[MOST];
    private final int[] to = new int[MOST];
    private int count;
    private int frames;
    private int total = UNKNOWN;

    boolean is(Mbuf m, int packet, int in) {
        return used
                && id == packet
                && ifnet == in
                && srcLo == Ip6Header.srcLo(m, 0)
                && dstLo == Ip6Header.dstLo(m, 0)
                && srcHi == Ip6Header.srcHi(m, 0)
                && dstHi == Ip6Header.dstHi(m, 0);
    }

    void begin(Mbuf m, int packet, int in, long until) {
        srcHi = Ip6Header.srcHi(m, 0);
        srcLo = Ip6Header.srcLo(m, 0);
        dstHi = Ip6Header.dstHi(m, 0);
        dstLo = Ip6Header.dstLo(m, 0);
        id = packet;
        ifnet = in;
        due = until;
        used = true;
        poisoned = false;
        count = 0;
        frames = 0;
        total = UNKNOWN;
    }

    int frames() {
        return frames;
    }

    /** What {@link #add} did with the piece. */
    enum Outcome {
        TAKEN,
        /** It was there already; the caller keeps it. */
        DOUBLE,
        /** It contradicts others: the whole packet is lost; the caller keeps it. */
        CONTRADICTION
    }

    /** Takes the bytes from {@code start} to {@code end} of the fragmentable part. */
    Outcome add(Mbuf m, int start, int end, boolean last, int itsFrames) {
        int at = count;
        while (at > 0 && from[at - 1] >= start) {
            at--;
        }
        if (at < count && from[at] == start && to[at] == end && last == (end == total)) {
            return Outcome.DOUBLE;
        }
        boolean overlaps = at > 0 && to[at - 1] > start || at < count && from[at] < end;
        boolean beyond = total != UNKNOWN && (end > total || last) || last && count > 0 && to[count - 1] > end;
        if (overlaps || beyond || count == MOST || frames + itsFrames > Mbuf.CHAIN_MAX) {
            return Outcome.CONTRADICTION;
        }
        for (int i = count; i > at; i--) {
            pieces[i] = pieces[i - 1];
            from[i] = from[i - 1];
            to[i] = to[i - 1];
        }
        pieces[at] = m;
        from[at] = start;
        to[at] = end;
        count++;
        frames += itsFrames;
        total = last ? end : total;
        return Outcome.TAKEN;
    }

    boolean isComplete() {
        if (total == UNKNOWN || count == 0 || from[0] != 0 || to[count - 1] != total) {
            return false;
        }
        for (int i = 1; i < count; i++) {
            if (from[i] != to[i - 1]) {
                return false;
            }
        }
        return true;
    }

    /** The first fragment, or null while it has not come. */
    @Nullable
    Mbuf first() {
        return count > 0 && from[0] == 0 ? pieces[0] : null;
    }

    int size() {
        return count;
    }

    int end() {
        return total;
    }

    boolean has(int place) {
        return pieces[place] != null;
    }

    /** The piece at that place, which the caller owns from now on. */
    Mbuf take(int place) {
        Mbuf m = pieces[place];
        pieces[place] = null;
        if (m == null) {
            throw new IllegalStateException("piece " + place + " of " + count);
        }
        return m;
    }

    void forgetPieces() {
        count = 0;
        frames = 0;
    }
}
