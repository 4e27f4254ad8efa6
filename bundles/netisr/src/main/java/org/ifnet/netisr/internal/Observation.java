package org.ifnet.netisr.internal;

import org.ifnet.netisr.EnvThread;
import org.jspecify.annotations.Nullable;

/**
 * What the monitor knows about the driver call that one role is in. A call is stuck when its thread has waited, or burnt
 * its processor, for the limit; a thread that could run and does not get on may only be starved by the machine, or in a
 * system call, and has {@link #PATIENCE} times as long.
 */
final class Observation {
    static final int PATIENCE = 6;

    private final Role role;
    private @Nullable Carrier carrier;
    private long call;
    private long elapsed;
    private long waited;
    private boolean wasWaiting;
    private long cpuAtBegin;

    Observation(Role role) {
        this.role = role;
    }

    /**
     * Looks at the role.
     *
     * @param credit nanoseconds since the last look that count
     * @return the carrier of a stuck call, null when there is none
     */
    @Nullable
    Carrier look(long credit, long limit) {
        Carrier now = role.carrier();
        long number = now.call();
        EnvThread thread = now.thread();
        if (number <= 0 || thread == null) {
            carrier = null;
            return null;
        }
        if (now != carrier || number != call) {
            begin(now, number, thread);
            return null;
        }
        elapsed += credit;
        boolean waits = thread.isWaiting();
        waited = waits && wasWaiting ? waited + credit : 0;
        wasWaiting = waits;
        long burnt = cpuAtBegin < 0 ? 0 : thread.cpuNanos() - cpuAtBegin;
        return waited >= limit || burnt >= limit || elapsed >= PATIENCE * limit ? now : null;
    }

    private void begin(Carrier now, long number, EnvThread thread) {
        carrier = now;
        call = number;
        elapsed = 0;
        waited = 0;
        wasWaiting = thread.isWaiting();
        cpuAtBegin = thread.cpuNanos();
    }

    /** The number of the call that {@link #look} found. */
    long call() {
        return call;
    }

    long elapsed() {
        return elapsed;
    }

    Role role() {
        return role;
    }
}
