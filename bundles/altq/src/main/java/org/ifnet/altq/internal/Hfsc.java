package org.ifnet.altq.internal;

import org.ifnet.DropReason;
import org.ifnet.ifq.Scheduler;
import org.ifnet.ifq.SchedulerContext;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufQueue;
import org.jspecify.annotations.Nullable;

/**
 * What is guaranteed and due goes first, by deadline; else the line is shared from the root downwards. What neither allows
 * waits, even when that leaves the line idle.
 */
final class Hfsc implements Scheduler {
    private final SchedulerContext context;
    private final HfscClass root;
    private final HfscLeaf[] leaves;
    /** By class: where its packets wait; that of the default for a class that only has others below. */
    private final HfscLeaf[] leafOf;

    private final HfscLeaf otherwise;
    private final OwnClock clock = new OwnClock();

    /** @param classes by index, null for one that has others below, which the default stands in for */
    Hfsc(
            SchedulerContext context,
            HfscClass root,
            @Nullable HfscLeaf[] classes,
            HfscLeaf otherwise,
            HfscLeaf[] leaves) {
        this.context = context;
        this.root = root;
        this.leaves = leaves;
        this.otherwise = otherwise;
        leafOf = new HfscLeaf[classes.length];
        for (int cls = 0; cls < classes.length; cls++) {
            HfscLeaf leaf = classes[cls];
            leafOf[cls] = leaf == null ? otherwise : leaf;
        }
    }

    @Override
    public boolean enqueue(int lane, int cls, Mbuf m, long now) {
        HfscLeaf leaf = cls >= 0 ? leafOf[cls] : otherwise;
        DropReason reason = leaf.refuses(m, now);
        if (reason != null) {
            context.drop(lane, m, reason);
            return false;
        }
        leaf.add(lane, m, 0, clock.at(now));
        return true;
    }

    @Override
    public void adopt(int lane, int cls, Mbuf m, long now) {
        HfscLeaf leaf = cls >= 0 ? leafOf[cls] : otherwise;
        leaf.adopt(lane, m, Phase.of(context.random()), clock.at(now));
    }

    @Override
    public @Nullable Mbuf dequeue(int lane, long now) {
        double t = clock.at(now);
        HfscLeaf leaf = guaranteed(1L << lane, t);
        boolean guaranteed = leaf != null;
        leaf = guaranteed ? leaf : root.next(1L << lane, t);
        return leaf == null ? null : leaf.poll(lane, guaranteed, t, now);
    }

    @Override
    public int choose(long lanes, long now) {
        double t = clock.at(now);
        HfscLeaf leaf = guaranteed(lanes, t);
        leaf = leaf != null ? leaf : root.next(lanes, t);
        return leaf == null ? -1 : leaf.nextLane(lanes);
    }

    /** The one with the earliest deadline among those that may go because it is guaranteed. */
    private @Nullable HfscLeaf guaranteed(long lanes, double t) {
        HfscLeaf best = null;
        double least = Double.POSITIVE_INFINITY;
        for (HfscLeaf leaf : leaves) {
            if (leaf.isEligible(lanes, t)) {
                double deadline = leaf.deadline();
                if (best == null || deadline < least) {
                    best = leaf;
                    least = deadline;
                }
            }
        }
        return best;
    }

    @Override
    public long due(long lanes, long now) {
        double t = clock.at(now);
        double least = root.due(lanes, t);
        for (HfscLeaf leaf : leaves) {
            least = Math.min(least, leaf.dueByGuarantee(lanes, t));
        }
        // infinite becomes NEVER
        return (long) Math.ceil(least);
    }

    @Override
    public int length(int lane) {
        int sum = 0;
        for (HfscLeaf leaf : leaves) {
            sum += leaf.length(lane);
        }
        return sum;
    }

    @Override
    public long bytes(int lane) {
        long sum = 0;
        for (HfscLeaf leaf : leaves) {
            sum += leaf.bytes(lane);
        }
        return sum;
    }

    @Override
    public void release(int lane, MbufQueue into) {
        for (HfscLeaf leaf : leaves) {
            leaf.release(lane, into);
        }
    }
}
