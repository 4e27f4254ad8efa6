package org.ifnet.testkit;

/** Ends a thread of a simulation that has failed. */
final class SimAborted extends Error {
    private static final long serialVersionUID = 1L;

    SimAborted() {
        super("simulation is over", null, false, false);
    }
}
