package org.ifnet.altq.internal;

import org.ifnet.DropReason;
import org.ifnet.ifq.Scheduler;
import org.ifnet.ifq.SchedulerContext;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufQueue;
import org.jspecify.annotations.Nullable;

/**
 * Classes within their bandwidth first, then those that can borrow, from as near as possible; among these the highest
 * priority, and within a priority by turns as the bandwidths are. The others are suspended, even when that leaves the line idle.
 */
final class Cbq implements Scheduler {
    private static final int WORD = Long.SIZE;

    private final SchedulerContext context;
    private final CbqLeaf[] leaves;
    /** By class: where its packets wait; that of the default for a class that only has others below. */
    private final CbqLeaf[] leafOf;

    private final CbqLeaf otherwise;
    /** The leaves that hold packets: bit i modulo 64 of word i / 64. */
    private final long[] busy;

    private final OwnClock clock = new OwnClock();

    /**
     * @param classes how many there are, leaves and others
     * @param otherwise the class of the packets that have none; a leaf
     */
    Cbq(SchedulerContext context, CbqLeaf[] leaves, int classes, int otherwise) {
        this.context = context;
        this.leaves = leaves;
        leafOf = new CbqLeaf[classes];
        for (CbqLeaf leaf : leaves) {
            leafOf[leaf.index] = leaf;
        }
        this.otherwise = leafOf[otherwise];
        for (int cls = 0; cls < classes; cls++) {
            leafOf[cls] = leafOf[cls] == null ? this.otherwise : leafOf[cls];
        }
        busy = new long[(leaves.length + WORD - 1) / WORD];
    }

    @Override
    public boolean enqueue(int lane, int cls, Mbuf m, long now) {
        CbqLeaf leaf = cls >= 0 ? leafOf[cls] : otherwise;
        DropReason reason = leaf.refuses(m, now);
        if (reason != null) {
            context.drop(lane, m, reason);
            return false;
        }
        leaf.add(lane, m, 0, clock.at(now));
        noteBusy(leaf);
        return true;
    }

    @Override
    public void adopt(int lane, int cls, Mbuf m, long now) {
        CbqLeaf leaf = cls >= 0 ? leafOf[cls] : otherwise;
        leaf.adopt(lane, m, Phase.of(context.random()), clock.at(now));
        noteBusy(leaf);
    }

    private void noteBusy(CbqLeaf leaf) {
        busy[leaf.number / WORD] |= 1L << leaf.number;
    }

    @Override
    public @Nullable Mbuf dequeue(int lane, long now) {
        long t = clock.at(now);
        CbqLeaf leaf = next(1L << lane, t);
        if (leaf == null) {
            return null;
        }
        Mbuf m = leaf.poll(lane, t, now);
        noteEmpty(leaf);
        return m;
    }

    @Override
    public int choose(long lanes, long now) {
        CbqLeaf leaf = next(lanes, clock.at(now));
        return leaf == null ? -1 : leaf.nextLane(lanes);
    }

    /** The leaf that goes next. Depends on nothing of a lane but which leaves wait there. */
    private @Nullable CbqLeaf next(long lanes, long t) {
        CbqLeaf best = null;
        int least = CbqClass.SUSPENDED;
        for (int i = nextBusy(0); i >= 0; i = nextBusy(i + 1)) {
            CbqLeaf leaf = leaves[i];
            int level = leaf.hasAny(lanes) ? leaf.level(t) : CbqClass.SUSPENDED;
            if (level < least || best != null && level == least && leaf.goesBefore(best)) {
                best = leaf;
                least = level;
            }
        }
        return best;
    }

    @Override
    public long due(long lanes, long now) {
        long t = clock.at(now);
        long least = NEVER;
        for (int i = nextBusy(0); i >= 0 && least > 0; i = nextBusy(i + 1)) {
            if (leaves[i].hasAny(lanes)) {
                least = Math.min(least, leaves[i].due(t));
            }
        }
        return least;
    }

    /** The first leaf from {@code from} on that holds packets, -1 when there is none. */
    private int nextBusy(int from) {
        for (int word = from / WORD; word < busy.length; word++) {
            long rest = word == from / WORD ? busy[word] & -1L << from : busy[word];
            if (rest != 0) {
                return word * WORD + Long.numberOfTrailingZeros(rest);
            }
        }
        return -1;
    }

    private void noteEmpty(CbqLeaf leaf) {
        if (leaf.isEmpty()) {
            busy[leaf.number / WORD] &= ~(1L << leaf.number);
        }
    }

    @Override
    public int length(int lane) {
        int sum = 0;
        for (CbqLeaf leaf : leaves) {
            sum += leaf.length(lane);
        }
        return sum;
    }

    @Override
    public long bytes(int lane) {
        long sum = 0;
        for (CbqLeaf leaf : leaves) {
            sum += leaf.bytes(lane);
        }
        return sum;
    }

    @Override
    public void release(int lane, MbufQueue into) {
        for (CbqLeaf leaf : leaves) {
            leaf.release(lane, into);
            noteEmpty(leaf);
        }
    }
}
