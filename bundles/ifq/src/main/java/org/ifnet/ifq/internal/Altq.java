package org.ifnet.ifq.internal;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.DropReason;
import org.ifnet.IfnetException;
import org.ifnet.ifq.ClassStats;
import org.ifnet.ifq.Discipline;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.Scheduler;
import org.ifnet.ifq.SchedulerContext;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufQueue;
import org.ifnet.netisr.Callout;
import org.ifnet.netisr.Env;
import org.jspecify.annotations.Nullable;

/**
 * What the subqueues of one interface share while a discipline or a regulator decides: the scheduler, the token bucket, the
 * filters and the counters of the classes. Everything but {@link #lock} and {@link #unlock} is guarded by that lock, which is
 * taken inside the one of a subqueue, so that the ledgers of all lanes are exact together.
 *
 * <h2>Who sends next</h2>
 * Without a regulator each lane chooses among its own packets, at the pace of its device. With one, tokens are scarce, and
 * the scheduler chooses among all lanes that may send: a lane that is not chosen is <i>parked</i>, and the chosen one is
 * kicked. A lane is also parked while there are no tokens, or nothing of it may go yet; then the callout is armed. So of the
 * lanes with packets one is always started, or the callout is armed.
 */
final class Altq implements SchedulerContext {
    /** A parked lane is looked at that often at least, in nanoseconds: a scheduler may have been wrong about when. */
    private static final long LONGEST_PARK = 1_000_000_000;
    /** Closer wake-ups than this cost more than they gain. */
    private static final long SHORTEST_PARK = 1_000;
    /** The low bits of {@link Mbuf#queueClass}: index of the class plus one; the others tell which Altq wrote it. */
    private static final int CLASS_BITS = 10;

    static final int MAX_CLASSES = (1 << CLASS_BITS) - 2;

    private final SpinLock lock;
    private final Env env;
    private final QueueSpec queue;
    private final TransmitSubqueue[] lanes;
    private final DisciplineSpec spec;
    private final @Nullable TokenBucket bucket;
    private final Filter[] filters;
    private final Ledger[] ledgers;
    private final int epoch;
    private final Callout callout;
    private final Scheduler scheduler;
    private final long all;

    /** Lanes that may be started: running and not oactive. */
    private long open;
    /** Lanes that somebody has to start when the locks are given back. */
    private long kicks;

    private boolean armed;
    private long armedFor;

    Altq(Parts parts, Discipline discipline, DisciplineSpec spec, @Nullable TokenBucket bucket, Filter[] filters)
            throws IfnetException {
        env = parts.env();
        lock = new SpinLock(env);
        queue = parts.queue();
        lanes = parts.lanes();
        callout = parts.callout();
        epoch = parts.epoch();
        this.spec = spec;
        this.bucket = bucket;
        this.filters = filters;
        ledgers = new Ledger[spec.classes().size() + 1];
        for (int i = 0; i < ledgers.length; i++) {
            ledgers[i] = new Ledger();
        }
        all = lanes.length == Long.SIZE ? -1 : (1L << lanes.length) - 1;
        scheduler = discipline.create(spec, this);
    }

    /**
     * What an Altq is made of beside the discipline.
     *
     * @param epoch no other Altq has it
     */
    record Parts(Env env, QueueSpec queue, TransmitSubqueue[] lanes, Callout callout, int epoch) {}

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    @Nullable
    TokenBucket bucket() {
        return bucket;
    }

    @Override
    public String ifnet() {
        return queue.name();
    }

    @Override
    public int lanes() {
        return lanes.length;
    }

    @Override
    public int maxLength() {
        return queue.maxLength();
    }

    @Override
    public int maxFrame() {
        return queue.maxFrame();
    }

    @Override
    public long bandwidth() {
        return bucket == null ? queue.baudrate() : bucket.regulator().bandwidth();
    }

    @Override
    public long random() {
        return env.random();
    }

    @Override
    public void drop(int lane, Mbuf m, DropReason reason) {
        lanes[lane].lost(m, reason);
    }

    /** Takes a packet, or has it counted as dropped. */
    boolean enqueue(int lane, Mbuf m) {
        int cls = classify(m);
        ledgers[cls + 1].enqueued(m.packetLength());
        return scheduler.enqueue(lane, cls, m, env.nanoTime());
    }

    /** Takes a packet that waited under somebody else. */
    void adopt(int lane, Mbuf m) {
        int cls = classify(m);
        ledgers[cls + 1].enqueued(m.packetLength());
        scheduler.adopt(lane, cls, m, env.nanoTime());
    }

