package org.ifnet.core.internal;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import org.ifnet.DriverState;
import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.driver.IfnetDriver;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One driver bound to one interface, from attach to detach: the gate that every call passes, and what is done about a
 * driver that misbehaves. A binding is never opened twice; binding again makes a new one.
 *
 * <p>The gate closes from any thread at once and without waiting; whoever closed it then sees to the rest: the barrier
 * for calls that had begun, and {@link #awaitNobody} for those that do not end.
 */
final class Binding {
    private static final Logger LOG = LoggerFactory.getLogger(Binding.class);

    private final Parts parts;
    private final CoreIfnet ifnet;
    private final GuardedDriver guarded;
    private final Gate gate = new Gate();
    private final Faults faults = new Faults();
    private final BoundContext context;
    private final BoundQueue[] queues;
    private final Turns turns;
    private final BoundPolling polling;
    private volatile String why = "";
    /** What follows from quarantine was done. Under the control lock. */
    private boolean completed;
    /** The driver's attach succeeded and its detach was not called. Under the control lock. */
    private boolean attached;
    /** The driver's init has begun and its stop has not. Under the control lock. */
    private boolean initialised;

    Binding(Parts parts, CoreIfnet ifnet, GuardedDriver guarded) {
        this.parts = parts;
        this.ifnet = ifnet;
        this.guarded = guarded;
        queues = new BoundQueue[ifnet.queue().count()];
        for (int i = 0; i < queues.length; i++) {
            queues[i] = new BoundQueue(this, ifnet.queue().subqueue(i));
        }
        turns = new Turns(parts.env(), parts.netisr().cpus(), ifnet, guarded, gate, queues);
        context = new BoundContext(parts, this, queues);
        polling = new BoundPolling(parts, this);
        guarded.binding(this);
    }

    CoreIfnet ifnet() {
        return ifnet;
    }

    GuardedDriver guarded() {
        return guarded;
    }

    BoundPolling polling() {
        return polling;
    }

    /** Who may call the driver now. */
    Turns turns() {
        return turns;
    }

    /** Calls the driver's attach and opens the gate; whatever it made is closed again when it fails. */
    void attach(Deadline deadline) throws IfnetException {
        try {
            guarded.call("attach", GuardedDriver.UNLIMITED, deadline, () -> attachSerialized(deadline));
            faults.good();
        } catch (IfnetException e) {
            gate.close();
            context.close(deadline);
            throw e;
        }
        attached = true;
        for (BoundQueue queue : queues) {
            queue.reset();
        }
        if (gate.open()) {
            context.scheduleSources();
        }
    }

    /** On the worker: nobody can hold a serializer that was made just now. */
    private boolean attachSerialized(Deadline deadline) throws IfnetException {
        turns.arrange();
        return holdingAll("attach", deadline, () -> true, driver -> driver.attach(context));
    }

    private boolean holdingAll(String what, Deadline deadline, BooleanSupplier wanted, DriverCall call)
            throws IfnetException {
        if (!turns.awaitAll(what, deadline, wanted)) {
            throw notCalled();
        }
        try {
            call.on(guarded.driver());
            return true;
        } finally {
            turns.exitAll();
        }
    }

    void init() throws IfnetException {
        if (!isOpen()) {
            throw notCalled();
        }
        initialised = true;
        try {
            limited("init", parts.settings().driverLimit(), parts.deadline(), IfnetDriver::init);
        } catch (IfnetException e) {
            initialised = false;
            throw e;
        }
    }

    /** Calls the driver's stop if its init was called; never fails. */
    void stop() {
        stop(parts.settings().driverLimit(), parts.deadline());
    }

    private void stop(long limit, Deadline deadline) {
        if (!initialised) {
            return;
        }
        initialised = false;
        context.drainWatchdogs();
        try {
            limited("stop", limit, deadline, IfnetDriver::stop);
        } catch (IfnetException e) {
            LOG.warn("{}: {}", ifnet.name(), e.getMessage());
        }
        context.drainWatchdogs();
    }

    /** What a driver does on a control thread. */
    interface DriverCall {
        void on(IfnetDriver driver) throws IfnetException;
    }

    /** A call that changes a setting: the driver must be bound, and is quarantined when it does not return. */
    void change(String what, DriverCall call) throws IfnetException {
        if (!isOpen()) {
            throw notCalled();
        }
        limited(what, parts.settings().driverLimit(), parts.deadline(), call);
    }

    /** Who closes the gate looks for handlers afterwards; who registers them looks at the gate afterwards. */
    void checkOpen() throws IfnetException {
        if (!isOpen()) {
            throw notCalled();
        }
    }

    /** What a driver answers on a control thread. */
    interface DriverQuestion<T extends @Nullable Object> {
        T of(IfnetDriver driver) throws IfnetException;
    }

    /** A call that changes nothing; otherwise like {@link #change}. */
    <T extends @Nullable Object> T ask(String what, DriverQuestion<T> question) throws IfnetException {
        AtomicReference<T> answer = new AtomicReference<>();
        change(what, driver -> answer.set(question.of(driver)));
        return answer.get();
    }

    private IfnetException notCalled() {
        return isQuarantined()
                ? new IfnetException(Errno.EBUSY, "the driver of " + ifnet.name() + " is quarantined: " + why)
                : IfnetException.noSuchInterface(ifnet.name());
    }

    /** A call on a control worker; one that does not return in time, and one that fails to start or stop, quarantines. */
    void limited(String what, long limit, Deadline deadline, DriverCall call) throws IfnetException {
        try {
            control(what, limit, deadline, call);
        } catch (GuardedDriver.DriverFault e) {
            fault();
            if (what.equals("init") || what.equals("stop")) {
                quarantine(what + " threw " + e.getCause(), e.getCause());
            }
            throw e;
        } catch (IfnetException e) {
            if (e.errno() == Errno.ETIMEDOUT && guarded.guard().inside() > 0) {
                fault();
                quarantine("stuck in " + what, null);
            }
            throw e;
        }
    }

    private void control(String what, long limit, Deadline deadline, DriverCall call) throws IfnetException {
        // What a stuck driver closes the gate of must not begin later; what lets it go comes when the gate has closed.
        BooleanSupplier wanted = limit == GuardedDriver.UNLIMITED ? () -> true : gate::isOpen;
        Callable<Boolean> body = () -> holdingAll(what, deadline, wanted, call);
        guarded.call(what, limit, deadline, body);
        faults.good();
    }

    /** How a call of the packet path went. */
    void outcome(String what, @Nullable Throwable thrown) {
        if (thrown == null) {
            faults.good();
        } else if (faults.fault(parts.env().nanoTime())) {
            quarantine(what + " threw " + thrown, thrown);
        }
    }

    /** Counts a fault that leads to quarantine by itself. */
    void fault() {
        faults.fault(parts.env().nanoTime());
    }

    /** The gate to the driver for a subqueue, on its netisr. False when the driver was not called. */
    boolean start(int queue) {
        BoundQueue bound = queues[queue];
        Contender who = bound.contender();
        if (who == null || !turns.begin(who)) {
            return false;
        }
        Throwable thrown = null;
        try {
            guarded.driver().start(bound);
        } catch (Throwable t) {
            thrown = t;
        }
        turns.end(who);
        outcome("start", thrown);
        return true;
    }

    /** Closes the gate at once; a worker completes it. Any thread; nobody waits. */
    void quarantine(String reason, @Nullable Throwable thrown) {
        if (!gate.isOpen()) {
            return;
        }
        why = reason;
        if (gate.quarantine()) {
            ifnet.driverGone();
            polling.withdraw();
            parts.workers().post(() -> {
                LOG.warn("{}: driver quarantined: {}", ifnet.name(), reason, thrown);
                ifnet.upDown().quarantined(this);
            });
        }
    }

    /** Under the control lock: true for who is to do what follows from quarantine. */
    boolean completeQuarantine() {
        boolean mine = isQuarantined() && !completed;
        completed |= mine;
        return mine;
    }

    /** Closes the gate for good: no call begins, packets stay in the queue. Any thread; nobody waits. */
    void closeGate() {
        if (gate.beginToClose()) {
            ifnet.driverGone();
        }
    }

    /** Closes what packets come from and what wakes the driver; the barrier then ends calls that have begun. */
    void closeSources() {
        context.closeSources();
        polling.withdraw();
    }

    /** Binding anew failed: the interface stays quarantined, with a new reason. */
    void refused(String reason) {
        why = reason;
        completed = true;
        gate.refuse();
    }

    /**
     * Lets the driver go: stop if it runs, its threads, detach. The gate is closed and the barrier was passed.
     *
     * @return false when a thread did not come back; then the driver was not called, and the binding is as it was
     */
    boolean release(Deadline deadline) {
        boolean empty = awaitNobody(deadline) && letWait(deadline);
        if (empty) {
            stop(GuardedDriver.UNLIMITED, deadline);
            empty = awaitNobody(deadline);
        }
        context.close(deadline);
        if (empty && detach(deadline)) {
            close();
            return true;
        }
        return false;
    }

    /** A driver that goes is not left as one that is polled. False when its thread did not come back. */
    private boolean letWait(Deadline deadline) {
        if (polling.setup() == null) {
            return true;
        }
        try {
            polling.end(GuardedDriver.UNLIMITED, deadline);
        } catch (IfnetException e) {
            LOG.warn("{}: {}", ifnet.name(), e.getMessage());
        }
        return awaitNobody(deadline);
    }

    /** Nothing is expected of the driver any more. */
    void close() {
        context.closeSources();
        gate.close();
        guarded.binding(null);
    }

    private boolean awaitNobody(Deadline deadline) {
        guarded.interruptGivenUp();
        return guarded.awaitEmpty(deadline);
    }

    private boolean detach(Deadline deadline) {
        if (!attached) {
            return true;
        }
        attached = false;
        try {
            control("detach", GuardedDriver.UNLIMITED, deadline, IfnetDriver::detach);
        } catch (GuardedDriver.DriverFault e) {
            LOG.warn("{}: {}", ifnet.name(), e.getMessage());
        } catch (IfnetException e) {
            return awaitNobody(Deadline.in(parts.env(), parts.settings().detachTimeout() / 20));
        }
        return true;
    }

    boolean isOpen() {
        return gate.isOpen();
    }

    boolean isQuarantined() {
        return gate.isQuarantined();
    }

    boolean isClosed() {
        return gate.isClosed();
    }

    /** Attach has not ended yet. */
    boolean isBinding() {
        return gate.isBinding();
    }

    /** The driver may still give back what it dequeued. */
    boolean takesBack() {
        return gate.takesBack();
    }

    /** The calling thread was called by this driver, or belongs to it. */
    boolean isInside() {
        return guarded.guard().isInside() || context.ownsCaller();
    }

    long faults() {
        return faults.total();
    }

    DriverState state() {
        return gate.driverState();
    }

    /** What an administrator reads: asks the driver, unless it must not be called or the caller must not wait. */
    String status() {
        if (!isOpen()) {
            return isQuarantined() ? why : "";
        }
        if (parts.netisr().current() != Netisr.NONE || isInside()) {
            return "";
        }
        Env env = parts.env();
        try {
            return guarded.call(
                    "status",
                    parts.settings().driverLimit(),
                    Deadline.in(env, parts.settings().detachTimeout()),
                    () -> isOpen() ? guarded.driver().status() : "");
        } catch (IfnetException e) {
            return e.getMessage();
        }
    }
}
