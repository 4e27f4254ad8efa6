package org.ifnet.cloner.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.Registration;
import org.ifnet.cloner.Clone;
import org.ifnet.cloner.Cloner;
import org.ifnet.cloner.Cloners;
import org.ifnet.control.ControlListener;
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
 * Creates and destroys pseudo-interfaces (reference 2). A unit is reserved before anything is made and given back when
 * making it failed or its last interface is gone. Whose an interface is stays known by its handle, so that renaming it
 * changes nothing.
 *
 * <p>The lock covers units and states only: interfaces are attached and detached, and cloners and listeners called,
 * without it. Any thread but a netisr.
 */
public final class CloneEngine implements Cloners {
    private static final Logger LOG = LoggerFactory.getLogger(CloneEngine.class);
    /** Nanoseconds to wait for what another thread is creating. */
    private static final long PATIENCE = 2_000_000_000L;

    private final Env env;
    private final Ifnets ifnets;
    private final EnvLock lock;
    private final Registration events;
    private final List<ControlListener> listeners = new CopyOnWriteArrayList<>();
    /** Newest first. */
    private final List<ClonerUnits> cloners = new ArrayList<>();
    /** The unit of each of our interfaces, by handle. Read without the lock by the listener of events. */
    private final ConcurrentMap<Integer, CloneUnit> owners = new ConcurrentHashMap<>();

    private final List<EnvThread> reapers = new ArrayList<>();
    private boolean closed;

    public CloneEngine(Env env, Ifnets ifnets) {
        this.env = env;
        this.ifnets = ifnets;
        lock = env.lock("cloner", Env.Rank.CLONER);
        events = ifnets.listen(this::event, false);
    }

    public void addListener(ControlListener listener) {
        listeners.add(listener);
    }

    public void removeListener(ControlListener listener) {
        listeners.remove(listener);
    }

    /** A cloner comes: the units that always exist are created. */
    public void add(Cloner cloner) {
        if (cloner.prefix().isEmpty() || !cloner.prefix().chars().allMatch(c -> CloneName.isLetter((char) c))) {
            LOG.warn("cloner {} is ignored: its prefix '{}' is not all letters", cloner, cloner.prefix());
            return;
        }
        ClonerUnits units = new ClonerUnits(cloner);
        locked(() -> cloners.add(0, units));
        for (int unit = 0; unit < cloner.minUnits(); unit++) {
            createDefault(units, unit);
        }
    }

    private void createDefault(ClonerUnits units, int number) {
        String name = units.cloner.prefix() + number;
        try {
            CloneUnit unit;
            lock.lock();
            try {
                unit = units.reserve(number, name);
            } finally {
                lock.unlock();
            }
            build(unit, null, null);
        } catch (IfnetException e) {
            LOG.warn("{} was not created: {}", name, e.getMessage());
        }
    }

    /** A cloner goes: its interfaces are detached. */
    public void remove(Cloner cloner) {
        ClonerUnits found = null;
        lock.lock();
        try {
            for (ClonerUnits units : cloners) {
                found = units.cloner == cloner ? units : found;
            }
            if (found == null) {
                return;
            }
            cloners.remove(found);
            found.gone = true;
        } finally {
            lock.unlock();
        }
        tearDownAll(found);
    }

    /** Detaches everything and forgets it. */
    public void close() {
        events.close();
        List<ClonerUnits> all = new ArrayList<>();
        locked(() -> {
            closed = true;
            all.addAll(cloners);
            cloners.clear();
            all.forEach(units -> units.gone = true);
        });
        all.forEach(this::tearDownAll);
        List<EnvThread> running = new ArrayList<>();
        locked(() -> running.addAll(reapers));
        running.forEach(thread -> thread.join(PATIENCE));
    }

    /** Returns when nothing of the cloner is left, also what other threads create or destroy now. */
    private void tearDownAll(ClonerUnits units) {
        List<CloneUnit> live = new ArrayList<>();
        locked(() -> {
            await(() -> units.creating == 0);
            live.addAll(units.live);
        });
        for (int i = live.size() - 1; i >= 0; i--) {
            tearDown(live.get(i), null);
        }
        locked(() -> await(units.live::isEmpty));
    }

    /** Waits under the lock; false when patience was over before. */
    private boolean await(BooleanSupplier done) {
        long end = env.nanoTime() + PATIENCE;
        for (long left = PATIENCE; left > 0 && !done.getAsBoolean(); left = end - env.nanoTime()) {
            lock.await(left);
        }
        return done.getAsBoolean();
    }

