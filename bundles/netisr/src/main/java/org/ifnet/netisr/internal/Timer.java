package org.ifnet.netisr.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.ifnet.netisr.Callout;
import org.ifnet.netisr.DriverGuard.RoleRevoked;

/**
 * A callout of one port.
 *
 * <p>What is wanted is one word, {@code deadline}, that any thread writes. The heap belongs to the port; {@code queuedFor}
 * tells where the timer stands in it, and may be earlier than wanted: then it is put back when its turn comes, so arming
 * a timer later again and again costs no more than a store. Whoever wants it earlier, or gone, and is not the port, sends
 * it to the port's updates. Both sides write their word first and then read the other's, so one of them sees the other.
 */
final class Timer extends Linked<Timer> implements Callout, Unit {
    /** Not armed, not in the heap. */
    static final long NONE = Long.MIN_VALUE;

    private static final long LONGEST = Long.MAX_VALUE / 4;
    private static final int IDLE = 0;
    private static final int RUNNING = 1;
    private static final int ABANDONED = 2;
    private static final VarHandle DEADLINE;
    private static final VarHandle SENT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            DEADLINE = lookup.findVarHandle(Timer.class, "deadline", long.class);
            SENT = lookup.findVarHandle(Timer.class, "sent", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Port port;
    private final String name;
    private final Runnable body;

    private volatile long deadline = NONE;
    /** In the port's updates. */
    private volatile boolean sent;

    private volatile int running;
    private volatile int drainers;

    /** The place in the heap, the port's. */
    int index = -1;

    volatile long queuedFor = NONE;

    Timer(Port port, String name, Runnable body) {
        this.port = port;
        this.name = name;
        this.body = body;
    }

    @Override
    public void reset(long nanos) {
        if (drainers != 0) {
            return;
        }
        long when = port.env().nanoTime() + Math.min(Math.max(nanos, 0), LONGEST);
        deadline = when == NONE ? NONE + 1 : when;
        port.env().yieldPoint("timer.reset");
        if (port.isCarriedByCaller()) {
            port.timers().update(this);
            return;
        }
        long queued = queuedFor;
        if (queued == NONE || queued - when > 0) {
            send();
        }
    }

    @Override
    public void stop() {
        disarm();
    }

    private void disarm() {
        deadline = NONE;
        port.env().yieldPoint("timer.stop");
        if (port.isCarriedByCaller()) {
            port.timers().update(this);
        } else if (queuedFor != NONE) {
            send();
        }
    }

    private void send() {
        if (SENT.compareAndSet(this, false, true)) {
            port.sendUpdate(this);
        }
    }

    @Override
    public void drain() {
        if (port.isCarriedByCaller() || port.isRunningOnCaller(this)) {
            disarm();
            return;
        }
        port.checkMayWait("drain");
        port.drains().begin(this);
        try {
            do {
                disarm();
                port.drains().awaitIdle(this);
            } while (isPending());
        } finally {
            port.drains().end(this);
        }
    }

    @Override
    public boolean isPending() {
        return deadline != NONE;
    }

    /** Changes the number of threads that drain it; under the lock of {@link Drains}. */
    void drainers(int change) {
        drainers += change;
    }

    boolean isRunning() {
        return running == RUNNING && port.state() != Port.ENDED;
    }

    /** The port has taken it out of the updates. */
    void received() {
        sent = false;
    }

    long deadline() {
        return deadline;
    }

    /** The body of an earlier turn has not come back from a driver. */
    boolean isAbandoned() {
        return running == ABANDONED;
    }

    /** Runs the body unless it was disarmed or put off since {@code due}. */
    @Override
    public boolean run() {
        long due = deadline;
        running = RUNNING;
        port.env().yieldPoint("timer.run");
        boolean lost = false;
        try {
            if (due != NONE && DEADLINE.compareAndSet(this, due, NONE)) {
                body.run();
            }
        } catch (RoleRevoked e) {
            lost = true;
            throw e;
        } finally {
            if (!lost) {
                ended();
            }
        }
        return false;
    }

    private void ended() {
        running = IDLE;
        if (drainers != 0) {
            port.drains().signal();
        }
    }

    @Override
    public void abandoned() {
        running = ABANDONED;
        port.drains().signal();
    }

    @Override
    public void returned() {
        running = IDLE;
        if (deadline != NONE) {
            send();
        }
    }

    @Override
    public String toString() {
        return "callout " + name;
    }
}
