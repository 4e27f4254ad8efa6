package org.ifnet.altq.internal;

import org.ifnet.DropReason;
import org.ifnet.ifq.ClassQueue;
import org.ifnet.ifq.Scheduler;
import org.ifnet.ifq.SchedulerContext;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufQueue;
import org.jspecify.annotations.Nullable;

/**
 * The highest priority first that has not had its bandwidth; when all have, shares in proportion to the bandwidths. Within a
 * class, flows in turns. Never leaves the line idle.
 */
final class Fairq implements Scheduler {
    private final SchedulerContext context;
    /** By class. */
    private final int[] priorities;
    /** By priority. */
    private final @Nullable FairqClass[] classes;
    /** Of the priorities. */
    private final Shares shares;
    /** Packets without a class, which were adopted; behind all others. */
    private final ClassQueue strays;

    private final int otherwise;
    private final OwnClock clock = new OwnClock();

    /**
     * @param priorities of the classes
     * @param classes by priority
     * @param otherwise the default class, -1 when there is none
     */
    Fairq(SchedulerContext context, int[] priorities, @Nullable FairqClass[] classes, Shares shares, int otherwise) {
        this.context = context;
        this.priorities = priorities;
        this.classes = classes;
        this.shares = shares;
        this.otherwise = otherwise;
        strays = new ClassQueue(context.lanes());
    }

    @Override
    public boolean enqueue(int lane, int cls, Mbuf m, long now) {
        FairqClass chosen = classOf(cls);
        if (chosen == null || chosen.buckets.isFull(m)) {
            context.drop(lane, m, chosen == null ? DropReason.NO_CLASS : DropReason.QUEUE_FULL);
            return false;
        }
        if (chosen.buckets.isEmpty()) {
            chosen.joins(m);
            shares.joins(priorityOf(cls));
        }
        chosen.buckets.add(lane, m, clock.at(now));
        return true;
    }

    @Override
    public void adopt(int lane, int cls, Mbuf m, long now) {
        FairqClass chosen = classOf(cls);
        if (chosen == null) {
            strays.add(lane, m);
            return;
        }
        if (!chosen.hasBegun()) {
            double phase = Phase.of(context.random());
            chosen.begins(m, phase, clock.at(now));
            shares.begins(priorityOf(cls), phase, m.packetLength());
        } else if (chosen.buckets.isEmpty()) {
            chosen.joins(m);
            shares.joins(priorityOf(cls));
        }
        chosen.buckets.add(lane, m, clock.at(now));
    }

    private @Nullable FairqClass classOf(int cls) {
        return cls < 0 && otherwise < 0 ? null : classes[priorityOf(cls)];
    }

    private int priorityOf(int cls) {
        return priorities[cls >= 0 ? cls : otherwise];
    }

    @Override
    public @Nullable Mbuf dequeue(int lane, long now) {
        long t = clock.at(now);
        int p = next(1L << lane, t);
        FairqClass chosen = p < 0 ? null : classes[p];
        if (chosen == null) {
            return strays.poll(lane);
        }
        Mbuf m = chosen.poll(lane, t);
        shares.served(p, chosen.typical());
        return m;
    }

    @Override
    public int choose(long lanes, long now) {
        int p = next(lanes, clock.at(now));
        FairqClass chosen = p < 0 ? null : classes[p];
        return chosen == null ? strays.nextLane(lanes) : chosen.buckets.nextLane(lanes);
    }

    /** The priority that goes next, -1 when no class waits. Depends on nothing of a lane but whether a class waits there. */
    private int next(long lanes, long t) {
        int best = -1;
        double place = 0;
        for (int p = classes.length - 1; p >= 0; p--) {
            FairqClass candidate = classes[p];
            if (candidate == null || !candidate.buckets.hasAny(lanes)) {
                continue;
            }
            if (!candidate.isOver(t)) {
                return p;
            }
            double its = shares.place(p, candidate.typical());
            if (best < 0 || its < place) {
                best = p;
                place = its;
            }
        }
        return best;
    }

    @Override
    public long due(long lanes, long now) {
        for (FairqClass candidate : classes) {
            if (candidate != null && candidate.buckets.hasAny(lanes)) {
                return 0;
            }
        }
        return strays.hasAny(lanes) ? 0 : NEVER;
    }

    @Override
    public int length(int lane) {
        int sum = strays.length(lane);
        for (FairqClass each : classes) {
            sum += each == null ? 0 : each.buckets.length(lane);
        }
        return sum;
    }

    @Override
    public long bytes(int lane) {
        long sum = strays.bytes(lane);
        for (FairqClass each : classes) {
            sum += each == null ? 0 : each.buckets.bytes(lane);
        }
        return sum;
    }

    @Override
    public void release(int lane, MbufQueue into) {
        for (int p = classes.length - 1; p >= 0; p--) {
            FairqClass each = classes[p];
            if (each != null) {
                each.buckets.release(lane, into);
            }
        }
        strays.release(lane, into);
    }
}
