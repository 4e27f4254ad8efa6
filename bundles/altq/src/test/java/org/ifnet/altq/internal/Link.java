package org.ifnet.altq.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.ifnet.DropReason;
import org.ifnet.IfnetException;
import org.ifnet.ifq.Discipline;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.Scheduler;
import org.ifnet.ifq.SchedulerContext;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.mbuf.MbufQueue;

/**
 * A scheduler between senders and a line of a given speed, on virtual time: the test says what is offered, the line takes a
 * packet whenever it is free and asks again when it is told that one will be due. Counts what came through by class.
 */
final class Link {
    static final long SECOND = 1_000_000_000L;

    /** Something that sends: offers packets as often as it likes. */
    interface Sender {
        /** Offers what it has at {@code now}; when it wants to be asked again. */
        long run(long now);
    }

    private final MbufPool pool = MbufPool.allocate("link", 8192, 2048, 64);
    private final SplittableRandom random;
    private final List<Sender> senders = new ArrayList<>();
    private final List<Long> wakeups = new ArrayList<>();
    private final Map<DropReason, Integer> drops = new EnumMap<>(DropReason.class);
    private final int lanes;
    private final int classes;
    private final long bandwidth;
    private long[] bytes;
    private long offered;
    private long sent;
    private long dropped;
    private long longestWait;

    /** Is told of every packet that the line sent, and of every one that was dropped, before it is freed. */
    interface Fate {
        void of(Mbuf m, boolean sent);
    }

    private Fate fate = (m, sent) -> {};

    Scheduler scheduler;
    long now = 1_000;

    Link(long seed, Discipline discipline, DisciplineSpec spec, int lanes, long bandwidth) throws IfnetException {
        random = new SplittableRandom(seed);
        this.lanes = lanes;
        this.bandwidth = bandwidth;
        classes = spec.classes().size();
        bytes = new long[classes + 1];
        scheduler = discipline.create(spec, new Context());
    }

    private final class Context implements SchedulerContext {
        @Override
        public String ifnet() {
            return "link0";
        }

        @Override
        public int lanes() {
            return lanes;
        }

        @Override
        public int maxLength() {
            return 250;
        }

        @Override
        public long maxBytes() {
            return 250L * 1514;
        }

        @Override
        public int linkHeader() {
            return 14;
        }

        @Override
        public int maxFrame() {
            return 1514;
        }

        @Override
        public long bandwidth() {
            return bandwidth;
        }

        @Override
        public long random() {
            return random.nextLong();
        }

        @Override
        public void drop(int lane, Mbuf m, DropReason reason) {
            drops.merge(reason, 1, Integer::sum);
            dropped++;
            fate.of(m, false);
            m.free();
        }
    }

    /** A packet of that many bytes whose flow hash is {@code flow}, offered to the scheduler; whether it was taken. */
    boolean offer(int lane, int cls, int size, int flow) {
        Mbuf m = packet(cls, size, flow);
        return scheduler.enqueue(lane, cls, m, now);
    }

    /** Every packet that {@link #offer} gives to the scheduler comes from here; a test may write into it and offer it itself. */
    Mbuf packet(int cls, int size, int flow) {
        Mbuf m = pool.alloc();
        m.append(size);
        m.flowHash(flow);
        m.queueClass(cls);
        m.queuedAt(now);
        offered++;
        return m;
    }

    /** A class that always has something to send: as many as {@code burst} packets are offered whenever the line is free. */
    void saturate(int lane, int cls, int size, int burst) {
        int[] flow = {cls};
        send(t -> {
            for (int i = 0; i < burst; i++) {
                offer(lane, cls, size, flow[0]);
            }
            return t + size * 8L * burst * SECOND / bandwidth;
        });
    }

    void send(Sender sender) {
        senders.add(sender);
        wakeups.add(now);
    }

    void fate(Fate told) {
        fate = told;
    }

    void silence() {
        senders.clear();
        wakeups.clear();
    }

    /** Lets so much time pass; afterwards {@link #bytes} tells of this time alone. */
    void run(long nanos) {
        bytes = new long[classes + 1];
        longestWait = 0;
        long end = now + nanos;
        long free = now;
        while (now < end) {
            for (int i = 0; i < senders.size(); i++) {
                if (wakeups.get(i) <= now) {
                    wakeups.set(i, senders.get(i).run(now));
                }
            }
            long next = end;
            for (long wakeup : wakeups) {
                next = Math.min(next, Math.max(wakeup, now + 1));
            }
            if (free <= now) {
                Mbuf m = take();
                if (m != null) {
                    free = now + m.packetLength() * 8L * SECOND / bandwidth;
                    account(m);
                    next = Math.min(next, free);
                } else {
                    long due = scheduler.due(all(), now);
                    next = due == Scheduler.NEVER ? next : Math.min(next, now + Math.max(due, 1_000));
                }
            } else {
                next = Math.min(next, free);
            }
            now = next;
        }
    }

    /** What the line sends next: the scheduler's choice among all lanes. Null when nothing may go now. */
    Mbuf take() {
        int lane = scheduler.choose(all(), now);
        return lane < 0 ? null : scheduler.dequeue(lane, now);
    }

    /** The line sends the packet. */
    void account(Mbuf m) {
        bytes[m.queueClass() < 0 ? classes : m.queueClass()] += m.packetLength();
        longestWait = Math.max(longestWait, now - m.queuedAt());
        sent++;
        fate.of(m, true);
        m.free();
    }

    private long all() {
        return lanes == Long.SIZE ? -1 : (1L << lanes) - 1;
    }

    /** Bits a second that a class had during the last {@link #run} of that many nanoseconds. */
    double rate(int cls, long nanos) {
        return bytes[cls] * 8.0 * SECOND / nanos;
    }

    long bytes(int cls) {
        return bytes[cls];
    }

    /** The longest time that a packet waited which was sent in the last {@link #run}. */
    long longestWait() {
        return longestWait;
    }

    int drops(DropReason reason) {
        return drops.getOrDefault(reason, 0);
    }

    int waiting() {
        int sum = 0;
        for (int lane = 0; lane < lanes; lane++) {
            sum += scheduler.length(lane);
        }
        return sum;
    }

    /** Moves what waits to another scheduler, as an exchange on a saturated queue does. */
    void exchange(Discipline discipline, DisciplineSpec spec) throws IfnetException {
        Scheduler fresh = discipline.create(spec, new Context());
        MbufQueue moved = new MbufQueue();
        for (int lane = 0; lane < lanes; lane++) {
            scheduler.release(lane, moved);
            assertEquals(0, scheduler.length(lane));
            for (Mbuf m = moved.poll(); m != null; m = moved.poll()) {
                fresh.adopt(lane, m.queueClass(), m, now);
            }
        }
        scheduler = fresh;
    }

    /** To be called last: nothing was lost, and all memory came back. */
    void close() {
        MbufQueue rest = new MbufQueue();
        for (int lane = 0; lane < lanes; lane++) {
            int length = scheduler.length(lane);
            long size = scheduler.bytes(lane);
            MbufQueue one = new MbufQueue();
            scheduler.release(lane, one);
            assertEquals(length, one.length());
            assertEquals(size, one.bytes());
            assertEquals(0, scheduler.length(lane));
            assertEquals(0, scheduler.bytes(lane));
            for (Mbuf m = one.poll(); m != null; m = one.poll()) {
                rest.add(m);
            }
        }
        assertEquals(offered, sent + dropped + rest.length());
        rest.freeAll();
        assertEquals(0, pool.outstanding());
    }
}
