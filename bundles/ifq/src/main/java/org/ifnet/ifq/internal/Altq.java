package org.ifnet.ifq.internal;

import java.util.List;

import org.ifnet.DropReason;
import org.ifnet.IfnetException;
import org.ifnet.ifq.ClassStats;
import org.ifnet.ifq.Discipline;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.Scheduler;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufQueue;
import org.ifnet.netisr.Callout;
import org.ifnet.netisr.Env;
import org.jspecify.annotations.Nullable;

/**
 * What the subqueues of one interface share while a discipline or a regulator decides: the scheduler, the token bucket, the
 * filters and the counters of the classes. Everything but {@link #lock} and {@link #unlock} is guarded by that lock, which is
 * taken inside the one of a subqueue ({@link QueueLock}).
 *
 * <h2>Who sends next</h2>
 * Without a regulator each lane chooses among its own packets, at the pace of its device. With one, tokens are scarce, and
 * the scheduler chooses among all lanes that may send: a lane that is not chosen is <i>parked</i>, and the chosen one is
 * kicked. A lane is also parked while there are no tokens, or nothing of it may go yet; then the callout is armed. So of the
 * lanes with packets one is always started, or the callout is armed.
 *
 * <h2>When it fails</h2>
 * A discipline or classifier that throws is not called again. All lanes are parked, what comes is dropped as FAULT, and the
 * callout tells {@link Attachment}, which puts the classic queue in its place.
 */
final class Altq {
    /** A parked lane is looked at that often at least, in nanoseconds: a scheduler may have been wrong about when. */
    private static final long LONGEST_PARK = 1_000_000_000;
    /** Closer wake-ups than this cost more than they gain. */
    private static final long SHORTEST_PARK = 1_000;

    private final SpinLock lock;
    private final Env env;
    private final TransmitSubqueue[] lanes;
    private final @Nullable TokenBucket bucket;
    private final Filter[] filters;
    /** The class of packets that no filter matches, -1 for none. */
    private final int otherwise;

    private final ClassLedgers classes;
    private final Callout callout;
    private final Scheduler scheduler;
    /** Packets and bytes that the scheduler holds, by lane. */
    private final int[] held;

    private final long[] heldBytes;

    /** Lanes that may be started: running and not oactive. */
    private long open;
    /** Lanes that somebody has to start when the locks are given back. */
    private long kicks;

    private boolean armed;
    private long armedFor;
    /** What the discipline or a classifier threw. */
    private @Nullable Throwable trouble;

    Altq(Parts parts, Discipline discipline, DisciplineSpec spec, @Nullable TokenBucket bucket, Filter[] filters)
            throws IfnetException {
        env = parts.env();
        lock = new SpinLock(env);
        lanes = parts.lanes();
        callout = parts.callout();
        this.bucket = bucket;
        this.filters = filters;
        otherwise = spec.defaultClass();
        classes = new ClassLedgers(spec, parts.epoch());
        held = new int[lanes.length];
        heldBytes = new long[lanes.length];
        scheduler = discipline.create(spec, new AltqContext(env, parts.queue(), bucket, this::lost));
    }

    /**
     * Has the class loaded. The compiler does not inline methods whose types are not, and those that ask whether there is an
     * Altq are on the path of every packet, also where there never is one.
     */
    static void load() {}

    /**
     * What an Altq is made of beside the discipline.
     *
     * @param epoch as for {@link ClassLedgers}
     */
    record Parts(Env env, QueueSpec queue, TransmitSubqueue[] lanes, Callout callout, int epoch) {}

    /** The lock of the only lane is enough. */
    void lock() {
        if (lanes.length > 1) {
            lock.lockOwn();
        }
    }

    void unlock() {
        if (lanes.length > 1) {
            lock.unlockOwn();
        }
    }

    private void lost(int lane, Mbuf m, DropReason reason) {
        holds(lane, -1, -m.packetLength());
        lanes[lane].lane().lost(m, reason);
    }

    private void holds(int lane, int packets, int bytes) {
        held[lane] += packets;
        heldBytes[lane] += bytes;
    }

    /** Takes a packet, or has it counted as dropped. */
    boolean enqueue(int lane, Mbuf m, int bytes) {
        if (trouble != null) {
            classes.enqueued(m, -1, bytes);
            lanes[lane].lane().lost(m, DropReason.FAULT);
            return false;
        }
        holds(lane, 1, bytes);
        try {
            int cls = classify(m);
            classes.enqueued(m, cls, bytes);
            return scheduler.enqueue(lane, cls, m, env.nanoTime());
        } catch (RuntimeException | LinkageError | AssertionError e) {
            failed(e);
            return false;
        }
    }