    @Override
    public List<String> list() {
        lock.lock();
        try {
            return cloners.stream()
                    .map(units -> units.cloner.prefix())
                    .distinct()
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String create(Credential who, String name, @Nullable String params) throws IfnetException {
        who.require(Privilege.INTERFACE, "create " + name);
        CloneUnit unit = reserve(CloneName.parse(name), name);
        build(unit, params, who);
        return unit.attachments.get(0).ifnet().name();
    }

    private CloneUnit reserve(CloneName wanted, String name) throws IfnetException {
        lock.lock();
        try {
            ClonerUnits units = find(wanted.prefix(), name);
            if (wanted.unit() == CloneName.ANY) {
                return units.reserveLowest(candidate -> ifnets.byName(candidate) != null);
            }
            if (ifnets.byName(name) != null) {
                throw new IfnetException(Errno.EEXIST, "interface " + name + " exists already");
            }
            return units.reserve(wanted.unit(), name);
        } finally {
            lock.unlock();
        }
    }

    private ClonerUnits find(String prefix, String name) throws IfnetException {
        for (ClonerUnits units : cloners) {
            if (units.cloner.prefix().equals(prefix)) {
                return units;
            }
        }
        throw new IfnetException(Errno.EINVAL, "no cloner for " + name);
    }

    /** Makes the interfaces of a reserved unit, all or none; without {@code who} nobody is told. */
    private void build(CloneUnit unit, @Nullable String params, @Nullable Credential who) throws IfnetException {
        try {
            attachAll(unit, params);
        } catch (IfnetException | RuntimeException e) {
            unit.attachments.forEach(a -> owners.remove(a.ifnet().handle()));
            detachAll(unit);
            locked(() -> {
                unit.units.creating--;
                unit.units.release(unit);
                lock.signalAll();
            });
            throw e instanceof IfnetException known
                    ? known
                    : new IfnetException(Errno.EIO, unit.name() + ": the cloner failed: " + e, e);
        }
        if (who != null) {
            tell(new ControlRecord.CloneCreated(who.who(), unit.name(), params));
        }
        if (!settle(unit)) {
            tearDown(unit, who);
            throw new IfnetException(Errno.ENXIO, unit.name() + " went while it was created");
        }
    }

    private void attachAll(CloneUnit unit, @Nullable String params) throws IfnetException {
        List<Clone> clones = unit.units.cloner.create(unit.number, params);
        if (clones.isEmpty()) {
            throw new IfnetException(Errno.EIO, unit.name() + ": the cloner made no interface");
        }
        for (Clone clone : clones) {
            Ifnets.Attachment attachment = ifnets.attach(clone.name(), clone.driver());
            unit.attachments.add(attachment);
            owners.put(attachment.ifnet().handle(), unit);
        }
    }

    /** The unit can be destroyed from now on; false when it must be, as its cloner or one of its interfaces went. */
    private boolean settle(CloneUnit unit) {
        lock.lock();
        try {
            unit.state = CloneUnit.State.LIVE;
            unit.units.live.add(unit);
            unit.units.creating--;
            lock.signalAll();
            return !unit.units.gone && unit.isWhole();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void destroy(Credential who, String ifnet) throws IfnetException {
        who.require(Privilege.INTERFACE, "destroy " + ifnet);
        Ifnet found = ifnets.require(ifnet);
        CloneUnit unit = owners.get(found.handle());
        if (unit == null) {
            throw new IfnetException(Errno.EINVAL, "interface " + ifnet + " was not created by a cloner");
        }
        if (unit.number < unit.units.cloner.minUnits()) {
            throw new IfnetException(Errno.EINVAL, "interface " + ifnet + " always exists");
        }
        awaitCreated(unit);
        if (!tearDown(unit, who)) {
            throw IfnetException.noSuchInterface(ifnet);
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

    /**
     * Detaches the interfaces of a unit and gives it back; false when another thread does. Without {@code who} nobody is
     * told; else before the unit is free, so that its end is not taken for the end of one that another thread makes next.
     */
    private boolean tearDown(CloneUnit unit, @Nullable Credential who) {
        lock.lock();
        try {
            if (unit.state != CloneUnit.State.LIVE) {
                return false;
            }
            unit.state = CloneUnit.State.DYING;
            unit.attachments.forEach(a -> owners.remove(a.ifnet().handle()));
        } finally {
            lock.unlock();
        }
        detachAll(unit);
        if (who != null) {
            tell(new ControlRecord.CloneDestroyed(who.who(), unit.name()));
        }
        locked(() -> {
            unit.units.release(unit);
            lock.signalAll();
        });
        return true;
    }

    private void detachAll(CloneUnit unit) {
        for (int i = unit.attachments.size() - 1; i >= 0; i--) {
            try {
                unit.attachments.get(i).detach();
            } catch (RuntimeException e) {
                LOG.warn("detaching {} failed", unit.attachments.get(i).ifnet().name(), e);
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
        tearDown(unit, null);
        locked(() -> reapers.remove(me));
    }

    private void tell(ControlRecord change) {
        for (ControlListener listener : listeners) {
            try {
                listener.controlled(change);
            } catch (RuntimeException e) {
                LOG.warn("listener {} failed at {}", listener, change, e);
            }
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }
}
