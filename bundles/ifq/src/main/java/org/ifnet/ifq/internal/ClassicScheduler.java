package org.ifnet.ifq.internal;

import org.ifnet.DropReason;
import org.ifnet.ifq.Scheduler;
import org.ifnet.ifq.SchedulerContext;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufQueue;
import org.jspecify.annotations.Nullable;

/**
 * The classic queue as a discipline: what a regulator regulates when nothing else was attached, and where drop-head is a
 * setting. Each lane has its own limits; priority packets of all lanes go before normal ones, lanes in turns.
 */
final class ClassicScheduler implements Scheduler {
    private final SchedulerContext context;
    private final boolean dropHead;
    private final ClassicQueue[] queues;
    private long occupied;
    private long urgent;
    private int turn;

    ClassicScheduler(SchedulerContext context, boolean dropHead) {
        this.context = context;
        this.dropHead = dropHead;
        queues = new ClassicQueue[context.lanes()];
        for (int i = 0; i < queues.length; i++) {
            queues[i] = new ClassicQueue();
            queues[i].limits(context.maxLength(), context.maxBytes());
        }
    }

    @Override
    public boolean enqueue(int lane, int cls, Mbuf m, long now) {
        ClassicQueue queue = queues[lane];
        Mbuf victim = dropHead && queue.isFull() ? makeRoom(lane, m) : queue.enqueue(m, m.packetLength());
        changed(lane);
        if (victim != null) {
            context.drop(lane, victim, DropReason.QUEUE_FULL);
        }
        return victim != m;
    }

    /** The oldest go until there is room; {@code m} itself when there is nobody it may displace. */
    private @Nullable Mbuf makeRoom(int lane, Mbuf m) {
        ClassicQueue queue = queues[lane];
        while (queue.isFull()) {
            Mbuf victim = queue.oldest(m.has(Mbuf.PRIO));
            if (victim == null) {
                return m;
            }
            context.drop(lane, victim, DropReason.QUEUE_FULL);
        }
        queue.adopt(m);
        return null;
    }

    private void changed(int lane) {
        long bit = 1L << lane;
        occupied = queues[lane].packets() != 0 ? occupied | bit : occupied & ~bit;
        urgent = queues[lane].hasPrio() ? urgent | bit : urgent & ~bit;
    }

    @Override
    public void adopt(int lane, int cls, Mbuf m, long now) {
        queues[lane].adopt(m);
        changed(lane);
    }

    @Override
    public @Nullable Mbuf dequeue(int lane, long now) {
        Mbuf m = queues[lane].dequeue();
        changed(lane);
        turn = lane + 1;
        return m;
    }

    @Override
    public int choose(long lanes, long now) {
        long set = (urgent & lanes) != 0 ? urgent & lanes : occupied & lanes;
        if (set == 0) {
            return -1;
        }
        long behind = turn >= Long.SIZE ? 0 : set & -1L << turn;
        return Long.numberOfTrailingZeros(behind != 0 ? behind : set);
    }

    @Override
    public long due(long lanes, long now) {
        return (occupied & lanes) != 0 ? 0 : NEVER;
    }

    @Override
    public int length(int lane) {
        return queues[lane].packets();
    }

    @Override
    public long bytes(int lane) {
        return queues[lane].bytes();
    }

    @Override
    public void release(int lane, MbufQueue into) {
        for (Mbuf m = queues[lane].dequeue(); m != null; m = queues[lane].dequeue()) {
            into.add(m);
        }
        changed(lane);
    }
}
