package org.ifnet.mbuf;

import org.jspecify.annotations.Nullable;

/**
 * The fragments of one packet that have come, in order of their places. It owns each from {@link #add} to {@link #take}.
 * For one thread at a time.
 */
public final class FragmentList {
    /** Fragments, and frames of all together: as many as a packet has frames. */
    public static final int MOST = Mbuf.CHAIN_MAX;

    private static final int UNKNOWN = -1;

    private final @Nullable Mbuf[] pieces = new Mbuf[MOST];
    private final int[] from = new int[MOST];
    private final int[] to = new int[MOST];
    private int count;
    private int frames;
    private int total = UNKNOWN;

    /** What {@link #add} did with a fragment. */
    public enum Outcome {
        TAKEN,
        /** It was there already; the caller keeps it. */
        DOUBLE,
        /** It contradicts others, or is one too many: the packet is lost (RFC 5722); the caller keeps it. */
        CONTRADICTION
    }

    /**
     * Takes the bytes from {@code start} to {@code end} of what was cut, which must be more than none.
     *
     * @param last nothing follows
     * @param itsFrames frames of this fragment
     */
    public Outcome add(Mbuf m, int start, int end, boolean last, int itsFrames) {
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

    /** Whether all is there from 0 to the end. */
    public boolean isComplete() {
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
    public @Nullable Mbuf first() {
        return count > 0 && from[0] == 0 ? pieces[0] : null;
    }

    /** Fragments. */
    public int size() {
        return count;
    }

    /** Frames of all of them. */
    public int frames() {
        return frames;
    }

    /** Bytes of all of them together; negative while the last has not come. */
    public int total() {
        return total;
    }

    /** Whether the fragment at that place, 0 to {@link #size}, was not taken yet. */
    public boolean has(int place) {
        return pieces[place] != null;
    }

    /** The fragment at that place, which the caller owns from now on. */
    public Mbuf take(int place) {
        Mbuf m = pieces[place];
        pieces[place] = null;
        if (m == null) {
            throw new IllegalStateException("fragment " + place + " of " + count);
        }
        return m;
    }

    /** Begins anew; all must have been taken. */
    public void clear() {
        count = 0;
        frames = 0;
        total = UNKNOWN;
    }
}
