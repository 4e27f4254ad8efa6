package org.ifnet.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Passes the baton between the threads of a simulation and moves its clock. Only the thread that holds the baton touches
 * the fields, so they need no lock; handing the baton over publishes them.
 */
final class Scheduler {
    /** Decisions without any progress of time after which the threads are said to run in circles. */
    private static final long LIVELOCK = 3_000_000;
    /** Virtual time that threads have to end after the main one. */
    private static final long GRACE = TimeUnit.SECONDS.toNanos(10);

    /** At each point one waiting store comes out once in this many times: some stay for long, and none for ever. */
    private static final int LINGERING = 8;

    private static final String OWN = Scheduler.class.getPackageName() + ".S";

    /** Real threads are used again by the next simulation: making them would be most of the cost of a small one. */
    private static final ExecutorService WORKERS = Executors.newCachedThreadPool(body -> {
        Thread t = new Thread(body, "simulation");
        t.setDaemon(true);
        return t;
    });

    private final long seed;
    private final SplittableRandom chance;
    /** At an ordinary point another thread gets its turn once in this many times, on average. */
    private final int stickiness;

    private final List<SimThread> threads = new ArrayList<>();
    private final List<SimThread> ready = new ArrayList<>();
    /** Threads that have stored what others do not see yet. */
    private final List<SimThread> buffering = new ArrayList<>();

    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicInteger left = new AtomicInteger();

    private @Nullable SimThread running;
    private volatile boolean aborted;
    private long now;
    private long trace;
    private long steps;
    private long stepsAtTick;
    private int started;
    private long end = Long.MAX_VALUE;

    Scheduler(long seed, SplittableRandom chance) {
        this.seed = seed;
        this.chance = chance;
        stickiness = 1 << chance.nextInt(1, 5);
    }

