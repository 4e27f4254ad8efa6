package org.ifnet.cloner.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.Registration;
import org.ifnet.control.ControlRecord;
import org.ifnet.control.Credential;
import org.ifnet.control.Privilege;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
import org.ifnet.netisr.EnvThread;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whose an interface is, and takes units down: by command, with their cloner, or because one of a pair went by
 * itself. Whoever moves a unit from LIVE to DYING does it; all others let it be.
 */
final class CloneTeardown {
    private static final Logger LOG = LoggerFactory.getLogger(CloneTeardown.class);
    /** Nanoseconds to wait for what another thread is creating or taking down. */
    private static final long PATIENCE = 2_000_000_000L;

    private final Env env;
    private final Ifnets ifnets;
    /** Covers units and states; the engine's. */
    private final EnvLock lock;

    private final CloneRecords records;
    /** The unit of each of our interfaces, by handle. Read without the lock by the listener of events. */
    private final ConcurrentMap<Integer, CloneUnit> owners = new ConcurrentHashMap<>();

    /** The unit that is attaching an interface of that name just now: it is found before it has an owner. */
    private final ConcurrentMap<String, CloneUnit> expected = new ConcurrentHashMap<>();

    private final List<EnvThread> reapers = new ArrayList<>();
    private final Registration events;
    private boolean closed;

    CloneTeardown(Env env, Ifnets ifnets, EnvLock lock, CloneRecords records) {
        this.env = env;
        this.ifnets = ifnets;
        this.lock = lock;
        this.records = records;
        events = ifnets.listen(this::event, false);
    }

    /** An interface of that name is about to come, and will belong to that unit if it does. */
    void expect(String name, CloneUnit unit) {
        expected.put(name, unit);
    }

    /** The unit was made, or was not. Under the lock, before those who wait are woken. */
    void expectNoMore(CloneUnit unit) {
        expected.values().removeIf(unit::equals);
    }

    /** The interface belongs to that unit, whatever its name will be. */
    void own(Ifnet ifnet, CloneUnit unit) {
        owners.put(ifnet.handle(), unit);
    }

    void disown(CloneUnit unit) {
        unit.attachments.forEach(a -> owners.remove(a.ifnet().handle()));
    }

    /** See {@link org.ifnet.cloner.Cloners#destroy}. */
    void destroy(Credential who, String ifnet) throws IfnetException {
        who.require(Privilege.INTERFACE, "destroy " + ifnet);
        CloneUnit unit = find(ifnet);
        awaitCreated(unit);
        if (!takeDown(unit, who)) {
            throw IfnetException.noSuchInterface(ifnet);
        }
    }

    /** See {@link org.ifnet.cloner.Cloners#destroyAll}. */
    Map<String, IfnetException> destroyAll(Credential who, List<String> names) throws IfnetException {
        who.require(Privilege.INTERFACE, "destroy " + names.size() + " interfaces");
        Map<String, IfnetException> failed = new HashMap<>();
        Map<CloneUnit, String> found = new LinkedHashMap<>();
        for (String name : names) {
            try {
                CloneUnit unit = find(name);
                if (!found.containsKey(unit)) {
                    awaitCreated(unit);
                    found.put(unit, name);
                }
            } catch (IfnetException e) {
                failed.put(name, e);
            }
        }
        List<CloneUnit> ours = seize(found.keySet());
        takeDown(ours, who);
        ours.forEach(found::remove);
        found.values().forEach(name -> failed.put(name, IfnetException.noSuchInterface(name)));
        Map<String, IfnetException> inOrder = new LinkedHashMap<>();
        names.stream().filter(failed::containsKey).forEach(name -> inOrder.put(name, failed.get(name)));
        return inOrder;
    }

    /** ENXIO there is none, EINVAL not a clone or one that stays (reference 2, in the order of [HEAD]). */
    private CloneUnit find(String ifnet) throws IfnetException {
        CloneUnit unit = ownerOf(ifnet);
        if (unit == null && awaitExpected(ifnet)) {
            unit = ownerOf(ifnet);
        }
        if (unit == null) {
            throw new IfnetException(Errno.EINVAL, "interface " + ifnet + " was not created by a cloner");
        }
        if (unit.number < unit.units.cloner.minUnits()) {
            throw new IfnetException(Errno.EINVAL, "interface " + ifnet + " always exists");
        }
        return unit;
    }

    private @Nullable CloneUnit ownerOf(String ifnet) throws IfnetException {
        return owners.get(ifnets.require(ifnet).handle());
    }

