package org.ifnet.core.internal;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.IfnetException;
import org.ifnet.control.Sysctl;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;

/**
 * Registers drivers for polling and lets them wait again (reference 4.4). The lists belong to the netisrs; changes go to
 * them by a forwarded message, so that each is changed by its netisr alone.
 */
final class Polling {
    private final Env env;
    private final Netisr netisr;
    private final Settings settings;
    private final ReceiveBatches batches;
    private final PollClock[] clocks;

    Polling(Env env, Netisr netisr, Settings settings, ReceiveBatches batches) {
        this.env = env;
        this.netisr = netisr;
        this.settings = settings;
        this.batches = batches;
        clocks = new PollClock[netisr.cpus()];
        Arrays.setAll(clocks, cpu -> new PollClock(env, netisr, cpu));
    }

    /** A list has no place for another handler. */
    private static final class ListFull extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ListFull(String message) {
            super(message, null, false, false);
        }
    }

    PollClock clock(int cpu) {
        return clocks[cpu];
    }

    List<Sysctl> sysctls() {
        return PollSysctls.of(clocks);
    }

    /** ifpoll_register. Under the control lock. */
    void register(CoreIfnet ifnet, Binding bound) throws IfnetException {
        if (ifnet.has(IfFlags.NPOLLING)) {
            throw new IfnetException(Errno.EBUSY, "interface " + ifnet.name() + " is polled already");
        }
        PollSetup setup = new PollSetup(batches, bound, clocks.length);
        ifnet.flags(IfFlags.NPOLLING, 0);
        try {
            bound.polling().begin(setup);
            everywhere(cpu -> add(cpu, setup));
        } catch (IfnetException e) {
            undo(bound, setup, e);
            throw e;
        }
    }

    private void undo(Binding bound, PollSetup setup, IfnetException reason) {
        withdraw(setup);
        try {
            bound.polling().end();
        } catch (IfnetException e) {
            reason.addSuppressed(e);
        }
    }

    /** ifpoll_deregister. Under the control lock. */
    void deregister(CoreIfnet ifnet, Binding bound) throws IfnetException {
        PollSetup setup = bound.polling().setup();
        if (!ifnet.has(IfFlags.NPOLLING) || setup == null) {
            // One that cannot be polled at all says so.
            bound.change("polling", driver -> driver.polling(null));
            throw new IfnetException(Errno.EINVAL, "interface " + ifnet.name() + " is not polled");
        }
        withdraw(setup);
        try {
            bound.polling().end();
        } catch (IfnetException e) {
            restore(ifnet, bound, setup, e);
            throw e;
        }
    }

    /** The driver refused to wait again: it is polled as before, unless it is not called any more at all. */
    private void restore(CoreIfnet ifnet, Binding bound, PollSetup setup, IfnetException reason) {
        if (!setup.awaitRemoved(deadline()) || !bound.isOpen()) {
            return;
        }
        setup.reopen();
        ifnet.flags(IfFlags.NPOLLING, 0);
        try {
            bound.checkOpen();
            everywhere(cpu -> add(cpu, setup));
        } catch (IfnetException e) {
            withdraw(setup);
            reason.addSuppressed(e);
        }
    }

    /**
     * The handlers of a binding are called no more: by command, or because its driver goes or is not to be called. Any
     * thread; nobody waits. What has begun the barrier ends.
     */
    void withdraw(PollSetup setup) {
        PollErrand errand = new PollErrand(env);
        if (setup.withdraw(errand)) {
            setup.binding().ifnet().flags(0, IfFlags.NPOLLING);
            netisr.forward(() -> clocks[netisr.current()].remove(setup), 0, errand);
        }
    }

    private void add(int cpu, PollSetup setup) {
        env.yieldPoint("core.poll.add");
        if (!setup.isWithdrawn() && !clocks[cpu].add(setup)) {
            throw new ListFull("netisr " + cpu + " has " + PollContext.LIMIT + " handlers already: no place for "
                    + setup.binding().ifnet().name());
        }
    }

    private void everywhere(IntConsumer step) throws IfnetException {
        PollErrand errand = new PollErrand(env);
        netisr.forward(() -> step.accept(netisr.current()), 0, errand);
        if (!errand.await(deadline())) {
            throw new IfnetException(Errno.ETIMEDOUT, "the netisrs did not answer in time");
        }
        Throwable failure = errand.failure();
        if (failure instanceof IfnetException e) {
            throw e;
        }
        if (failure instanceof ListFull) {
            throw new IfnetException(Errno.ENOENT, String.valueOf(failure.getMessage()));
        }
        if (failure != null) {
            throw new IfnetException(Errno.EIO, "polling: " + failure, failure);
        }
    }

    private Deadline deadline() {
        return Deadline.in(env, settings.detachTimeout());
    }
}