    void run(SimEnv env, Runnable main, long realLimit) {
        if (started != 0) {
            throw new IllegalStateException("a SimEnv serves one run");
        }
        SimThread first = add("main", () -> {
            main.run();
            end = now + GRACE;
        });
        running = first;
        first.resume();
        boolean ended = false;
        try {
            ended = over.await(realLimit, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            fail(new AssertionError("seed " + seed + ": no step for a long real time\n" + describe()));
        }
        Throwable cause = failure.get();
        if (cause instanceof AssertionError error) {
            throw error;
        }
        if (cause != null) {
            throw new AssertionError("seed " + seed + ": " + cause, cause);
        }
    }

    SimThread add(String name, Runnable body) {
        SimThread t = new SimThread(this, name, started++, body);
        threads.add(t);
        left.incrementAndGet();
        WORKERS.execute(t::live);
        return t;
    }

    long now() {
        return now;
    }

    long trace() {
        return trace;
    }

    long steps() {
        return steps;
    }

    SplittableRandom chance() {
        return chance;
    }

    boolean isAborted() {
        return aborted;
    }

    /** The calling thread, which must be the one that runs. */
    SimThread running() {
        SimThread t = currentOrNull();
        if (t == null) {
            throw new IllegalStateException("not on a thread of the simulation: do it inside SimEnv.run");
        }
        return t;
    }

    @Nullable
    SimThread currentOrNull() {
        SimThread t = running;
        if (t != null && t.isCurrent()) {
            return t;
        }
        if (aborted && SimThread.isSimulated()) {
            throw new SimAborted();
        }
        return null;
    }

    /**
     * The running thread goes on or another does.
     *
     * @param name what the point is about: a lock, a thread, or nothing
     */
    void yield(SimThread me, String point, String name) {
        me.checkAborted();
        note(me, point, name);
        if (!buffering.isEmpty() && chance.nextInt(LINGERING) == 0) {
            commitOne();
        }
        if (chance.nextInt(stickiness) == 0) {
            pass(me);
        }
    }

    /** The same, and then others see all that the thread has stored. */
    void fence(SimThread me, String point, String name) {
        this.yield(me, point, name);
        commitAll(me);
    }

    /** The running thread, which is not ready any more, gives the baton away and returns when it has it again. */
    void block(SimThread me, String point, String name) {
        me.checkAborted();
        note(me, point, name);
        commitAll(me);
        pass(me);
    }

    /** Others will see the store, but not yet. */
    void buffer(SimThread me, SimCell cell, @Nullable Object value) {
        if (me.stores.isEmpty()) {
            buffering.add(me);
        }
        me.stores.add(cell, value);
    }

    private void commitOne() {
        int chosen = buffering.size() == 1 ? 0 : chance.nextInt(buffering.size());
        SimThread t = buffering.get(chosen);
        t.stores.commitOldest();
        if (t.stores.isEmpty()) {
            buffering.remove(chosen);
        }
    }

    void commitAll(SimThread t) {
        if (!t.stores.isEmpty()) {
            t.stores.commitAll();
            buffering.remove(t);
        }
    }

    /** Everybody who waits for {@code what} may go on. */
    void wake(Object what) {
        for (SimThread t : threads) {
            if (t.isWaitingFor(what)) {
                t.makeReady();
            }
        }
    }

    private void pass(SimThread me) {
        SimThread next = choose();
        if (next == me) {
            return;
        }
        if (next != null) {
            running = next;
            next.resume();
        }
        me.awaitBaton();
    }

    /** The running thread has ended. */
    void ended(SimThread me, @Nullable Throwable thrown) {
        if (thrown != null && !(thrown instanceof SimAborted)) {
            fail(new AssertionError("seed " + seed + ": thread " + me.name() + " ended with " + thrown, thrown));
        }
        boolean last = left.decrementAndGet() == 0;
        if (aborted) {
            return;
        }
        threads.remove(me);
        commitAll(me);
        wake(me);
        note(me, "end", "");
        if (last) {
            over.countDown();
            return;
        }
        SimThread next = choose();
        if (next != null) {
            running = next;
            next.resume();
        }
    }

    /** Ready threads by chance; when there are none, time moves on. Null when the simulation is over. */
    private @Nullable SimThread choose() {
        while (true) {
            ready.clear();
            for (SimThread t : threads) {
                if (t.isReady()) {
                    ready.add(t);
                }
            }
            if (!ready.isEmpty()) {
                return ready.get(ready.size() == 1 ? 0 : chance.nextInt(ready.size()));
            }
            if (!advance()) {
                fail(new AssertionError("seed " + seed
                        + (end == Long.MAX_VALUE ? ": all threads wait for ever\n" : ": threads outlive main\n")
                        + describe()));
                return null;
            }
        }
    }

    /** Moves the clock to the first deadline; false when there is none. */
    private boolean advance() {
        long first = Long.MAX_VALUE;
        for (SimThread t : threads) {
            first = Math.min(first, t.deadline());
        }
        if (first == Long.MAX_VALUE || first > end) {
            return false;
        }
        if (first > now) {
            now = first;
            stepsAtTick = steps;
        }
        for (SimThread t : threads) {
            t.timePassed(now);
        }
        return true;
    }

    private void note(SimThread t, String point, String name) {
        steps++;
        long h = trace ^ (t.number() * 0x9e3779b97f4a7c15L + 31L * point.hashCode() + name.hashCode() + now);
        trace = (h ^ (h >>> 29)) * 0xbf58476d1ce4e5b9L;
        if (steps - stepsAtTick > LIVELOCK) {
            fail(new AssertionError(
                    "seed " + seed + ": threads run in circles, at " + point + " " + name + "\n" + describe()));
            t.checkAborted();
        }
    }

    private void fail(Throwable cause) {
        failure.compareAndSet(null, cause);
        aborted = true;
        for (SimThread t : List.copyOf(threads)) {
            t.resume();
        }
        over.countDown();
    }

    private String describe() {
        StringBuilder text = new StringBuilder();
        for (SimThread t : List.copyOf(threads)) {
            text.append("  ").append(t).append('\n');
            StackTraceElement[] stack = t.stackTrace();
            for (int i = 0, shown = 0; i < stack.length && shown < 6; i++) {
                String name = stack[i].getClassName();
                if (!name.startsWith("java.") && !name.startsWith("jdk.") && !name.startsWith(OWN)) {
                    text.append("      at ").append(stack[i]).append('\n');
                    shown++;
                }
            }
        }
        return text.toString();
    }
}
