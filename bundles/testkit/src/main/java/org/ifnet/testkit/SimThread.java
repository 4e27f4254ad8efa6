package org.ifnet.testkit;

import java.util.concurrent.locks.LockSupport;

import org.ifnet.netisr.EnvThread;
import org.jspecify.annotations.Nullable;

/** One thread of a simulation, carried by a real thread that runs only while it holds the baton. */
final class SimThread implements EnvThread {
    private enum State {
        READY,
        WAITING,
        BURNING,
        ENDED
    }

    private static final Object UNPARK = "unpark";
    private static final long FOREVER = Long.MAX_VALUE;
    /** Waits end for no reason once in this many times, as they may. */
    private static final int SPURIOUS = 64;
    /** Looking before sleeping saves the wake-up when the other thread waits again at once. */
    private static final int SPINS = 200;
    /** A thread that swallows the end of its simulation so often is put to rest for good. */
    private static final int STUBBORN = 1000;

    private final Scheduler scheduler;
    private final String name;
    private final int number;
    private final Runnable body;

    private volatile @Nullable Thread carrier;
    private volatile boolean baton;

    private volatile State state = State.READY;
    private long deadline = FOREVER;
    private @Nullable Object waitingFor;
    private boolean permit;
    private boolean interrupted;
    private long burnt;
    private long burningSince;
    private int refusals;

    /** Ranks of the locks it holds. */
    final HeldRanks ranks = new HeldRanks();

    final StoreBuffer stores = new StoreBuffer();

    SimThread(Scheduler scheduler, String name, int number, Runnable body) {
        this.scheduler = scheduler;
        this.name = name;
        this.number = number;
        this.body = body;
    }

    /** The life of the carrying thread. */
    void live() {
        Thread me = Thread.currentThread();
        String before = me.getName();
        me.setName("sim-" + name);
        carrier = me;
        Throwable thrown = null;
        try {
            awaitBaton();
            body.run();
        } catch (Throwable t) {
            thrown = t;
        }
        state = State.ENDED;
        scheduler.ended(this, thrown);
        carrier = null;
        me.setName(before);
    }

    static boolean isSimulated() {
        return Thread.currentThread().getName().startsWith("sim-");
    }

    int number() {
        return number;
    }

    boolean isReady() {
        return state == State.READY;
    }

    long deadline() {
        return deadline;
    }

    void timePassed(long now) {
        if (deadline <= now) {
            makeReady();
        }
    }

    void makeReady() {
        if (state == State.BURNING) {
            burnt += scheduler.now() - burningSince;
        }
        state = State.READY;
        deadline = FOREVER;
    }

    void resume() {
        baton = true;
        LockSupport.unpark(carrier);
    }

    void awaitBaton() {
        for (int i = 0; !baton; i++) {
            if (i < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
            }
        }
        baton = false;
        checkAborted();
    }

    void checkAborted() {
        if (scheduler.isAborted()) {
            while (++refusals > STUBBORN) {
                LockSupport.park(this);
            }
            throw new SimAborted();
        }
    }

    boolean isWaitingFor(Object what) {
        return state == State.WAITING && waitingFor == what;
    }

    /** Waits until {@link Scheduler#wake} for this object or the end of the time; forever when negative. */
    void await(Object what, long nanos, String point, String name) {
        waitingFor = what;
        deadline = nanos < 0 || nanos > FOREVER - scheduler.now() ? FOREVER : scheduler.now() + nanos;
        state = State.WAITING;
        scheduler.block(this, point, name);
        waitingFor = null;
    }

    void park(long nanos) {
        scheduler.fence(this, "park", "");
        if (!permit && !interrupted && scheduler.chance().nextInt(SPURIOUS) != 0) {
            await(UNPARK, nanos, "parked", "");
        }
        permit = false;
    }

    void burn(long nanos) {
        burningSince = scheduler.now();
        deadline = burningSince + nanos;
        state = State.BURNING;
        scheduler.block(this, "burn", "");
    }

    boolean takeInterrupt() {
        boolean was = interrupted;
        interrupted = false;
        return was;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isAlive() {
        return state != State.ENDED;
    }

    @Override
    public boolean isCurrent() {
        return carrier == Thread.currentThread();
    }

    @Override
    public void unpark() {
        scheduler.fence(scheduler.running(), "unpark", name);
        permit = true;
        wakeFromPark();
    }

    private void wakeFromPark() {
        if (isWaitingFor(UNPARK)) {
            makeReady();
        }
    }

    @Override
    public boolean join(long nanos) {
        SimThread me = scheduler.running();
        long limit = nanos < 0 ? FOREVER : scheduler.now() + nanos;
        scheduler.fence(me, "join", name);
        while (isAlive() && scheduler.now() < limit) {
            me.await(this, limit == FOREVER ? -1 : limit - scheduler.now(), "joining", name);
        }
        return !isAlive();
    }

    @Override
    public void interrupt() {
        scheduler.fence(scheduler.running(), "interrupt", name);
        interrupted = true;
        wakeFromPark();
    }

    @Override
    public Runnable body() {
        return body;
    }

    @Override
    public boolean isWaiting() {
        return state == State.WAITING;
    }

    @Override
    public long cpuNanos() {
        return state == State.BURNING ? burnt + scheduler.now() - burningSince : burnt;
    }

    @Override
    public StackTraceElement[] stackTrace() {
        Thread t = carrier;
        return t == null ? new StackTraceElement[0] : t.getStackTrace();
    }

    @Override
    public String toString() {
        return name + ": " + state + (waitingFor == null ? "" : " for " + waitingFor)
                + (deadline == FOREVER ? "" : " until " + deadline) + (ranks.isEmpty() ? "" : ", holds " + ranks)
                + (stores.isEmpty() ? "" : ", has " + stores);
    }
}
