package org.ifnet.route.internal;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** The slots with a static route through one interface, linked by themselves: there may be a million. Netctl only. */
final class FixedList {
    private @Nullable RouteSlot first;
    private @Nullable RouteSlot last;

    void add(RouteSlot slot) {
        slot.before = last;
        slot.behind = null;
        if (last == null) {
            first = slot;
        } else {
            last.behind = slot;
        }
        last = slot;
    }

    void remove(RouteSlot slot) {
        RouteSlot before = slot.before;
        RouteSlot behind = slot.behind;
        if (before == null) {
            first = behind;
        } else {
            before.behind = behind;
        }
        if (behind == null) {
            last = before;
        } else {
            behind.before = before;
        }
        slot.before = null;
        slot.behind = null;
    }

    boolean isEmpty() {
        return first == null;
    }

    /** In order of adding. */
    List<RouteSlot> list() {
        List<RouteSlot> all = new ArrayList<>();
        for (RouteSlot slot = first; slot != null; slot = slot.behind) {
            all.add(slot);
        }
        return all;
    }
}
