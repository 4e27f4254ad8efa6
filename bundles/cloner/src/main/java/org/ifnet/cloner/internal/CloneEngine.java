package org.ifnet.cloner.internal;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.Registration;
import org.ifnet.cloner.Clone;
import org.ifnet.cloner.Cloner;
import org.ifnet.cloner.ClonerListener;
import org.ifnet.cloner.Cloners;
import org.ifnet.control.ControlListener;
import org.ifnet.control.ControlRecord;
import org.ifnet.control.Credential;
import org.ifnet.control.Privilege;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
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

    private final Ifnets ifnets;
    private final EnvLock lock;
    private final CloneRecords records = new CloneRecords();
    private final CloneTeardown teardown;
    private final ClonerRegistry cloners = new ClonerRegistry();

    public CloneEngine(Env env, Ifnets ifnets) {
        this.ifnets = ifnets;
        lock = env.lock("cloner", Env.Rank.CLONER);
        teardown = new CloneTeardown(env, ifnets, lock, records);
    }

    public void addListener(ControlListener listener) {
        records.add(listener);
    }

    public void removeListener(ControlListener listener) {
        records.remove(listener);
    }

    /** A cloner comes: the units that always exist are created. */
    public void add(Cloner cloner) {
        ClonerUnits units = locked(() -> cloners.add(cloner));
        if (units == null) {
            return;
        }
        for (int unit = 0; unit < cloner.minUnits(); unit++) {
            createDefault(units, unit);
        }
        cloners.tell(listener -> listener.arrived(cloner.prefix()));
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

    /** A cloner goes: its interfaces are detached. One that waited for the prefix comes. */
    public void remove(Cloner cloner) {
        ClonerUnits found = locked(() -> cloners.remove(cloner));
        if (found == null) {
            return;
        }
        teardown.takeDownAll(found);
        cloners.tell(listener -> listener.departed(cloner.prefix()));
        Cloner next = locked(() -> cloners.successor(cloner.prefix()));
        if (next != null) {
            add(next);
        }
    }

    /** Detaches everything and forgets it. */
    public void close() {
        teardown.deafen();
        List<ClonerUnits> all = locked(cloners::removeAll);
        all.forEach(teardown::takeDownAll);
        teardown.close();
    }

    @Override
    public List<String> list() {
        return locked(cloners::prefixes);
    }

    @Override
    public Registration listen(ClonerListener listener, boolean replay) {
        Registration registration = cloners.listen(listener);
        if (replay) {
            list().forEach(listener::arrived);
        }
        return registration;
    }

    @Override
    public String create(Credential who, String name, @Nullable String params) throws IfnetException {
        who.require(Privilege.INTERFACE, "create " + name);
        CloneName wanted = CloneName.parse(name);
        int inTheWay = ifnets.list().size();
        int from = 0;
        while (true) {
            CloneUnit unit = reserve(wanted, name, from);
            try {
                build(unit, params, who);
                return unit.attachments.get(0).ifnet().name();
            } catch (IfnetException e) {
                // Somebody gave another interface the name of one of these: with a wildcard any other unit will do.
                if (wanted.unit() != CloneName.ANY || e.errno() != Errno.EEXIST || inTheWay-- == 0) {
                    throw e;
                }
                from = unit.number + 1;
            }
        }
    }

    private CloneUnit reserve(CloneName wanted, String name, int from) throws IfnetException {
        lock.lock();
        try {
            ClonerUnits units = cloners.require(wanted.prefix(), name);
            if (wanted.unit() == CloneName.ANY) {
                return units.reserveLowest(from, candidate -> ifnets.byName(candidate) != null);
            }
            if (ifnets.byName(name) != null) {
                throw new IfnetException(Errno.EEXIST, "interface " + name + " exists already");
            }
            return units.reserve(wanted.unit(), name);
        } finally {
            lock.unlock();
        }
    }

    /** Makes the interfaces of a reserved unit, all or none; without {@code who} nobody is told. */
    private void build(CloneUnit unit, @Nullable String params, @Nullable Credential who) throws IfnetException {
        try {
            attachAll(unit, params);
        } catch (IfnetException | RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            undo(unit);
            throw e instanceof IfnetException known
                    ? known
                    : new IfnetException(Errno.EIO, unit.name() + ": the cloner failed: " + e, e);
        }
        if (who != null) {
            records.emit(new ControlRecord.CloneCreated(who.who(), unit.name(), params));
        }
        if (!settle(unit)) {
            teardown.takeDown(unit, who);
            throw new IfnetException(Errno.ENXIO, unit.name() + " went while it was created");
        }
    }

    private void undo(CloneUnit unit) {
        teardown.disown(unit);
        teardown.detach(unit);
        lock.lock();
        try {
            unit.units.creating--;
            unit.units.release(unit);
            teardown.expectNoMore(unit);
            lock.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void attachAll(CloneUnit unit, @Nullable String params) throws IfnetException {
        List<Clone> clones = unit.units.cloner.create(unit.number, params);
        if (clones.isEmpty()) {
            throw new IfnetException(Errno.EIO, unit.name() + ": the cloner made no interface");
        }
        for (Clone clone : clones) {
            if (unit.anyWouldDo) {
                CloneName.checkLength(clone.name());
            }
        }
        for (Clone clone : clones) {
            teardown.expect(clone.name(), unit);
            Ifnets.Attachment attachment = ifnets.attach(clone.name(), clone.driver(), unit.units.cloner.prefix());
            unit.attachments.add(attachment);
            teardown.own(attachment.ifnet(), unit);
        }
    }

    /** The unit can be destroyed from now on; false when it must be, as its cloner or one of its interfaces went. */
    private boolean settle(CloneUnit unit) {
        lock.lock();
        try {
            unit.state = CloneUnit.State.LIVE;
            unit.units.live.add(unit);
            unit.units.creating--;
            teardown.expectNoMore(unit);
            lock.signalAll();
            return !unit.units.gone && unit.isWhole();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void destroy(Credential who, String ifnet) throws IfnetException {
        teardown.destroy(who, ifnet);
    }

    @Override
    public Map<String, IfnetException> destroyAll(Credential who, List<String> names) throws IfnetException {
        return teardown.destroyAll(who, names);
    }

    private <T> T locked(Supplier<T> change) {
        lock.lock();
        try {
            return change.get();
        } finally {
            lock.unlock();
        }
    }
}
