package org.ifnet.core.internal;

import java.util.function.Supplier;

import org.ifnet.IfnetException;
import org.ifnet.driver.IfnetDriver;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One registered driver.
 *
 * <pre>
 *   NEW ──▶ ATTACHING ──▶ ATTACHED ──▶ DETACHING ──▶ GONE
 *    ▲       │  │                                     ▲
 *    └───────┘  └── failed ─▶ FAILED ─────────────────┘   (NEW again: the name is taken, and tried when it is free)
 * </pre>
 *
 * <p>The thread that moves it to ATTACHING or DETACHING does the work without the lock; others wait for the next state.
 * Who may not wait leaves word ({@code left}), and the working thread goes on for them.
 */
final class DriverEntry {
    private static final Logger LOG = LoggerFactory.getLogger(DriverEntry.class);

    private enum State {
        NEW,
        ATTACHING,
        ATTACHED,
        FAILED,
        DETACHING,
        GONE
    }

    private final Parts parts;
    private final Lifecycle lifecycle;
    private final Supplier<@Nullable IfnetDriver> get;
    private final Runnable unget;
    private final EnvLock lock;

    private State state = State.NEW;
    private @Nullable String name;
    private @Nullable Attempt attempt;
    private @Nullable CoreIfnet ifnet;
    /** Somebody wants it gone and does not wait. */
    private boolean left;
    /** That the name is taken was logged. */
    private boolean told;

    DriverEntry(
            Parts parts,
            Lifecycle lifecycle,
            @Nullable String name,
            Supplier<@Nullable IfnetDriver> get,
            Runnable unget) {
        this.parts = parts;
        this.lifecycle = lifecycle;
        this.name = name;
        this.get = get;
        this.unget = unget;
        lock = parts.env().lock("driver entry", Env.Rank.LEAF);
    }

    /** Attaches it if it is new; any number of threads may try. */
    void attach() {
        Attempt mine = lifecycle.attempt(null);
        String wanted;
        lock.lock();
        try {
            if (state != State.NEW || left) {
                return;
            }
            if (name == null) {
                LOG.warn("a driver has no property {} and was not attached", IfnetDriver.NAME);
                state = State.FAILED;
                return;
            }
            state = State.ATTACHING;
            attempt = mine;
            wanted = name;
        } finally {
            lock.unlock();
        }
        CoreIfnet made = null;
        State outcome = State.FAILED;
        try {
            made = attach(wanted, mine);
            outcome = made == null ? State.GONE : State.ATTACHED;
        } catch (IfnetException e) {
            outcome = failed(wanted, mine, e);
        } finally {
            attached(made, outcome, wanted);
        }
    }

    private @Nullable CoreIfnet attach(String wanted, Attempt mine) throws IfnetException {
        IfnetDriver driver = get.get();
        if (driver == null) {
            return null;
        }
        boolean success = false;
        try {
            CoreIfnet made = lifecycle.attach(wanted, driver, mine);
            success = true;
            return made;
        } finally {
            if (!success) {
                unget.run();
            }
        }
    }

    private State failed(String wanted, Attempt mine, IfnetException e) {
        if (mine.isCancelled()) {
            return State.FAILED;
        }
        boolean taken = e instanceof Table.NameTaken;
        if (!taken || !told) {
            LOG.warn("driver of {} not attached: {}", wanted, e.getMessage());
        }
        told = taken;
        return taken ? State.NEW : State.FAILED;
    }

    /** The attach has ended; goes on for those who have left meanwhile. */
    private void attached(@Nullable CoreIfnet made, State outcome, String wanted) {
        boolean leaveNow;
        lock.lock();
        try {
            ifnet = made;
            attempt = null;
            state = left && made == null ? State.GONE : outcome;
            leaveNow = left && made != null;
            lock.signalAll();
        } finally {
            lock.unlock();
        }
        if (leaveNow) {
            detach();
        } else if (outcome == State.NEW && !lifecycle.isTaken(wanted)) {
            // The name became free before anybody could see that we wait for it.
            parts.workers().post(this::attach);
        }
    }

    /** The name is taken, and this driver would have it. */
    boolean waitsFor(String freed) {
        lock.lock();
        try {
            return state == State.NEW && freed.equals(name);
        } finally {
            lock.unlock();
        }
    }

    /** The driver's registration goes. Returns when no thread of ours is in it, or when the caller must not wait. */
    void leave() {
        Deadline deadline = parts.deadline();
        boolean waiting = !mustNotWait();
        Attempt running = running();
        if (running != null) {
            // Half of the time for the driver to come back, half for undoing what it did.
            running.cancel(deadline.remaining() / 2);
        }
        // The attaching thread may detach it for us, and then that is waited for as well.
        boolean idle = awaitIdle(waiting, deadline);
        while (!detach() && !idle && waiting && !deadline.isOver()) {
            idle = awaitIdle(waiting, deadline);
        }
    }

    /** True when nothing is on its way for this driver, and nothing is bound. */
    private boolean awaitIdle(boolean waiting, Deadline deadline) {
        lock.lock();
        try {
            while (waiting && isBusy() && !deadline.isOver()) {
                lock.await(deadline.remaining());
            }
            if (state == State.NEW || state == State.FAILED) {
                state = State.GONE;
            }
            return state == State.GONE;
        } finally {
            lock.unlock();
        }
    }

    private boolean isBusy() {
        return state == State.ATTACHING || state == State.DETACHING;
    }

    private @Nullable Attempt running() {
        lock.lock();
        try {
            left = true;
            return attempt;
        } finally {
            lock.unlock();
        }
    }

    /** The caller is a netisr, or below a call into this driver or a control lock. */
    private boolean mustNotWait() {
        Attempt running;
        CoreIfnet made;
        lock.lock();
        try {
            running = attempt;
            made = ifnet;
        } finally {
            lock.unlock();
        }
        return lifecycle.mustNotWait() || running != null && running.isBelow() || made != null && made.isBelow();
    }

    /** False when somebody else does it, or nothing is attached. */
    private boolean detach() {
        CoreIfnet made;
        lock.lock();
        try {
            made = ifnet;
            if (state != State.ATTACHED || made == null) {
                return false;
            }
            state = State.DETACHING;
        } finally {
            lock.unlock();
        }
        lifecycle.detach(made, this::detached);
        return true;
    }

    private void detached() {
        lock.lock();
        try {
            state = State.GONE;
            ifnet = null;
            lock.signalAll();
        } finally {
            lock.unlock();
        }
        unget.run();
    }

    /** The driver asks for another name. */
    void rename(@Nullable String wanted, Control control) {
        CoreIfnet made;
        lock.lock();
        try {
            if (wanted == null || wanted.equals(name)) {
                return;
            }
            name = wanted;
            made = ifnet;
            state = state == State.FAILED ? State.NEW : state;
        } finally {
            lock.unlock();
        }
        attach();
        if (made != null) {
            rename(made, wanted, control);
        }
    }

    private static void rename(CoreIfnet made, String wanted, Control control) {
        try {
            control.renameQuietly(made, wanted);
        } catch (IfnetException e) {
            LOG.warn("{} was not renamed as its driver asks: {}", made.name(), e.getMessage());
        }
    }
}
