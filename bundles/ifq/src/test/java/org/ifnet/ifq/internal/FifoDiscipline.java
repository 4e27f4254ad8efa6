package org.ifnet.ifq.internal;

import org.ifnet.ifq.ClassQueue;
import org.ifnet.ifq.Discipline;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.Scheduler;
import org.ifnet.ifq.SchedulerContext;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufQueue;
import org.jspecify.annotations.Nullable;

/** First in first out without limits; throws when told to. */
final class FifoDiscipline implements Discipline {
    @Nullable
    RuntimeException trouble;

    @Override
    public Scheduler create(DisciplineSpec spec, SchedulerContext context) {
        return new Fifo(context.lanes());
    }

    private final class Fifo implements Scheduler {
        private final ClassQueue queue;

        Fifo(int lanes) {
            queue = new ClassQueue(lanes);
        }

        private void check() {
            if (trouble != null) {
                throw trouble;
            }
        }

        @Override
        public boolean enqueue(int lane, int cls, Mbuf m, long now) {
            check();
            queue.add(lane, m);
            return true;
        }

        @Override
        public void adopt(int lane, int cls, Mbuf m, long now) {
            queue.add(lane, m);
        }

        @Override
        public @Nullable Mbuf dequeue(int lane, long now) {
            check();
            return queue.poll(lane);
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
            queue.release(lane, into);
        }
    }
}