    /** Takes a packet that waited under somebody else. */
    void adopt(int lane, Mbuf m) {
        int bytes = m.packetLength();
        holds(lane, 1, bytes);
        try {
            int cls = classify(m);
            classes.enqueued(m, cls, bytes);
            scheduler.adopt(lane, cls, m, env.nanoTime());
        } catch (RuntimeException | LinkageError | AssertionError e) {
            failed(e);
        }
    }

    private int classify(Mbuf m) {
        for (Filter filter : filters) {
            if (filter.match().matches(m)) {
                return filter.cls();
            }
        }
        return otherwise;
    }

    private void failed(Throwable cause) {
        if (trouble == null) {
            trouble = cause;
            callout.reset(0);
        }
    }

    /** The packet of the lane that goes now; null when there is none, and then the lane is parked if it has any. */
    @Nullable
    Mbuf dequeue(int lane) {
        if (held[lane] == 0) {
            return null;
        }
        try {
            return trouble == null ? next(lane, env.nanoTime()) : parked(lane);
        } catch (RuntimeException | LinkageError | AssertionError e) {
            failed(e);
            return parked(lane);
        }
    }

    private @Nullable Mbuf parked(int lane) {
        lanes[lane].lane().park();
        return null;
    }

    private @Nullable Mbuf next(int lane, long now) {
        if (!mayGo(lane, now)) {
            return parked(lane);
        }
        Mbuf m = scheduler.dequeue(lane, now);
        if (m == null) {
            return mayGo(lane, now) ? null : parked(lane);
        }
        int bytes = m.packetLength();
        holds(lane, -1, -bytes);
        classes.sent(m, 1, bytes);
        if (bucket != null) {
            bucket.take(bytes);
        }
        return m;
    }

    /** Whether a packet of the lane may go now; if not, who comes first is kicked, or the callout armed. */
    private boolean mayGo(int lane, long now) {
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

    /** What the discipline threw, null when it is in order. */
    @Nullable
    Throwable trouble() {
        return trouble;
    }

    /** A lane can be started from now on, or no longer: then those that waited for it look again. */
    void open(int lane, boolean on) {
        long before = open;
        open = on ? open | 1L << lane : open & ~(1L << lane);
        if (bucket != null && before != open && !on) {
            kicks |= open;
        }
    }

    /** A driver has had its turn at a lane that holds nothing now: who comes next must not wait for it. */
    void turnEnded(int lane) {
        if (bucket != null && lanes.length > 1 && held[lane] == 0) {
            look(lane);
        }
    }

    /** Something has come to a lane that was parked: it may go, or must wait again. */
    void arrived(int lane) {
        if (!look(lane)) {
            lanes[lane].lane().park();
        }
    }

    private boolean look(int lane) {
        try {
            return trouble == null && mayGo(lane, env.nanoTime());
        } catch (RuntimeException | LinkageError | AssertionError e) {
            failed(e);
            return false;
        }
    }

    /** Lanes to start once the locks are given back; they are told once. */
    long takeKicks() {
        long taken = kicks;
        kicks = 0;
        return taken;
    }

    /** Has those lanes looked at again. Under no lock. */
    void unpark(long which) {
        for (long rest = which; rest != 0; rest &= rest - 1) {
            lanes[Long.numberOfTrailingZeros(rest)].lane().unpark();
        }
    }

    /** A packet was handed out again after it had been given back, or was given back. */
    void sent(Mbuf m, int packets, long bytes) {
        classes.sent(m, packets, bytes);
    }

    void dropped(Mbuf m, DropReason reason, int bytes) {
        classes.dropped(m, reason, bytes);
    }

    int length(int lane) {
        return held[lane];
    }

    long bytes(int lane) {
        return heldBytes[lane];
    }

    /** Moves what waits in the lane; what a broken discipline does not hand over is counted as lost. */
    void release(int lane, MbufQueue into) {
        int before = into.length();
        long beforeBytes = into.bytes();
        try {
            scheduler.release(lane, into);
        } catch (RuntimeException | LinkageError | AssertionError e) {
            failed(e);
        }
        int missing = held[lane] - (into.length() - before);
        long missingBytes = heldBytes[lane] - (into.bytes() - beforeBytes);
        held[lane] = 0;
        heldBytes[lane] = 0;
        if (missing > 0) {
            lanes[lane].lane().missing(missing, missingBytes);
        }
    }

    List<ClassStats> stats() {
        return classes.stats();
    }
}
