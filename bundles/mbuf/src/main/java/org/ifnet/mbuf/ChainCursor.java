package org.ifnet.mbuf;

import org.jspecify.annotations.Nullable;

/** A place in a packet of one or more frames, from which bytes are copied into other packets. For one thread. */
public final class ChainCursor {
    private @Nullable Mbuf from;
    private int at;

    /**
     * Begins {@code at} bytes behind the start of the first frame; the packet stays the caller's and must not change
     * meanwhile.
     */
    public ChainCursor(Mbuf first, int at) {
        this.from = first;
        this.at = at;
    }

    /**
     * Appends the next {@code count} bytes to a packet, with further frames of the pool where its last one is full.
     *
     * @return false when the pool is empty or the source ends before; what was appended until then stays
     */
    public boolean copyTo(Mbuf packet, int count, MbufPool pool) {
        Mbuf tail = packet;
        while (tail.next() != null) {
            tail = tail.next();
        }
        for (int left = count; left > 0; ) {
            while (from != null && at == from.length()) {
                from = from.next();
                at = 0;
            }
            Mbuf to = tail.tailroom() > 0 ? tail : pool.alloc();
            if (from == null || to == null) {
                return false;
            }
            if (to != tail) {
                tail.next(to);
                tail = to;
            }
            int step = Math.min(left, Math.min(to.tailroom(), from.length() - at));
            int end = to.length();
            to.append(step);
            from.copyTo(at, to, end, step);
            at += step;
            left -= step;
        }
        return true;
    }
}
