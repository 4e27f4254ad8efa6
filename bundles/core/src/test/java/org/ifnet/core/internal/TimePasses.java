package org.ifnet.core.internal;

import java.util.function.BooleanSupplier;

/** For what must not happen: becomes true after some milliseconds. */
final class TimePasses implements BooleanSupplier {
    private final long end;

    TimePasses(long millis) {
        end = System.nanoTime() + millis * 1_000_000;
    }

    @Override
    public boolean getAsBoolean() {
        return System.nanoTime() - end > 0;
    }
}
