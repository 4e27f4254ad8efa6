package org.ifnet.inet.internal;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.ifnet.Ifnet;
import org.ifnet.mbuf.MbufHold;
import org.jspecify.annotations.Nullable;

/**
 * One neighbour. State and link-level address share a word, so that a reader gets both or neither.
 *
 * <pre>
 *   INCOMPLETE --reply--&gt; REACHABLE --expired, unused or unanswered--&gt; DEAD
 *       |                     ^
 *       +--no reply--&gt; DOWN --+ (any packet of the neighbour)       PERMANENT: set by an administrator
 *                        +--time over--&gt; DEAD
 * </pre>
 *
 * <p>Packets wait in {@code held} while the entry is INCOMPLETE. Whoever puts one there looks at the state again
 * afterwards, and whoever changes the state looks into {@code held} afterwards: one of the two sees the other.
 */
final class ArpEntry {
    static final int INCOMPLETE = 0;
    static final int DOWN = 1;
    static final int REACHABLE = 2;
    static final int PERMANENT = 3;
    static final int DEAD = 4;

    private static final int STATE_SHIFT = 48;
    private static final long ADDRESS = (1L << STATE_SHIFT) - 1;

    final Ifnet ifnet;
    final int address;
    private final AtomicInteger incomplete;

    /** The next in the bucket of {@link ArpCache}. */
    volatile @Nullable ArpEntry next;

    /** When the timer has something to do with it. */
    volatile long due;

    /** Requests sent since the last answer. */
    final AtomicInteger asked = new AtomicInteger();

    /** Somebody sent to it since the last answer. */
    private volatile boolean used;

    private final AtomicLong word = new AtomicLong();

    /** Packets that wait for the neighbour. */
    final MbufHold held = new MbufHold();

    /** @param incomplete counts those of the interface that have not answered; this one is counted already */
    ArpEntry(Ifnet ifnet, int address, AtomicInteger incomplete) {
        this.ifnet = ifnet;
        this.address = address;
        this.incomplete = incomplete;
    }

    int state() {
        return (int) (word.get() >>> STATE_SHIFT);
    }

    /** The link-level address of a neighbour that has one, else -1. */
    long lladdr() {
        long w = word.get();
        int state = (int) (w >>> STATE_SHIFT);
        return state == REACHABLE || state == PERMANENT ? w & ADDRESS : -1;
    }

    /** The same for a sender. */
    long use() {
        long lladdr = lladdr();
        if (lladdr >= 0 && !used) {
            used = true;
        }
        return lladdr;
    }

    boolean wasUsed() {
        return used;
    }

    /** Goes to REACHABLE or PERMANENT; false when it is dead, or permanent and this is not. */
    boolean found(int state, long lladdr) {
        while (true) {
            long w = word.get();
            int was = (int) (w >>> STATE_SHIFT);
            if (was == DEAD || was == PERMANENT && state != PERMANENT) {
                return false;
            }
            if (word.compareAndSet(w, (long) state << STATE_SHIFT | lladdr)) {
                left(was);
                asked.set(0);
                used = false;
                return true;
            }
        }
    }

    /** Goes from one state to DOWN or DEAD; false when it is not in that state any more. */
    boolean lost(int from, int to) {
        long w = word.get();
        if (w >>> STATE_SHIFT != from || !word.compareAndSet(w, (long) to << STATE_SHIFT)) {
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
            incomplete.getAndDecrement();
        }
    }
}
