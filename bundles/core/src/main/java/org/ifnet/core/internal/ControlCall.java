package org.ifnet.core.internal;

import java.util.concurrent.Callable;

import org.ifnet.netisr.DriverGuard;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
import org.ifnet.netisr.EnvThread;
import org.jspecify.annotations.Nullable;

/**
 * One control call into a driver: runs on a worker, awaited by the caller until it is done or given up. A call that was
 * given up before it began never begins.
 */
final class ControlCall<T> implements ControlWorkers.Work {
    private final String what;
    private final DriverGuard guard;
    private final long limit;
    private final Deadline deadline;
    private final Callable<T> body;
    private final Env env;
    private final EnvLock lock;

    private boolean begun;
    /** The driver has been left. */
    private boolean returned;

    private volatile boolean done;
    private boolean givenUp;
    private @Nullable EnvThread thread;
    private @Nullable T result;
    private @Nullable Throwable failure;

    /** @param limit nanoseconds after which the guard's listener is told, negative for never */
    ControlCall(Env env, String what, DriverGuard guard, long limit, Deadline deadline, Callable<T> body) {
        this.env = env;
        this.what = what;
        this.guard = guard;
        this.limit = limit;
        this.deadline = deadline;
        this.body = body;
        lock = env.lock("driver call", Env.Rank.LEAF);
    }

    @Override
    public void run() {
        T value = null;
        Throwable thrown = null;
        boolean called = false;
        // Inside first: who gives the call up and then finds nobody inside may rely on it that it never begins.
        guard.enterControl(limit);
        try {
            called = begin();
            value = called ? body.call() : null;
        } catch (Throwable t) {
            thrown = t;
        } finally {
            guard.leaveControl();
        }
        if (called) {
            returned(value, thrown);
        }
    }

    private boolean begin() {
        lock.lock();
        try {
            thread = env.current();
            begun = !givenUp;
            return begun;
        } finally {
            lock.unlock();
        }
    }

    private void returned(@Nullable T value, @Nullable Throwable thrown) {
        lock.lock();
        try {
            result = value;
            failure = thrown;
            returned = true;
        } finally {
            lock.unlock();
        }
    }

    /** The caller goes on, and finds the worker free for its next call. */
    @Override
    public void ended() {
        lock.lock();
        try {
            done = returned;
            lock.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits; false when the call was given up or its time was over, and then it counts as given up. */
    boolean await(Lookout lookout) {
        if (lookout.sees(() -> done)) {
            return true;
        }
        lock.lock();
        try {
            while (!done && !givenUp) {
                long left = deadline.remaining();
                if (left == 0) {
                    givenUp = true;
                } else {
                    lock.await(left);
                }
            }
            return done;
        } finally {
            lock.unlock();
        }
    }

    /** The caller waits no longer. */
    void giveUp() {
        lock.lock();
        try {
            givenUp = true;
            lock.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Draws the caller's deadline nearer. */
    void hurry(long nanos) {
        deadline.shorten(nanos);
        lock.lock();
        try {
            lock.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Asks the thread to come back if the call was given up and still runs. */
    void interruptIfGivenUp() {
        lock.lock();
        try {
            EnvThread there = thread;
            if (there != null && begun && !returned && givenUp) {
                there.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /** After {@link #await} was true: what the driver threw, or null. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    @Nullable
    T result() {
        return result;
    }

    String what() {
        return what;
    }

    /** Nothing of it is left to happen. */
    boolean isOver() {
        lock.lock();
        try {
            return returned || givenUp && !begun;
        } finally {
            lock.unlock();
        }
    }

    /** The name of the thread it runs on, empty when it does not run now. */
    String threadName() {
        lock.lock();
        try {
            EnvThread there = thread;
            return there == null || !begun || returned ? "" : there.name();
        } finally {
            lock.unlock();
        }
    }
}
