package org.ifnet.inet6.internal;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.ifnet.mbuf.MbufHold;
import org.jspecify.annotations.Nullable;

/**
 * One neighbour (RFC 4861, 7.3.2). State and link-level address share a word, so that a reader gets both or neither.
 *
 * <pre>
 *   INCOMPLETE --answer--&gt; REACHABLE --time--&gt; STALE --used--&gt; DELAY --time--&gt; PROBE --answer--&gt; REACHABLE
 *       +--none--&gt; DEAD                          +--unused--&gt; DEAD             +--none--&gt; DEAD
 * </pre>
 *
 * <p>Packets wait in {@code held} while the entry is INCOMPLETE. Whoever puts one there looks at the state again
 * afterwards, and whoever changes the state looks into {@code held} afterwards: one of the two sees the other.
 */
final class NdEntry {
    static final int INCOMPLETE = 0;
    static final int REACHABLE = 1;
    static final int STALE = 2;
    static final int DELAY = 3;
    static final int PROBE = 4;
    static final int PERMANENT = 5;
    static final int DEAD = 6;

    private static final int STATE_SHIFT = 48;
    private static final long ADDRESS = (1L << STATE_SHIFT) - 1;

    final Link6 link;
    final long hi;
    final long lo;

    /** The next in the bucket of {@link NdCache}. */
    volatile @Nullable NdEntry next;

    /** When the timer has something to do with it. */
    volatile long due;

    /** It says that it forwards. */
    volatile boolean router;

    /** Requests sent since the last answer. */
    final AtomicInteger asked = new AtomicInteger();

    private final AtomicLong word;

    /** Packets that wait for the neighbour. */
    final MbufHold held = new MbufHold();

    /** @param lladdr -1 for one that is yet to be found */
    NdEntry(Link6 link, long hi, long lo, long lladdr) {
        this.link = link;
        this.hi = hi;
        this.lo = lo;
        this.word = new AtomicLong(lladdr < 0 ? 0 : (long) STALE << STATE_SHIFT | lladdr);
    }

    int state() {
        return (int) (word.get() >>> STATE_SHIFT);
    }

    /** The link-level address of a neighbour that has one, else -1. */
    long lladdr() {
        long w = word.get();
        int state = (int) (w >>> STATE_SHIFT);
        return state == INCOMPLETE || state == DEAD ? -1 : w & ADDRESS;
    }

    /** Goes to a state with that link-level address; false when it is dead, or permanent and this is not. */
    boolean found(int state, long lladdr) {
        while (true) {
            long w = word.get();
            int was = (int) (w >>> STATE_SHIFT);
            if (was == DEAD || was == PERMANENT && state != PERMANENT) {
                return false;
            }
            if (word.compareAndSet(w, (long) state << STATE_SHIFT | lladdr)) {
                left(was);
                return true;
            }
        }
    }

    /** Goes from one state to another and keeps the link-level address; false when it is not in that state any more. */
    boolean move(int from, int to) {
        long w = word.get();
        if (w >>> STATE_SHIFT != from || !word.compareAndSet(w, (long) to << STATE_SHIFT | w & ADDRESS)) {
            return false;
        }
        left(from);
        return true;
    }

    void kill() {
        left((int) (word.getAndSet((long) DEAD << STATE_SHIFT) >>> STATE_SHIFT));
    }

    private void left(int was) {
        if (was == INCOMPLETE) {
            link.incomplete.getAndDecrement();
        }
    }
}
