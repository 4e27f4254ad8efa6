package org.ifnet.netisr.internal;

import org.ifnet.IfnetException;

/** Lets an exception pass through a method that does not declare it: callers get what their own code threw. */
final class Sneaky {
    private Sneaky() {}

    static IfnetException rethrow(Throwable t) throws IfnetException {
        throw Sneaky.<RuntimeException>as(t);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E as(Throwable t) throws E {
        throw (E) t;
    }
}
