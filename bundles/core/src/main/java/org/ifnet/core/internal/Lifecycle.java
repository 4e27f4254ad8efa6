package org.ifnet.core.internal;

import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

import org.ifnet.Errno;
import org.ifnet.IfnetEvent;
import org.ifnet.IfnetException;
import org.ifnet.driver.DriverInfo;
import org.ifnet.driver.IfnetDriver;
import org.ifnet.ifq.IfqEngine;
import org.ifnet.netisr.Netisr;
import org.jspecify.annotations.Nullable;

/**
 * Creates and removes interfaces (reference 1.3, 1.5). What attach does in order, detach undoes in reverse; a failed
 * attach leaves nothing.
 */
final class Lifecycle {
    /** Interfaces that share a barrier: enough that it costs nothing, few enough that they stay in the cache. */
    private static final int CHUNK = 512;

    private final Parts parts;
    private final IfqEngine queues;
    private final Table table;
    private final Domains domains;
    private final LinkLayers layers;
    private final Events events;
    private final UpDown upDown;
    private final Departure departure;
    private final Groups groups;
    private volatile Consumer<String> nameFreed = name -> {};
    private volatile boolean closed;

    Lifecycle(
            Parts parts,
            IfqEngine queues,
            Table table,
            Domains domains,
            LinkLayers layers,
            Events events,
            UpDown upDown,
            Departure departure,
            Groups groups) {
        this.parts = parts;
        this.queues = queues;
        this.table = table;
        this.domains = domains;
        this.layers = layers;
        this.events = events;
        this.upDown = upDown;
        this.departure = departure;
        this.groups = groups;
    }

    /** Who is told when a name is free again. */
    void onNameFreed(Consumer<String> listener) {
        nameFreed = listener;
    }

    boolean isTaken(String name) {
        return table.isTaken(name);
    }

    /** Refuses new interfaces from here on. */
    void close() {
        closed = true;
    }

    /** @param group see {@link Attempt} */
    Attempt attempt(@Nullable String group) {
        return new Attempt(parts.deadline(), group);
    }

    /** Creates an interface and binds the driver to it; when it returns the interface was announced. Not on a netisr. */
    CoreIfnet attach(String name, IfnetDriver driver, Attempt attempt) throws IfnetException {
        Names.check(name);
        if (table.isTaken(name)) {
            throw Table.taken(name);
        }
        GuardedDriver guarded = new GuardedDriver(parts.env(), parts.netisr(), parts.workers(), name, driver);
        attempt.driver(guarded);
        proceed(attempt, name);
        DriverInfo info = ask(guarded, attempt);
        proceed(attempt, name);
        CoreIfnet ifnet = new CoreIfnet(parts, upDown, events, queues, name, info);
        boolean installed = false;
        ifnet.control().lock();
        try {
            install(ifnet, name, guarded, attempt);
            installed = true;
        } finally {
            ifnet.control().unlock();
            if (!installed) {
                nameFreed.accept(name);
            }
        }
        return ifnet;
    }

    private DriverInfo ask(GuardedDriver guarded, Attempt attempt) throws IfnetException {
        try {
            DriverInfo info = guarded.call(
                    "info",
                    GuardedDriver.UNLIMITED,
                    attempt.deadline(),
                    () -> guarded.driver().info());
            DriverInfos.check(guarded.name(), info);
            return info;
        } catch (IfnetException e) {
            guarded.interruptGivenUp();
            if (!guarded.awaitEmpty(afterFailure(attempt))) {
                Departure.abandoned(guarded);
            }
            throw e;
        }
    }

    private void proceed(Attempt attempt, String name) throws IfnetException {
        if (attempt.isCancelled()) {
            throw new IfnetException(Errno.EINTR, "attach of " + name + " was cancelled");
        }
        if (closed) {
            throw new IfnetException(Errno.ENXIO, "the platform is stopping");
        }
    }

