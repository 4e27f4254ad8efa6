package org.ifnet.netisr.internal;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
import org.ifnet.netisr.EnvThread;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds driver calls that do not return, gives their role to another thread and tells the driver's guard.
 *
 * <p>It looks four times a limit while netisrs are at work, and parks when they have been still for a while; the first
 * driver call wakes it. Calls themselves take no time stamps. When the monitor itself was kept from looking, only two
 * intervals count, however long it was: the machine was slow then, not the driver.
 */
final class Monitor implements Runnable {
    static final long DEFAULT_LIMIT = 10_000_000;
    static final long SHORTEST_LIMIT = 1_000_000;
    static final long LONGEST_LIMIT = 10_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(Monitor.class);
    /** Looks without any work seen before it parks. */
    private static final int QUIET_LOOKS = 20;

    private final NetisrEngine engine;
    private final Env env;
    private final Observation[] observations;
    private final List<ControlCall> controlCalls = new CopyOnWriteArrayList<>();
    private final EnvLock guardLock;
    private final AtomicLong handovers = new AtomicLong();
    private final AtomicBoolean parked = new AtomicBoolean();

    private volatile long limit = DEFAULT_LIMIT;
    private volatile boolean closing;
    private volatile @Nullable EnvThread thread;
    private long lastPasses;

    Monitor(NetisrEngine engine, Role[] roles) {
        this.engine = engine;
        this.env = engine.env();
        guardLock = env.lock("guards", Env.Rank.NETISR);
        observations = Arrays.stream(roles).map(Observation::new).toArray(Observation[]::new);
    }

    void start() {
        thread = env.start("ifnet-monitor", this);
    }

    @Nullable
    EnvThread thread() {
        return thread;
    }

    void close() {
        closing = true;
        wake();
    }

    /** Where threads wait until a driver is left. */
    EnvLock guardLock() {
        return guardLock;
    }

    long limit() {
        return limit;
    }

    void limit(long nanos) {
        limit = nanos;
        wake();
    }

    long handovers() {
        return handovers.get();
    }

    /** A call into a driver has begun, and its word is written. */
    void noteCall() {
        if (parked.get()) {
            wake();
        }
    }

    private void wake() {
        EnvThread t = thread;
        if (parked.compareAndSet(true, false) && t != null) {
            t.unpark();
        }
    }

    void begin(ControlCall call) {
        for (ControlCall other : controlCalls) {
            if (other.thread == call.thread) {
                throw new IllegalStateException("driver calls do not nest: " + call.guard + " inside " + other.guard);
            }
        }
        controlCalls.add(call);
    }

    void end(Guard guard) {
        ControlCall mine = controlCallOfCaller(guard);
        if (mine == null) {
            throw new IllegalStateException(guard + " left without entering");
        }
        controlCalls.remove(mine);
    }

    boolean isInControlCall(Guard guard) {
        return controlCallOfCaller(guard) != null;
    }

    private @Nullable ControlCall controlCallOfCaller(Guard guard) {
        for (ControlCall call : controlCalls) {
            if (call.guard == guard && call.thread.isCurrent()) {
                return call;
            }
        }
        return null;
    }

    @Override
    public void run() {
        warmUp(env.current());
        int quiet = 0;
        long last = env.nanoTime();
        while (!closing) {
            long interval = limit / 4;
            long now = env.nanoTime();
            quiet = look(Math.min(now - last, 2 * interval)) ? 0 : quiet + 1;
            last = now;
            if (quiet > QUIET_LOOKS) {
                parkUntilCall();
                quiet = 0;
                last = env.nanoTime();
            } else {
                env.park(interval);
            }
        }
    }

    /** What is slow the first time happens before it matters. */
    private static void warmUp(@Nullable EnvThread me) {
        if (me != null) {
            me.cpuNanos();
            me.isStarved();
            at(me.stackTrace());
        }
    }

    /** The flag first, then the words of the calls; a call writes its word first, then reads the flag. */
    private void parkUntilCall() {
        parked.set(true);
        env.yieldPoint("monitor.parked");
        if (!closing && !anyInside()) {
            env.park(-1);
        }
        parked.set(false);
    }

    private boolean anyInside() {
        for (Observation o : observations) {
            if (o.role().carrier().call() != 0) {
                return true;
            }
        }
        return controlCalls.stream().anyMatch(Monitor::isWatched);
    }

    private static boolean isWatched(ControlCall call) {
        return call.limit >= 0 && !call.told;
    }

    /** One look at everything; true when there was any work. */
    private boolean look(long credit) {
        long passes = 0;
        boolean inside = false;
        for (Observation o : observations) {
            Carrier stuck = o.look(credit, limit);
            if (stuck != null) {
                revoke(o, stuck);
            } else if (o.role().isOrphaned()) {
                adopt(o.role());
            }
            inside |= o.role().carrier().call() != 0 || o.role().isOrphaned();
            passes += o.role().pass();
        }
        for (ControlCall call : controlCalls) {
            if (isWatched(call)) {
                inside = true;
                call.elapsed += call.thread.isStarved() ? 0 : credit;
                tellWhenStuck(call);
            }
        }
        boolean moved = passes != lastPasses;
        lastPasses = passes;
        return moved || inside;
    }

    private void tellWhenStuck(ControlCall call) {
        if (call.elapsed >= call.limit) {
            call.told = true;
            StackTraceElement[] stack = call.thread.stackTrace();
            tell(call.guard, call.thread.name(), call.elapsed);
            LOG.warn("{} keeps {} for {} ms, at {}", call.guard, call.thread.name(), millis(call.elapsed), at(stack));
        }
    }

    private void revoke(Observation o, Carrier old) {
        Guard guard = old.guard();
        EnvThread lost = old.thread();
        if (guard == null || lost == null || !old.revoke(o.call())) {
            return;
        }
        handovers.incrementAndGet();
        engine.abandoned().add(old);
        Unit unit = old.unit();
        if (unit != null) {
            unit.abandoned();
        }
        handOver(o.role());
        StackTraceElement[] stack = lost.stackTrace();
        old.handedOver();
        tell(guard, lost.name(), o.elapsed());
        LOG.warn("{} keeps {} for {}, at {}; another thread goes on", guard, lost.name(), o.findings(), at(stack));
    }

    private static void handOver(Role role) {
        try {
            role.handOver();
        } catch (Throwable t) {
            LOG.error("no thread to carry on {}", role, t);
        }
    }

    private static void adopt(Role role) {
        try {
            role.adopt();
        } catch (Throwable t) {
            LOG.error("still no thread to carry on {}", role, t);
        }
    }

    private void tell(Guard guard, String name, long nanos) {
        try {
            guard.tellStuck(name, nanos);
        } catch (Throwable t) {
            engine.faults().note("listener of " + guard, t);
        }
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }

    /** The innermost places that are not Java's own. */
    private static String at(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .filter(e -> !e.getClassName().startsWith("java.")
                        && !e.getClassName().startsWith("jdk."))
                .limit(3)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(" < "));
    }
}
