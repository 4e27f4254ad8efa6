package org.ifnet.testkit;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
import org.ifnet.netisr.EnvMemory;
import org.ifnet.netisr.EnvThread;
import org.ifnet.netisr.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * An Env in which exactly one thread runs at a time and the seed decides, at every step, which. Time is virtual: it
 * moves only when every thread waits, and then to the first deadline. The same seed gives the same run, as long as the
 * code under test takes time, chance, locks and threads from its Env alone and does not depend on identity hashes.
 *
 * <p>{@link #run} throws an AssertionError that names the seed and every waiting thread when threads wait for each
 * other, when one runs for ever without waiting, when one ends with an exception, or when threads outlive the main one.
 * An object serves one run. All methods but the constructor and the getters belong to threads of the simulation.
 */
public final class SimEnv implements Env {
    /** Real time a run may take before it counts as stuck outside the simulation. */
    private static final long REAL_LIMIT = TimeUnit.SECONDS.toNanos(60);
    /** 2026-01-01. */
    private static final long EPOCH_MILLIS = 1_767_225_600_000L;

    private final long seed;
    private final long start;
    private final SplittableRandom chance;
    private final Scheduler scheduler;
    private final SimMemory memory;

    public SimEnv(long seed) {
        this.seed = seed;
        SplittableRandom root = new SplittableRandom(seed);
        chance = root.split();
        // Some clocks pass the end of the number range during the run.
        start = root.nextInt(4) == 0 ? Long.MAX_VALUE - root.nextLong(5_000_000_000L) : root.nextLong();
        scheduler = new Scheduler(seed, root.split());
        memory = new SimMemory(scheduler);
    }

    /**
     * Runs {@code main} as the first thread of the simulation and returns when all its threads have ended. Those that
     * are left when {@code main} returns have ten seconds of virtual time.
     */
    public void run(Runnable main) {
        scheduler.run(this, main, REAL_LIMIT);
    }

    /** The calling thread computes for that long: time passes for it, it is not waiting, and it burns its processor. */
    public void burn(long nanos) {
        scheduler.running().burn(nanos);
    }

    public long seed() {
        return seed;
    }

    /** Two runs with the same hash took the same decisions at the same places. */
    public long traceHash() {
        return scheduler.trace();
    }

    /** Decisions taken so far. */
    public long steps() {
        return scheduler.steps();
    }

    /** Virtual nanoseconds since the start. */
    public long elapsed() {
        return scheduler.now();
    }

    @Override
    public long nanoTime() {
        return start + scheduler.now();
    }

    @Override
    public long wallMillis() {
        return EPOCH_MILLIS + scheduler.now() / 1_000_000;
    }

    @Override
    public long random() {
        return chance.nextLong();
    }

    @Override
    public EnvLock lock(String name, int rank) {
        return new SimLock(scheduler, name, rank);
    }

    @Override
    public Serializer serializer(String name) {
        return new SimSerializer(scheduler, name);
    }

    @Override
    public EnvThread start(String name, Runnable body) {
        SimThread me = scheduler.running();
        scheduler.commitAll(me);
        SimThread thread = scheduler.add(name, body);
        scheduler.yield(me, "start", name);
        return thread;
    }

    @Override
    public @Nullable EnvThread current() {
        return scheduler.currentOrNull();
    }

    @Override
    public void park(long nanos) {
        scheduler.running().park(nanos);
    }

    @Override
    public boolean interrupted() {
        return scheduler.running().takeInterrupt();
    }

    @Override
    public EnvMemory memory() {
        return memory;
    }

    @Override
    public void yieldPoint(String name) {
        SimThread me = scheduler.currentOrNull();
        if (me != null) {
            scheduler.yield(me, "point", name);
        }
    }
}
