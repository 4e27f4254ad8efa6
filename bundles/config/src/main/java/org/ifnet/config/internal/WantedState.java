package org.ifnet.config.internal;

import java.util.List;

import org.ifnet.DriverState;
import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
import org.ifnet.IfnetGroups;
import org.ifnet.Ifnets;
import org.ifnet.Registration;
import org.ifnet.cloner.Cloners;
import org.ifnet.control.IfnetControl;
import org.ifnet.control.Sysctls;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
import org.ifnet.netisr.EnvThread;
import org.ifnet.route.Routes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for wanted state again when somebody returns who lost it: an interface, an engine, a cloner, the owner of a sysctl.
 *
 * <p>Events and service changes only put work on the {@link Agenda}; one worker of our own does it, so that no listener
 * waits for a driver. What fails is tried again a few times, because those who return together return one after the
 * other, and is logged once.
 */
public final class WantedState {
    private static final Logger LOG = LoggerFactory.getLogger(WantedState.class);
    /** Nanoseconds that the worker waits at most; it is woken when there is work. */
    private static final long IDLE = 3_600_000_000_000L;
    /** Nanoseconds that close waits for a call into a driver: more than such calls may take. */
    private static final long PATIENCE = 5_000_000_000L;

    private final Env env;
    private final WantedRecords records;
    private final Engines engines = new Engines();
    private final Replay replay;
    private final EnvLock lock;
    private final Agenda agenda = new Agenda();
    private final EnvThread worker;
    private volatile @Nullable Registration events;
    private boolean closed;

    public WantedState(Env env, WantedRecords records) {
        this.env = env;
        this.records = records;
        replay = new Replay(records, engines);
        lock = env.lock("config", Env.Rank.LEAF);
        worker = env.start("ifnet-config", this::work);
    }

    /** The table comes, or goes with null. Every interface in it is looked at. */
    public void ifnets(@Nullable Ifnets ifnets) {
        Registration old = events;
        events = null;
        if (old != null) {
            old.close();
        }
        engines.ifnets = ifnets;
        if (ifnets != null) {
            events = ifnets.listen(this::event, true);
        }
    }

    public void control(@Nullable IfnetControl control) {
        engines.control = control;
        if (control != null) {
            addIfnets();
        }
    }

    public void groups(@Nullable IfnetGroups groups) {
        engines.groups = groups;
        if (groups != null) {
            addIfnets();
        }
    }

    public void ifaddrs(@Nullable Ifaddrs ifaddrs) {
        engines.ifaddrs = ifaddrs;
        if (ifaddrs != null) {
            addIfnets();
        }
    }

    public void routes(@Nullable Routes routes) {
        engines.routes = routes;
        if (routes != null) {
            add(Agenda.Kind.ROUTES, null);
        }
    }

    public void cloners(@Nullable Cloners cloners) {
        engines.cloners = cloners;
        if (cloners != null) {
            clonerCame();
        }
    }

    public void sysctls(@Nullable Sysctls sysctls) {
        engines.sysctls = sysctls;
        if (sysctls != null) {
            sysctlCame();
        }
    }

    /** Some cloner is there that was not. */
    public void clonerCame() {
        add(Agenda.Kind.CLONES, null);
    }

    /** Some value is there that was not. */
    public void sysctlCame() {
        add(Agenda.Kind.SYSCTLS, null);
    }

    /** A protocol is there that was not. */
    public void domainCame() {
        addIfnets();
    }

    /** Ends the worker. */
    public void close() {
        ifnets(null);
        lock.lock();
        try {
            closed = true;
            lock.signalAll();
        } finally {
            lock.unlock();
        }
        if (!worker.join(PATIENCE)) {
            LOG.warn("{} is still asking for wanted state", worker.name());
        }
    }

    private void addIfnets() {
        Ifnets ifnets = engines.ifnets;
        if (ifnets != null) {
            ifnets.list().forEach(ifnet -> add(Agenda.Kind.IFNET, ifnet));
        }
        add(Agenda.Kind.ROUTES, null);
    }

    private void add(Agenda.Kind kind, @Nullable Ifnet ifnet) {
        lock.lock();
        try {
            agenda.add(kind, ifnet, env.nanoTime());
            lock.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Under the control lock of the interface: notes and returns. */
    private void event(IfnetEvent event) {
        if (event instanceof IfnetEvent.Attached) {
            if (records.wantsNothing(records.attachName(event.ifnet().name()))) {
                return;
            }
            add(Agenda.Kind.IFNET, event.ifnet());
        } else if (event instanceof IfnetEvent.DriverChanged changed && changed.state() == DriverState.BOUND) {
            add(Agenda.Kind.IFNET, event.ifnet());
        } else if (event instanceof IfnetEvent.Up && records.wantsRoutes()) {
            add(Agenda.Kind.ROUTES, null);
        } else if (event instanceof IfnetEvent.Detached) {
            records.forgetName(event.ifnet().name());
        }
    }

    private void work() {
        for (List<Agenda.Item> due = await(); !due.isEmpty(); due = await()) {
            due.forEach(this::ask);
        }
    }

    /** Waits for work; empty when closed. */
    private List<Agenda.Item> await() {
        lock.lock();
        try {
            while (!closed) {
                List<Agenda.Item> due = agenda.takeDue(env.nanoTime());
                if (!due.isEmpty()) {
                    return due;
                }
                lock.await(agenda.pause(env.nanoTime(), IDLE));
            }
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    private void ask(Agenda.Item item) {
        long before = records.version();
        Replay.Failures failures = new Replay.Failures();
        try {
            ask(item, failures);
        } catch (RuntimeException e) {
            LOG.warn("asking for wanted {} failed: {}", item.kind(), e.toString());
        }
        if (item.ifnet() != null) {
            add(Agenda.Kind.ROUTES, null);
            if (records.version() != before) {
                // What we just asked for may have been changed by a command since we looked.
                add(Agenda.Kind.IFNET, item.ifnet());
            }
        }
        if (failures.isAny()) {
            failed(item, failures);
        }
    }

    private void ask(Agenda.Item item, Replay.Failures failures) {
        Ifnet ifnet = item.ifnet();
        switch (item.kind()) {
            case CLONES -> replay.clones(failures);
            case SYSCTLS -> replay.sysctls(failures);
            case ROUTES -> replay.routes(failures);
            case IFNET -> {
                if (ifnet != null) {
                    replay.ifnet(ifnet, failures);
                }
            }
        }
    }

    private void failed(Agenda.Item item, Replay.Failures failures) {
        if (failures.isTimedOut() || item.isLast()) {
            if (!failures.text().isEmpty()) {
                LOG.warn("wanted state could not be restored: {}", failures.text());
            }
            return;
        }
        lock.lock();
        try {
            agenda.again(item, env.nanoTime());
        } finally {
            lock.unlock();
        }
    }
}