    private int classify(Mbuf m) {
        int cls = -1;
        for (Filter filter : filters) {
            if (filter.match().matches(m)) {
                cls = filter.cls();
                break;
            }
        }
        m.queueClass(epoch << CLASS_BITS | cls + 1);
        return cls;
    }

    /** The packet of the lane that goes now; null when there is none, and then the lane is parked if it has any. */
    @Nullable
    Mbuf dequeue(int lane) {
        long now = env.nanoTime();
        if (!mayGo(lane, now)) {
            return null;
        }
        Mbuf m = scheduler.dequeue(lane, now);
        if (m == null) {
            mayGo(lane, now);
            return null;
        }
        int bytes = m.packetLength();
        sent(m, 1, bytes);
        if (bucket != null) {
            bucket.take(bytes);
        }
        return m;
    }

    /** Whether a packet of the lane may go now; if not, the lane is parked, and who comes first is kicked, or the callout armed. */
    boolean mayGo(int lane, long now) {
        long bit = 1L << lane;
        long due = bucket == null ? 0 : bucket.due(now);
        if (due == 0 && bucket != null && lanes.length > 1) {
            int chosen = scheduler.choose(open | bit, now);
            if (chosen >= 0 && chosen != lane) {
                kicks |= 1L << chosen;
                due = Scheduler.NEVER;
            } else if (chosen < 0) {
                due = Math.max(1, scheduler.due(open | bit, now));
            }
        } else if (due == 0) {
            due = scheduler.due(bit, now);
        }
        if (due != 0) {
            lanes[lane].park();
            arm(due, now);
        }
        return due == 0;
    }

    private void arm(long due, long now) {
        if (due == Scheduler.NEVER) {
            return;
        }
        long nanos = Math.min(Math.max(due, SHORTEST_PARK), LONGEST_PARK);
        if (!armed || now + nanos - armedFor < 0) {
            armed = true;
            armedFor = now + nanos;
            callout.reset(nanos);
        }
    }

    /** The callout has fired. */
    void fired() {
        armed = false;
    }

    /** A lane can be started from now on, or no longer: then those that waited for it look again. */
    void open(int lane, boolean on) {
        long before = open;
        open = on ? open | 1L << lane : open & ~(1L << lane);
        if (bucket != null && before != open && !on) {
            kicks |= open;
        }
    }

    /** A driver has had its turn at a lane: who comes next must not wait for it. */
    void turnEnded(int lane) {
        if (bucket != null && lanes.length > 1 && scheduler.length(lane) == 0) {
            mayGo(lane, env.nanoTime());
        }
    }

    /** Lanes to start once the locks are given back; they are told once. */
    long takeKicks() {
        long taken = kicks;
        kicks = 0;
        return taken & all;
    }

    /** Counts in the class of the packet, unless that is a class of somebody before us. */
    void sent(Mbuf m, int packets, long bytes) {
        if (m.queueClass() >>> CLASS_BITS == epoch) {
            ledgers[m.queueClass() & (1 << CLASS_BITS) - 1].sent(packets, bytes);
        }
    }

    void dropped(Mbuf m, DropReason reason, int bytes) {
        if (m.queueClass() >>> CLASS_BITS == epoch) {
            ledgers[m.queueClass() & (1 << CLASS_BITS) - 1].dropped(reason, bytes);
        }
    }

    int length(int lane) {
        return scheduler.length(lane);
    }

    long bytes(int lane) {
        return scheduler.bytes(lane);
    }

    void release(int lane, MbufQueue into) {
        scheduler.release(lane, into);
    }

    List<ClassStats> classes() {
        List<ClassStats> all = new ArrayList<>();
        for (int i = 1; i < ledgers.length; i++) {
            all.add(stats(spec.classes().get(i - 1).name(), ledgers[i]));
        }
        all.add(stats("", ledgers[0]));
        return all;
    }

    private static ClassStats stats(String name, Ledger l) {
        long dropped = 0;
        long droppedBytes = 0;
        for (long n : l.dropped().values()) {
            dropped += n;
        }
        for (long n : l.droppedBytes().values()) {
            droppedBytes += n;
        }
        return new ClassStats(
                name,
                l.enqueued(),
                l.enqueuedBytes(),
                l.sent(),
                l.sentBytes(),
                l.dropped(),
                l.droppedBytes(),
                l.enqueued() - l.sent() - dropped,
                l.enqueuedBytes() - l.sentBytes() - droppedBytes);
    }
}
