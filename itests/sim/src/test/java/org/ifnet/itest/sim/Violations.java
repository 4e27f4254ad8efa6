package org.ifnet.itest.sim;

import java.util.ArrayList;
import java.util.List;

/** What a scenario saw that must not be. Noted rather than thrown: the platform would catch and log it. */
final class Violations {
    /** Enough to understand; the first is what counts. */
    private static final int MOST = 20;

    private final List<String> found = new ArrayList<>();

    /** One thread of a simulation runs at a time, so there is no lock. */
    void add(String what) {
        if (found.size() < MOST) {
            found.add(what);
        }
    }

    void unless(boolean right, String what) {
        if (!right) {
            add(what);
        }
    }

    void check() {
        if (!found.isEmpty()) {
            throw new AssertionError(String.join("\n  ", found));
        }
    }
}
