package org.ifnet.cloner.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.ifnet.Ifnets;

/** One unit of a cloner with the interfaces it has: one, or both of a pair. State and list are guarded by the engine. */
final class CloneUnit {
    /** The life of a unit; its bit is set in all of them. */
    enum State {
        CREATING,
        LIVE,
        DYING
    }

    final ClonerUnits units;
    final int number;
    final List<Ifnets.Attachment> attachments = new ArrayList<>(2);
    State state = State.CREATING;
    /** It was chosen for whoever asked for the lowest free unit. */
    final boolean anyWouldDo;

    CloneUnit(ClonerUnits units, int number, boolean anyWouldDo) {
        this.units = units;
        this.number = number;
        this.anyWouldDo = anyWouldDo;
    }

    /** What to create to get it again. */
    String name() {
        return units.cloner.prefix() + number;
    }

    /** Its interfaces in the order in which they go. */
    List<Ifnets.Attachment> youngestFirst() {
        List<Ifnets.Attachment> reverse = new ArrayList<>(attachments);
        Collections.reverse(reverse);
        return reverse;
    }

    boolean isWhole() {
        return attachments.stream().allMatch(a -> a.ifnet().isAttached());
    }
}
