package org.ifnet.ifq.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Whether a queue is being started, and may be (reference 1.18). Guarded by the locks of the subqueue.
 *
 * <p>{@code started} means: the START job is scheduled or runs, and will look at the queue once more before it ends. Whoever
 * makes the queue {@link #isReady ready} (not empty, running, not oactive, not parked) while it is clear {@link #claim
 * claims} it and schedules the job. The job calls the driver without the locks, then looks again under them: still ready,
 * then it runs once more; otherwise it clears {@code started} in the same critical section. So no packet waits in a ready
 * queue that nobody will start.
 *
 * <p>A start that hangs is abandoned with {@code started} set, and may come back at any time. {@link #newRound} therefore
 * clears it, and what a job of an earlier round finds at its end no longer concerns it.
 */
final class Interlock {
    private static final VarHandle OACTIVE;
    private static final VarHandle CLOSED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            OACTIVE = lookup.findVarHandle(Interlock.class, "oactive", boolean.class);
            CLOSED = lookup.findVarHandle(Interlock.class, "closed", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private boolean running;
    private boolean started;
    /** A driver is inside start, in this round. */
    private boolean busy;
    /** What waits must not go now; the Altq undertakes to end that. */
    private boolean parked;

    private int round;
    private boolean oactive;
    private boolean closed;

    /** The device would take packets. */
    boolean isOpen() {
        return running && !oactive;
    }

    boolean isReady(int waiting) {
        return running && !oactive && !parked && waiting != 0;
    }

    /** Somebody has to start it. */
    boolean isDue(int waiting) {
        return running && !started && isReady(waiting);
    }

    boolean isStarted() {
        return started;
    }

    boolean isBusy() {
        return busy;
    }

    boolean isParked() {
        return parked;
    }

    /** True once for whoever has to schedule the start. */
    boolean claim(int waiting) {
        boolean claimed = !started && isReady(waiting);
        if (claimed) {
            started = true;
        }
        return claimed;
    }

    /** The job of the owner has come; whether it is to call the driver. When somebody else is in there, he looks again. */
    boolean begin(int waiting) {
        if (busy) {
            return false;
        }
        busy = started && isReady(waiting);
        started = busy;
        return busy;
    }

    int round() {
        return round;
    }

    /** The call of that round has ended; false when it is not this one. */
    boolean end(int ofRound) {
        if (ofRound != round) {
            return false;
        }
        busy = false;
        return true;
    }

    void started(boolean on) {
        started = on;
    }

    void newRound() {
        started = false;
        busy = false;
        round++;
    }

    void running(boolean on) {
        running = on && !closed;
    }

    void parked(boolean on) {
        parked = on;
    }

    void oactive(boolean on) {
        OACTIVE.setOpaque(this, on);
    }

    /** Any thread, without the locks. */
    boolean isOactive() {
        return (boolean) OACTIVE.getOpaque(this);
    }

    void close() {
        CLOSED.setOpaque(this, true);
        running = false;
        newRound();
    }

    boolean isClosed() {
        return closed;
    }

    /** Any thread, without the locks. */
    boolean looksClosed() {
        return (boolean) CLOSED.getOpaque(this);
    }
}
