package org.ifnet.inet.internal;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.ifnet.Ifnet;
import org.ifnet.mbuf.Mbuf;
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

    /** Packets that wait for one neighbour: enough for the start of a few flows (RFC 1122, 2.3.2.2 wants one). */
    static final int HELD = 8;

    private static final int STATE_SHIFT = 48;
    private static final long ADDRESS = (1L << STATE_SHIFT) - 1;

    final Ifnet ifnet;
    final int address;

    /** The next in the bucket of {@link ArpCache}. */
    volatile @Nullable ArpEntry next;

    /** When the timer has something to do with it. */
    volatile long due;

    /** Requests sent since the last answer. */
    final AtomicInteger asked = new AtomicInteger();

    /** Somebody sent to it since the last answer. */
    private volatile boolean used;

    private final AtomicLong word = new AtomicLong();
    private final AtomicReferenceArray<@Nullable Mbuf> held = new AtomicReferenceArray<>(HELD);

    ArpEntry(Ifnet ifnet, int address) {
        this.ifnet = ifnet;
        this.address = address;
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
                asked.set(0);
                used = false;
                return true;
            }
        }
    }

    /** Goes from one state to DOWN or DEAD; false when it is not in that state any more. */
    boolean lost(int from, int to) {
        long w = word.get();
        return w >>> STATE_SHIFT == from && word.compareAndSet(w, (long) to << STATE_SHIFT);
    }

    void kill() {
        word.set((long) DEAD << STATE_SHIFT);
    }

    /** Takes a packet that waits; returns another that had to give way, because the latest must be kept. */
    @Nullable
    Mbuf hold(Mbuf m) {
        for (int i = 0; i < HELD; i++) {
            if (held.compareAndSet(i, null, m)) {
                return null;
            }
        }
        return held.getAndSet(HELD - 1, m);
    }

    /** The packet in that place, which the caller then owns. */
    @Nullable
    Mbuf take(int place) {
        return held.get(place) == null ? null : held.getAndSet(place, null);
    }
}