    /** Waits while somebody is making an interface of that name; false when nobody was. */
    private boolean awaitExpected(String ifnet) {
        CloneUnit unit = expected.get(ifnet);
        if (unit == null) {
            return false;
        }
        lock.lock();
        try {
            return await(() -> expected.get(ifnet) != unit);
        } finally {
            lock.unlock();
        }
    }

    private void awaitCreated(CloneUnit unit) throws IfnetException {
        lock.lock();
        try {
            if (!await(() -> unit.state != CloneUnit.State.CREATING)) {
                throw new IfnetException(Errno.EBUSY, unit.name() + " is still being created");
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits under the lock; false when patience was over before. */
    private boolean await(BooleanSupplier done) {
        long end = env.nanoTime() + PATIENCE;
        for (long left = PATIENCE; left > 0 && !done.getAsBoolean(); left = end - env.nanoTime()) {
            lock.await(left);
        }
        return done.getAsBoolean();
    }

    /** Returns when nothing of the cloner is left, also what other threads create or destroy now. */
    void takeDownAll(ClonerUnits units) {
        List<CloneUnit> live = new ArrayList<>();
        lock.lock();
        try {
            await(() -> units.creating == 0);
            units.live.forEach(unit -> live.add(0, unit));
        } finally {
            lock.unlock();
        }
        takeDown(seize(live), null);
        lock.lock();
        try {
            await(units.live::isEmpty);
        } finally {
            lock.unlock();
        }
    }

    /** False when another thread does it. Without {@code who} nobody is told. */
    boolean takeDown(CloneUnit unit, @Nullable Credential who) {
        List<CloneUnit> ours = seize(List.of(unit));
        takeDown(ours, who);
        return !ours.isEmpty();
    }

    /** Those of the units that the caller, and nobody else, takes down from here on. */
    private List<CloneUnit> seize(Iterable<CloneUnit> wanted) {
        List<CloneUnit> ours = new ArrayList<>();
        lock.lock();
        try {
            for (CloneUnit unit : wanted) {
                if (unit.state == CloneUnit.State.LIVE) {
                    unit.state = CloneUnit.State.DYING;
                    disown(unit);
                    ours.add(unit);
                }
            }
        } finally {
            lock.unlock();
        }
        return ours;
    }

    /**
     * Detaches the interfaces of the units and gives the units back. Listeners are told before a unit is free, so that its
     * end is not taken for the end of one that another thread makes next.
     */
    private void takeDown(List<CloneUnit> ours, @Nullable Credential who) {
        detach(ours);
        if (who != null) {
            ours.forEach(unit -> records.emit(new ControlRecord.CloneDestroyed(who.who(), unit.name())));
        }
        lock.lock();
        try {
            ours.forEach(unit -> unit.units.release(unit));
            lock.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void detach(List<CloneUnit> ours) {
        if (ours.size() == 1) {
            detach(ours.get(0));
            return;
        }
        List<Ifnets.Attachment> all = new ArrayList<>();
        ours.forEach(unit -> all.addAll(unit.youngestFirst()));
        try {
            ifnets.detachAll(all);
        } catch (RuntimeException e) {
            LOG.warn("detaching {} interfaces failed", all.size(), e);
        }
    }

    /** Detaches what the unit has, the youngest first. */
    void detach(CloneUnit unit) {
        for (Ifnets.Attachment attachment : unit.youngestFirst()) {
            try {
                attachment.detach();
            } catch (RuntimeException e) {
                LOG.warn("detaching {} failed", attachment.ifnet().name(), e);
            }
        }
    }

    /** One of a pair went by itself: the other goes too. Not here, where the control lock of the first is held. */
    private void event(IfnetEvent event) {
        if (!(event instanceof IfnetEvent.Detached)) {
            return;
        }
        CloneUnit unit = owners.get(event.ifnet().handle());
        if (unit != null) {
            env.start("cloner-" + unit.name(), () -> reap(unit));
        }
    }

    private void reap(CloneUnit unit) {
        EnvThread me = env.current();
        lock.lock();
        try {
            if (closed || me == null) {
                return;
            }
            reapers.add(me);
        } finally {
            lock.unlock();
        }
        takeDown(unit, null);
        lock.lock();
        try {
            reapers.remove(me);
        } finally {
            lock.unlock();
        }
    }

    /** No interface is followed any more. */
    void deafen() {
        events.close();
    }

    /** Returns when nothing runs any more. */
    void close() {
        List<EnvThread> running;
        lock.lock();
        try {
            closed = true;
            running = List.copyOf(reapers);
        } finally {
            lock.unlock();
        }
        running.forEach(thread -> thread.join(PATIENCE));
    }
}
