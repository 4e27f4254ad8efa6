package org.ifnet.cloner.internal;

import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.cloner.Cloner;

/**
 * A cloner and its units: a bit is set from before the interfaces of a unit are made until after they are gone. Guarded
 * by the engine's lock.
 */
final class ClonerUnits {
    final Cloner cloner;
    /** In the order of creation. */
    final Set<CloneUnit> live = new LinkedHashSet<>();

    private final BitSet taken = new BitSet();
    /** No unit below is free. */
    private int lowest;
    /** The service went: nothing new is made, and what is being made is taken down again. */
    boolean gone;
    /** Units between reservation and the first moment they can be destroyed. */
    int creating;

    ClonerUnits(Cloner cloner) {
        this.cloner = cloner;
    }

    /** Reserves a unit. ENXIO above maxUnit, EEXIST taken. */
    CloneUnit reserve(int unit, String name) throws IfnetException {
        if (unit > cloner.maxUnit()) {
            throw new IfnetException(Errno.ENXIO, "no unit " + name + ": the last is " + cloner.maxUnit());
        }
        if (taken.get(unit)) {
            throw new IfnetException(Errno.EEXIST, "unit " + name + " exists already");
        }
        return take(unit, false);
    }

    /** Reserves the lowest free unit, {@code from} or above, whose name nobody else has. ENOSPC when there is none, or its name is too long. */
    CloneUnit reserveLowest(int from, Predicate<String> used) throws IfnetException {
        lowest = taken.nextClearBit(lowest);
        int unit = taken.nextClearBit(Math.max(from, lowest));
        while (unit <= cloner.maxUnit() && used.test(cloner.prefix() + unit)) {
            unit = taken.nextClearBit(unit + 1);
        }
        if (unit > cloner.maxUnit()) {
            throw new IfnetException(Errno.ENOSPC, "every unit of " + cloner.prefix() + " is used");
        }
        CloneName.checkLength(cloner.prefix() + unit);
        return take(unit, true);
    }

    private CloneUnit take(int unit, boolean anyWouldDo) {
        taken.set(unit);
        creating++;
        return new CloneUnit(this, unit, anyWouldDo);
    }

    void release(CloneUnit unit) {
        taken.clear(unit.number);
        lowest = Math.min(lowest, unit.number);
        live.remove(unit);
    }
}
