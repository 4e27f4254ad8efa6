package org.ifnet.altq.internal;

import java.util.Arrays;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufQueue;
import org.jspecify.annotations.Nullable;

/**
 * The packets of one class, in buckets by flow hash that are served in turns. Each lane has a list of its buckets that hold
 * something; the places in these lists are numbered, so that the lists of several lanes, merged by number, are the one
 * list of the class.
 *
 * <p>With a bandwidth for hogs, a bucket that has had less keeps its turn, and one that comes back goes to the front.
 */
final class FairqBuckets {
    /** So long a bucket may send faster than a hog before it is one; so long, at most, it takes not to be one any more. */
    private static final long HOG_NANOS = 125_000_000;

    private static final int NONE = -1;

    private final int count;
    private final int limit;
    /** By lane times {@link #count} plus bucket, as are the two below. */
    private final MbufQueue[] queues;

    private final int[] next;
    private final long[] places;
    /** By lane. */
    private final int[] first;

    private final int[] last;
    private final int[] length;
    private final long[] bytes;
    /** By bucket, all lanes together. */
    private final int[] waiting;

    private final Pace @Nullable [] paces;
    private long occupied;
    private long front;
    private long back;

    /**
     * @param count a power of two
     * @param limit packets in a bucket
     * @param hogs bits a second, 0 when there are none
     */
    FairqBuckets(int lanes, int count, int limit, long hogs) {
        this.count = count;
        this.limit = limit;
        queues = new MbufQueue[lanes * count];
        Arrays.setAll(queues, i -> new MbufQueue());
        next = new int[queues.length];
        places = new long[queues.length];
        first = new int[lanes];
        Arrays.fill(first, NONE);
        last = new int[lanes];
        length = new int[lanes];
        bytes = new long[lanes];
        waiting = new int[count];
        paces = hogs == 0 ? null : paces(count, hogs);
    }

    private static Pace[] paces(int count, long hogs) {
        Pace[] paces = new Pace[count];
        Arrays.setAll(paces, i -> new Pace(hogs, 0, 2.0 * HOG_NANOS));
        return paces;
    }

    /** Whether the bucket of that packet takes no more. */
    boolean isFull(Mbuf m) {
        return waiting[bucket(m)] >= limit;
    }

    void add(int lane, Mbuf m, long t) {
        int bucket = bucket(m);
        int slot = lane * count + bucket;
        if (queues[slot].isEmpty()) {
            if (paces == null || isHog(bucket, t)) {
                append(lane, slot);
            } else {
                insert(lane, slot);
            }
        }
        long before = queues[slot].bytes();
        queues[slot].add(m);
        bytes[lane] += queues[slot].bytes() - before;
        length[lane]++;
        waiting[bucket]++;
    }

    /** The next packet of the lane, null when it has none. */
    @Nullable
    Mbuf poll(int lane, long t) {
        int slot = first[lane];
        Mbuf m = slot == NONE ? null : take(lane, slot);
        if (m == null) {
            return null;
        }
        int bucket = slot % count;
        if (paces != null) {
            paces[bucket].sent(m.packetLength(), t);
        }
        if (queues[slot].isEmpty()) {
            removeFirst(lane);
        } else if (paces == null || isHog(bucket, t)) {
            removeFirst(lane);
            append(lane, slot);
        }
        return m;
    }

    /** Moves the packets of the lane to the end of {@code into}, buckets in turns. */
    void release(int lane, MbufQueue into) {
        for (int slot = first[lane]; slot != NONE; slot = first[lane]) {
            Mbuf m = take(lane, slot);
            removeFirst(lane);
            if (m != null) {
                into.add(m);
            }
            if (!queues[slot].isEmpty()) {
                append(lane, slot);
            }
        }
    }

    private @Nullable Mbuf take(int lane, int slot) {
        MbufQueue queue = queues[slot];
        long before = queue.bytes();
        Mbuf m = queue.poll();
        if (m != null) {
            bytes[lane] -= before - queue.bytes();
            length[lane]--;
            waiting[slot % count]--;
        }
        return m;
    }

    private void append(int lane, int slot) {
        places[slot] = back++;
        next[slot] = NONE;
        if (first[lane] == NONE) {
            first[lane] = slot;
        } else {
            next[last[lane]] = slot;
        }
        last[lane] = slot;
        occupied |= 1L << lane;
    }

    private void insert(int lane, int slot) {
        places[slot] = --front;
        next[slot] = first[lane];
        if (first[lane] == NONE) {
            last[lane] = slot;
        }
        first[lane] = slot;
        occupied |= 1L << lane;
    }

    private void removeFirst(int lane) {
        first[lane] = next[first[lane]];
        if (first[lane] == NONE) {
            occupied &= ~(1L << lane);
        }
    }

    private boolean isHog(int bucket, long t) {
        return paces != null && paces[bucket].ahead(t) > HOG_NANOS;
    }

    private int bucket(Mbuf m) {
        return m.has(Mbuf.HASH) ? m.flowHash() & count - 1 : 0;
    }

    /** The lane among {@code set} whose bucket is next; -1 when none holds anything. */
    int nextLane(long set) {
        int best = -1;
        for (long rest = occupied & set; rest != 0; rest &= rest - 1) {
            int lane = Long.numberOfTrailingZeros(rest);
            if (best < 0 || places[first[lane]] < places[first[best]]) {
                best = lane;
            }
        }
        return best;
    }

    boolean hasAny(long set) {
        return (occupied & set) != 0;
    }

    boolean isEmpty() {
        return occupied == 0;
    }

    int length(int lane) {
        return length[lane];
    }

    long bytes(int lane) {
        return bytes[lane];
    }
}
