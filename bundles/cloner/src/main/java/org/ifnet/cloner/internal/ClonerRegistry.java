package org.ifnet.cloner.internal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.Registration;
import org.ifnet.cloner.Cloner;
import org.ifnet.cloner.ClonerListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cloners by prefix, newest first. Guarded by the engine's lock, but for the listeners.
 *
 * <p>A prefix has one cloner: a second one is refused with EEXIST in the log (as [HEAD] does), and enters when the first
 * goes, because services come and go in any order.
 */
final class ClonerRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(ClonerRegistry.class);

    private final List<ClonerUnits> cloners = new ArrayList<>();
    private final List<Cloner> refused = new ArrayList<>();
    private final List<ClonerListener> listeners = new CopyOnWriteArrayList<>();

    /** Null when it was refused, and the log says why. */
    @Nullable
    ClonerUnits add(Cloner cloner) {
        String wrong = fault(cloner);
        if (wrong != null) {
            LOG.warn("EINVAL: cloner {} is ignored: {}", cloner, wrong);
            return null;
        }
        if (find(cloner.prefix()) != null) {
            LOG.warn("EEXIST: cloner {} waits: there is another one of prefix {}", cloner, cloner.prefix());
            refused.add(cloner);
            return null;
        }
        ClonerUnits units = new ClonerUnits(cloner);
        cloners.add(0, units);
        return units;
    }

    private static @Nullable String fault(Cloner cloner) {
        String prefix = cloner.prefix();
        if (prefix.isEmpty() || !prefix.chars().allMatch(c -> CloneName.isLetter((char) c))) {
            return "its prefix '" + prefix + "' is not all letters";
        }
        int last = cloner.maxUnit();
        if (last < 0 || last > CloneName.MAX_UNIT) {
            return "its last unit " + last + " is not from 0 to " + CloneName.MAX_UNIT;
        }
        int always = cloner.minUnits();
        if (always < 0 || always > last + 1) {
            return always + " units cannot always exist when " + last + " is the last";
        }
        return null;
    }

    /** Takes it out; null when it is none of ours. */
    @Nullable
    ClonerUnits remove(Cloner cloner) {
        refused.removeIf(waiting -> waiting == cloner);
        for (ClonerUnits units : cloners) {
            if (units.cloner == cloner) {
                cloners.remove(units);
                units.gone = true;
                return units;
            }
        }
        return null;
    }

    /** The cloner that waited longest for that prefix, which waits no more; null when none does. */
    @Nullable
    Cloner successor(String prefix) {
        for (Iterator<Cloner> i = refused.iterator(); i.hasNext(); ) {
            Cloner next = i.next();
            if (next.prefix().equals(prefix)) {
                i.remove();
                return next;
            }
        }
        return null;
    }

    List<ClonerUnits> removeAll() {
        List<ClonerUnits> all = List.copyOf(cloners);
        all.forEach(units -> units.gone = true);
        cloners.clear();
        refused.clear();
        return all;
    }

    @Nullable
    ClonerUnits find(String prefix) {
        for (ClonerUnits units : cloners) {
            if (units.cloner.prefix().equals(prefix)) {
                return units;
            }
        }
        return null;
    }

    /** EINVAL when there is none for a name with that prefix. */
    ClonerUnits require(String prefix, String name) throws IfnetException {
        ClonerUnits units = find(prefix);
        if (units == null) {
            throw new IfnetException(Errno.EINVAL, "no cloner for " + name);
        }
        return units;
    }

    List<String> prefixes() {
        return cloners.stream().map(units -> units.cloner.prefix()).toList();
    }

    /** Any thread. */
    Registration listen(ClonerListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Without the lock. */
    void tell(Consumer<ClonerListener> what) {
        for (ClonerListener listener : listeners) {
            try {
                what.accept(listener);
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("listener {} failed", listener, e);
            }
        }
    }
}
