package org.ifnet.altq.internal;

import org.ifnet.DropReason;
import org.ifnet.ifq.ClassQueue;
import org.ifnet.ifq.Scheduler;
import org.ifnet.ifq.SchedulerContext;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufQueue;
import org.jspecify.annotations.Nullable;

/** One queue a priority, the highest that holds something first; starving the lower ones is meant. */
final class Priq implements Scheduler {
    private final SchedulerContext context;
    /** By class. */
    private final int[] priorities;

    private final QueueLimit[] limits;
    /** By priority; those of no class stay empty, but for 0, where packets without one wait that were adopted. */
    private final ClassQueue[] queues = new ClassQueue[PriqDiscipline.PRIORITIES];

    private final @Nullable QueueLimit[] limitOf = new QueueLimit[PriqDiscipline.PRIORITIES];
    private final int otherwise;

    Priq(SchedulerContext context, int[] priorities, QueueLimit[] limits, int otherwise) {
        this.context = context;
        this.priorities = priorities;
        this.limits = limits;
        this.otherwise = otherwise;
        for (int p = 0; p < queues.length; p++) {
            queues[p] = new ClassQueue(context.lanes());
        }
        for (int cls = 0; cls < priorities.length; cls++) {
            limitOf[priorities[cls]] = limits[cls];
        }
    }

    @Override
    public boolean enqueue(int lane, int cls, Mbuf m, long now) {
        int chosen = cls >= 0 ? cls : otherwise;
        if (chosen < 0) {
            context.drop(lane, m, DropReason.NO_CLASS);
            return false;
        }
        ClassQueue queue = queues[priorities[chosen]];
        DropReason reason = limits[chosen].arrives(m, queue.length(), now);
        if (reason != null) {
            context.drop(lane, m, reason);
            return false;
        }
        queue.add(lane, m);
        return true;
    }

    @Override
    public void adopt(int lane, int cls, Mbuf m, long now) {
        int chosen = cls >= 0 ? cls : otherwise;
        int p = chosen < 0 ? 0 : priorities[chosen];
        QueueLimit limit = limitOf[p];
        if (limit != null) {
            limit.adopted(m);
        }
        queues[p].add(lane, m);
    }

    @Override
    public @Nullable Mbuf dequeue(int lane, long now) {
        int p = highest(1L << lane);
        if (p < 0) {
            return null;
        }
        Mbuf m = queues[p].poll(lane);
        QueueLimit limit = limitOf[p];
        if (m != null && limit != null) {
            limit.left(m, queues[p].length(), now);
        }
        return m;
    }

    @Override
    public int choose(long lanes, long now) {
        int p = highest(lanes);
        return p < 0 ? -1 : queues[p].nextLane(lanes);
    }

    @Override
    public long due(long lanes, long now) {
        return highest(lanes) < 0 ? NEVER : 0;
    }

    private int highest(long lanes) {
        int p = queues.length - 1;
        while (p >= 0 && !queues[p].hasAny(lanes)) {
            p--;
        }
        return p;
    }

    @Override
    public int length(int lane) {
        int sum = 0;
        for (ClassQueue queue : queues) {
            sum += queue.length(lane);
        }
        return sum;
    }

    @Override
    public long bytes(int lane) {
        long sum = 0;
        for (ClassQueue queue : queues) {
            sum += queue.bytes(lane);
        }
        return sum;
    }

    @Override
    public void release(int lane, MbufQueue into) {
        for (int p = queues.length - 1; p >= 0; p--) {
            release(p, lane, into);
        }
    }

    private void release(int p, int lane, MbufQueue into) {
        QueueLimit limit = limitOf[p];
        for (Mbuf m = queues[p].poll(lane); m != null; m = queues[p].poll(lane)) {
            if (limit != null) {
                limit.released(m);
            }
            into.add(m);
        }
    }
}