    /** Under the control lock, which the interface's first visitors wait for. */
    private void install(CoreIfnet ifnet, String name, GuardedDriver guarded, Attempt attempt) throws IfnetException {
        try {
            table.reserve(ifnet, name);
        } catch (IfnetException e) {
            ifnet.queue().close();
            throw e;
        }
        Binding bound = new Binding(parts, ifnet, guarded);
        try {
            attempt.ifnet(ifnet);
            parts.env().yieldPoint("core.attach.reserved");
            layers.coms().allocate(ifnet);
            domains.attachAll(ifnet);
            layers.attach(ifnet);
            ifnet.bind(bound);
            bound.attach(attempt.deadline());
            ifnet.link().settle();
            parts.env().yieldPoint("core.attach.bound");
            proceed(attempt, name);
        } catch (IfnetException | RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            ifnet.leave();
            departure.run(ifnet, afterFailure(attempt));
            throw e;
        }
        groups.enrol(ifnet, attempt.group());
        table.publish(ifnet);
        events.announce(ifnet);
    }

    /** A thread that attach left in the driver is not waited for again; a driver that returned has time to detach. */
    private Deadline afterFailure(Attempt attempt) {
        long least = parts.settings().detachTimeout() / 10;
        return Deadline.in(parts.env(), Math.max(least, attempt.deadline().remaining() * 9 / 10));
    }

    /** Detaches at once, or posts it when the caller must not wait. Again: waits for the first, and does nothing. */
    void detach(CoreIfnet ifnet) {
        detach(ifnet, () -> {});
    }

    /** @param after runs when it is done, on the thread that did it */
    void detach(CoreIfnet ifnet, Runnable after) {
        ifnet.leave();
        Runnable work = () -> {
            detachNow(ifnet);
            after.run();
        };
        if (mustNotWait() || ifnet.isBelow()) {
            parts.workers().post(work::run);
        } else {
            work.run();
        }
    }

    /** The caller is a netisr or netctl, or a listener that runs below some interface's control lock. */
    boolean mustNotWait() {
        return parts.netisr().current() != Netisr.NONE || parts.held().byCaller();
    }

    private void detachNow(CoreIfnet ifnet) {
        Deadline whole = parts.deadline();
        Binding bound = ifnet.binding();
        if (bound != null) {
            // Who holds the control lock may be waiting for the driver; half of the time is for what follows.
            bound.guarded().hurry(whole.remaining() / 2);
        }
        ifnet.control().lock();
        try {
            while (ifnet.isEnding() && !whole.isOver()) {
                ifnet.control().await(whole.remaining());
            }
            if (!ifnet.isAttached()) {
                return;
            }
            departure.announce(ifnet);
            departure.run(ifnet, departure.driverDeadline(whole));
        } finally {
            ifnet.control().unlock();
        }
        nameFreed.accept(ifnet.name());
    }

    /** Gives the interface another name; index, handle and packets go on. Under the control lock. */
    void rename(CoreIfnet ifnet, String name) throws IfnetException {
        Names.check(name);
        String old = ifnet.name();
        table.rename(ifnet, name);
        Binding bound = ifnet.binding();
        if (bound != null) {
            bound.guarded().name(name);
        }
        ifnet.touch();
        events.emit(ifnet, sequence -> new IfnetEvent.Renamed(sequence, ifnet, old));
        parts.workers().post(() -> nameFreed.accept(old));
    }

    /** Detaches many, which share the barrier; otherwise like {@link #detach}. */
    void detach(List<CoreIfnet> all) {
        all.forEach(CoreIfnet::leave);
        if (mustNotWait() || all.stream().anyMatch(CoreIfnet::isBelow)) {
            parts.workers().post(() -> detachNow(all));
        } else {
            detachNow(all);
        }
    }

    private void detachNow(List<CoreIfnet> all) {
        for (int from = 0; from < all.size(); from += CHUNK) {
            List<CoreIfnet> some = all.subList(from, Math.min(from + CHUNK, all.size()));
            new BulkDetach(parts, departure, this::detachNow, name -> nameFreed.accept(name)).run(some);
        }
    }

    /** Detaches every interface, the youngest first. */
    void detachAll() {
        List<CoreIfnet> all = table.reserved();
        Collections.reverse(all);
        detach(all);
    }
}
