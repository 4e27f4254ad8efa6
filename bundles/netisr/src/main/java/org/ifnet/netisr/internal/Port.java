package org.ifnet.netisr.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.ifnet.netisr.DriverGuard.RoleRevoked;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvThread;
import org.jspecify.annotations.Nullable;

/**
 * A place that messages are sent to, with its timers, carried by one thread at a time. As it is, it is netctl; a
 * {@link Role} adds packets.
 *
 * <p><b>No wake-up is lost.</b> The port writes {@code state = SLEEPING} and then looks for work; a sender adds its work
 * and then reads {@code state}. Both are sequentially consistent, so the port sees the work or the sender sees it
 * sleeping; of several senders the one whose CAS back to BUSY wins wakes the thread.
 *
 * <p><b>Quiescence.</b> At the top of every round, and only there, the port holds nothing that it read earlier; it then
 * stores a new {@code pass}. See {@link Barrier}.
 */
class Port {
    static final int BUSY = 0;
    static final int SLEEPING = 1;
    static final int ENDED = 2;
    private static final int NEW = 3;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Port.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final NetisrEngine engine;
    private final Env env;
    private final int cpu;
    private final String name;
    private final Inbox<Message> control;
    private final Timers timers;

    private volatile Carrier carrier;
    private volatile int state = NEW;
    private volatile long pass;
    private volatile boolean closing;
    private volatile boolean barrierWaits;
    private volatile @Nullable EnvThread thread;
    private volatile boolean orphaned;
    private int carriers;

    Port(NetisrEngine engine, int cpu, String name) {
        this.engine = engine;
        this.env = engine.env();
        this.cpu = cpu;
        this.name = name;
        control = new Inbox<>(env);
        timers = new Timers(env);
        carrier = new Carrier(this);
    }

    /** Gives the port its first thread. */
    final void start() {
        state = BUSY;
        startCarrier();
    }

    private void startCarrier() {
        orphaned = true;
        thread = env.start(carriers == 0 ? name : name + "." + carriers, carrier);
        orphaned = false;
    }

    /** The life of a carrier; ends when the port is closed, or by RoleRevoked. */
    final void loop(Carrier me) {
        while (!closing) {
            passed();
            attempt(me);
            sleepUnlessBusy();
        }
        runMessages(me);
        state = ENDED;
        barrierMayGoOn();
        discard(control.takeAll());
        ended();
    }

    private void attempt(Carrier me) {
        try {
            round(me);
        } catch (RoleRevoked e) {
            throw e;
        } catch (Throwable t) {
            faults().note(this, t);
        }
    }

    /** What the port does between two quiescent moments. */
    void round(Carrier me) {
        runMessages(me);
        runTimers(me);
    }

    /** Runs the messages that are there now, not those they send; true when some ran since the last batch ended. */
    final boolean runMessages(Carrier me) {
        control.gather();
        int ran = 0;
        int limit = engine.pace().rollupLimit();
        for (Message m = control.poll(); m != null; m = control.poll()) {
            me.run(m);
            if (++ran == limit) {
                batchEnded(me);
                ran = 0;
            }
        }
        return ran > 0;
    }

    /** As many messages as a batch has were run. */
    void batchEnded(Carrier me) {}

    final boolean runTimers(Carrier me) {
        timers.receive();
        return timers.run(me);
    }

    private void passed() {
        // One writer; sequentially consistent, and so a fence between the rounds.
        pass = pass + 1;
        env.yieldPoint("netisr.pass");
        barrierMayGoOn();
    }

    private void barrierMayGoOn() {
        if (barrierWaits) {
            barrierWaits = false;
            engine.barrier().signal();
        }
    }

    private void sleepUnlessBusy() {
        if (hasWork()) {
            return;
        }
        timers.receive();
        long nanos = timers.untilNext();
        if (nanos == 0) {
            return;
        }
        beforeSleep();
        state = SLEEPING;
        env.yieldPoint("netisr.sleeping");
        barrierMayGoOn();
        if (!hasWork()) {
            sleep(nanos);
        }
        state = BUSY;
        env.yieldPoint("netisr.busy");
        afterSleep();
    }

    /** Something is left to do that is no timer. */
    boolean hasWork() {
        return closing || !control.isEmpty() || timers.hasUpdates();
    }

    void beforeSleep() {}

    void sleep(long nanos) {
        env.park(nanos);
    }

    void afterSleep() {}

    void endSleep() {
        EnvThread t = carrier.thread();
        if (t != null) {
            t.unpark();
        }
    }

    /** The last thing its thread does. */
    void ended() {}

    /** To be called after work was added: makes the port look. Any thread. */
    final void wake() {
        env.yieldPoint("netisr.wake");
        if (state == SLEEPING && STATE.compareAndSet(this, SLEEPING, BUSY)) {
            endSleep();
        }
    }

    final void send(Message m) {
        control.push(m);
        wake();
        if (state == ENDED) {
            discard(control.takeAll());
        }
    }

    private static void discard(@Nullable Message first) {
        for (Message m = first; m != null; ) {
            Message following = m.next;
            m.next = null;
            m.discarded();
            m = following;
        }
    }

    final void sendUpdate(Timer t) {
        timers.send(t);
        wake();
    }

    /**
     * By the monitor: another thread goes on with the port; the present one has been revoked. When no thread can be had
     * the port is orphaned, and {@link #adopt} tries again.
     */
    final void handOver() {
        carriers++;
        carrier = new Carrier(this);
        startCarrier();
    }

    final boolean isOrphaned() {
        return orphaned;
    }

    final void adopt() {
        startCarrier();
    }

    /** The thread that was started last, null before the first. */
    final @Nullable EnvThread thread() {
        return thread;
    }

    /** A carrier that had been revoked has ended. */
    final void abandonedEnded(Carrier old) {
        engine.abandoned().remove(old);
    }

    /** The calling thread carries the port and is in no driver, so nobody can take the port from it. */
    final boolean isCarriedByCaller() {
        Carrier c = engine.carrier();
        return c != null && c.port() == this && c.call() == 0;
    }

    final boolean isRunningOnCaller(Unit unit) {
        Carrier c = engine.carrier();
        return c != null && c.unit() == unit;
    }

    /** Refuses to wait on a packet netisr for another port. */
    final void checkMayWait(String what) {
        int caller = engine.current();
        if (caller >= 0 && caller != cpu) {
            throw new IllegalStateException(what + " of " + name + " from netisr " + caller);
        }
    }

    final boolean isOf(NetisrEngine which) {
        return engine == which;
    }

    final void close() {
        closing = true;
        wake();
    }

    /** The thread does not come back: nobody waits for the port any more. */
    final void leaveBehind() {
        state = ENDED;
        engine.barrier().signal();
        discard(control.takeAll());
    }

    /** How often the port has begun a round. */
    final long pass() {
        return pass;
    }

    final int state() {
        return state;
    }

    final void awaitedByBarrier() {
        barrierWaits = true;
    }

    final Carrier carrier() {
        return carrier;
    }

    final Timers timers() {
        return timers;
    }

    final Drains drains() {
        return engine.drains();
    }

    final Faults faults() {
        return engine.faults();
    }

    final Env env() {
        return env;
    }

    final int cpu() {
        return cpu;
    }

    @Override
    public String toString() {
        return name;
    }
}
