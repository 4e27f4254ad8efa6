package org.ifnet.testkit;

import org.jspecify.annotations.Nullable;

/** A place in the memory of a simulation, with the value that all threads see which have not stored there themselves. */
final class SimCell {
    @Nullable
    Object value;

    SimCell(@Nullable Object initial) {
        value = initial;
    }
}
