package org.ifnet.core.internal;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import org.ifnet.DriverState;
import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.driver.IfnetDriver;
import org.ifnet.driver.IfnetSerializer;
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
    /** Null before the driver's attach. */
    private volatile @Nullable BoundSerializer serializer;
    /** The driver left it to the platform: its sources are kept apart by netisr. */
    private volatile boolean ordinary;

    private volatile String why = "";
    /** What follows from quarantine was done. Under the control lock. */
    private boolean completed;
    /** The driver's attach succeeded and its detach was not called. Under the control lock. */
    private boolean attached;
    /** The driver's init has begun and its stop has not. Under the control lock. */
    private boolean initialised;
    /** What the driver is polled with, null while it waits for its device. Changed under the control lock. */
    private volatile @Nullable PollSetup polled;

    Binding(Parts parts, CoreIfnet ifnet, GuardedDriver guarded) {
        this.parts = parts;
        this.ifnet = ifnet;
        this.guarded = guarded;
        queues = new BoundQueue[ifnet.queue().count()];
        for (int i = 0; i < queues.length; i++) {
            queues[i] = new BoundQueue(this, ifnet.queue().subqueue(i));
        }
        context = new BoundContext(parts, this, queues);
        guarded.binding(this);
    }

    CoreIfnet ifnet() {
        return ifnet;
    }

    GuardedDriver guarded() {
        return guarded;
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
        Env env = parts.env();
        String name = ifnet.name();
        IfnetSerializer given = guarded.driver().serializer(env, queues.length);
        ordinary = given == null;
        IfnetSerializer chosen =
                given == null ? IfnetSerializer.array(env, name, parts.netisr().cpus(), queues.length) : given;
        BoundSerializer made = BoundSerializer.of(env, name, chosen, queues.length);
        for (int i = 0; i < queues.length; i++) {
            int index = i;
            queues[i].contender(
                    made.contender(chosen.placeOfQueue(i), () -> ifnet.queue().startAgain(index)));
        }
        serializer = made;
        return holdingAll("attach", deadline, () -> true, driver -> driver.attach(context));
    }

    private boolean holdingAll(String what, Deadline deadline, BooleanSupplier wanted, DriverCall call)
            throws IfnetException {
        BoundSerializer all = serializer();
        if (!all.enterAll(deadline, wanted)) {
            if (!wanted.getAsBoolean()) {
                throw notCalled();
            }
            throw new IfnetException(
                    Errno.ETIMEDOUT, "the driver of " + ifnet.name() + " did not become free for " + what + " in time");
        }
        try {
            call.on(guarded.driver());
            return true;
        } finally {
            all.exitAll();
        }
    }

    private BoundSerializer serializer() {
        BoundSerializer made = serializer;
        if (made == null) {
            throw new IllegalStateException(ifnet.name() + " has no serializers before attach");
        }
        return made;
    }

    /** Who tries the serializer of the driver's source {@code number} on that netisr. From the driver's attach on. */
    Contender contenderOfSource(int cpu, int number, Runnable again) {
        BoundSerializer made = serializer();
        return made.contender(made.serializer().placeOfSource(ordinary ? cpu : number), again);
    }

    /** For a handler of polling, which is left out when it is refused: the next tick comes anyway. */
    Contender pollerOfStatus() {
        return new Contender(0, () -> {});
    }

    Contender pollerOfSource(int cpu) {
        return new Contender(serializer().serializer().placeOfSource(cpu), () -> {});
    }

    Contender pollerOfQueue(int queue) {
        return new Contender(serializer().serializer().placeOfQueue(queue), () -> {});
    }

    Contender contenderOfCallout(Runnable again) {
        return serializer().contender(0, again);
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

    /** Asks the driver for the handlers that it is polled by. */
    void poll(PollSetup setup) throws IfnetException {
        try {
            change("polling", driver -> driver.polling(setup));
        } finally {
            setup.seal();
        }
        polled = setup;
        checkOpen();
    }

    /** The driver waits for its device again, after its handlers were taken away. */
    void unpoll() throws IfnetException {
        if (polled != null) {
            checkOpen();
            unpoll(parts.settings().driverLimit(), parts.deadline());
        }
    }

    private void unpoll(long limit, Deadline deadline) throws IfnetException {
        PollSetup setup = polled;
        if (setup != null) {
            setup.awaitRemoved(deadline);
            limited("polling", limit, deadline, driver -> driver.polling(null));
            polled = null;
        }
    }

    /** Who closes the gate looks for handlers afterwards; who registers them looks at the gate afterwards. */
    void checkOpen() throws IfnetException {
        if (!isOpen()) {
            throw notCalled();
        }
    }

    @Nullable
    PollSetup polled() {
        return polled;
    }

    private void withdrawHandlers() {
        PollSetup setup = polled;
        if (setup != null) {
            parts.polling().withdraw(setup);
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

    private void limited(String what, long limit, Deadline deadline, DriverCall call) throws IfnetException {
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
                quarantine("stuck in " + what);
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

    /**
     * A call of the packet path begins; false when the gate is closed, or when another call keeps this one out: then the
     * contender is told later.
     */
    boolean begin(Contender who) {
        if (!gate.isOpen() || !serializer().tryEnter(who)) {
            return false;
        }
        parts.env().yieldPoint("core.gate");
        guarded.guard().enter();
        return true;
    }

    /** It is over. Throws RoleRevoked when this thread is not the netisr any more; it must then touch nothing but its own. */
    void end(Contender who) {
        try {
            guarded.guard().leave();
        } finally {
            serializer().exit(who);
        }
    }

    /** A call on a netisr that holds all serializers begins; false, and nobody is told later, when it may not. */
    boolean beginAll() {
        if (!gate.isOpen() || !serializer().tryEnterAll()) {
            return false;
        }
        parts.env().yieldPoint("core.gate");
        guarded.guard().enter();
        return true;
    }

    void endAll() {
        try {
            guarded.guard().leave();
        } finally {
            serializer().exitAllTried();
        }
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
        if (who == null || !begin(who)) {
            return false;
        }
        Throwable thrown = null;
        try {
            guarded.driver().start(bound);
        } catch (Throwable t) {
            thrown = t;
        }
        end(who);
        outcome("start", thrown);
        return true;
    }

    void quarantine(String reason) {
        quarantine(reason, null);
    }

    /** Closes the gate at once; a worker completes it. Any thread; nobody waits. */
    private void quarantine(String reason, @Nullable Throwable thrown) {
        if (!gate.isOpen()) {
            return;
        }
        why = reason;
        if (gate.quarantine()) {
            ifnet.driverGone();
            withdrawHandlers();
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
        withdrawHandlers();
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
        if (polled == null) {
            return true;
        }
        try {
            unpoll(GuardedDriver.UNLIMITED, deadline);
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
