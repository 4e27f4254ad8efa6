package org.ifnet.netisr.internal;

import org.ifnet.netisr.EnvThread;

/** A call of a control thread into a driver. */
final class ControlCall {
    final EnvThread thread;
    final Guard guard;
    final long limit;

    /** Time that the monitor has seen it inside, and whether it was reported; the monitor's. */
    long elapsed;

    boolean told;

    ControlCall(EnvThread thread, Guard guard, long limit) {
        this.thread = thread;
        this.guard = guard;
        this.limit = limit;
    }
}
