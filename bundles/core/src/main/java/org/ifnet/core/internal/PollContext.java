package org.ifnet.core.internal;

import java.util.Arrays;

import org.ifnet.netisr.DriverGuard.RoleRevoked;
import org.ifnet.netisr.Netisr;
import org.ifnet.netisr.NetisrJob;
import org.jspecify.annotations.Nullable;

/**
 * The handlers of one kind on one netisr, and the job that calls them. Everything but the number of handlers is the
 * netisr's own.
 *
 * <p>When a handler does not come back, its thread loses the netisr, and the job is kept for that thread. Its driver is
 * quarantined and its handlers are taken out; whoever does that finds the handler still marked as being called, and makes
 * a new job for the others. So nothing here may be touched after a call that was revoked.
 */
abstract class PollContext implements NetisrJob.Body {
    /** Handlers of a list (reference 4.4). */
    static final int LIMIT = 128;

    private static final PollHandler[] NONE = {};

    private final Netisr netisr;
    private final int cpu;
    private PollHandler[] handlers = NONE;
    private volatile int count;
    private @Nullable NetisrJob job;
    private @Nullable PollHandler called;

    PollContext(Netisr netisr, int cpu) {
        this.netisr = netisr;
        this.cpu = cpu;
    }

    /** As before the first tick. */
    abstract void reset();

    /** False when the list is full. */
    final boolean add(PollHandler handler) {
        if (count == LIMIT) {
            return false;
        }
        if (job == null) {
            job = netisr.job(cpu, NetisrJob.Phase.POLL, this);
        }
        PollHandler[] more = Arrays.copyOf(handlers, count + 1);
        more[count] = handler;
        handlers = more;
        count = more.length;
        return true;
    }

    final void remove(PollSetup setup) {
        PollHandler[] rest =
                Arrays.stream(handlers).filter(h -> h.setup() != setup).toArray(PollHandler[]::new);
        handlers = rest;
        count = rest.length;
        PollHandler lost = called;
        if (lost != null && lost.setup() == setup || rest.length == 0) {
            renew();
        }
    }

    private void renew() {
        NetisrJob old = job;
        if (old != null) {
            old.close();
        }
        job = count == 0 ? null : netisr.job(cpu, NetisrJob.Phase.POLL, this);
        called = null;
        reset();
    }

    /** How many handlers there are. Any thread. */
    final int count() {
        return count;
    }

    final void schedule() {
        NetisrJob known = job;
        if (known != null) {
            known.schedule();
        }
    }

    /**
     * Calls every handler once. What a protocol throws that got packets from one does not keep the others from their turn.
     *
     * @return the first thing that was thrown, or null
     */
    final @Nullable Throwable callAll(int budget) {
        Throwable failed = null;
        for (PollHandler handler : handlers) {
            called = handler;
            try {
                handler.run(budget);
            } catch (RoleRevoked lost) {
                throw lost;
            } catch (Throwable t) {
                failed = failed == null ? t : failed;
            }
        }
        called = null;
        return failed;
    }

    /** Lets the netisr count what went wrong. */
    static void report(@Nullable Throwable failed) {
        if (failed instanceof Error error) {
            throw error;
        }
        if (failed instanceof RuntimeException exception) {
            throw exception;
        }
    }
}
