package org.ifnet.altq.internal;

import org.ifnet.DropReason;
import org.ifnet.ifq.ClassQueue;
import org.ifnet.ifq.Scheduler;
import org.ifnet.ifq.SchedulerContext;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufQueue;
import org.jspecify.annotations.Nullable;

/** First in, first out, behind a {@link QueueLimit}. */
final class SingleQueue implements Scheduler {
    private final SchedulerContext context;
    private final QueueLimit limit;
    private final ClassQueue queue;

    SingleQueue(SchedulerContext context, QueueLimit limit) {
        this.context = context;
        this.limit = limit;
        queue = new ClassQueue(context.lanes());
    }

    @Override
    public boolean enqueue(int lane, int cls, Mbuf m, long now) {
        DropReason reason = limit.arrives(m, queue.length(), now);
        if (reason != null) {
            context.drop(lane, m, reason);
            return false;
        }
        queue.add(lane, m);
        return true;
    }

    @Override
    public void adopt(int lane, int cls, Mbuf m, long now) {
        limit.adopted(m);
        queue.add(lane, m);
    }

    @Override
    public @Nullable Mbuf dequeue(int lane, long now) {
        Mbuf m = queue.poll(lane);
        if (m != null) {
            limit.left(m, queue.length(), now);
        }
        return m;
    }

    @Override
    public int choose(long lanes, long now) {
        return queue.nextLane(lanes);
    }

    @Override
    public long due(long lanes, long now) {
        return queue.hasAny(lanes) ? 0 : NEVER;
    }

    @Override
    public int length(int lane) {
        return queue.length(lane);
    }

    @Override
    public long bytes(int lane) {
        return queue.bytes(lane);
    }

    @Override
    public void release(int lane, MbufQueue into) {
        for (Mbuf m = queue.poll(lane); m != null; m = queue.poll(lane)) {
            limit.released(m);
            into.add(m);
        }
    }
}
