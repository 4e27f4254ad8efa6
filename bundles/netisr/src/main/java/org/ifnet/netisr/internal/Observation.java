package org.ifnet.netisr.internal;

import org.ifnet.netisr.EnvThread;
import org.jspecify.annotations.Nullable;

/**
 * What the monitor knows about the driver call that one role is in. A call is stuck when its thread has waited, or burnt
 * its processor, for the limit. A thread that does neither is in a system call, or starved by the machine: the first has
 * {@link #PATIENCE} times as long; for the second, where one can tell, time does not count.
 */
final class Observation {
    static final int PATIENCE = 6;
    private static final long MILLI = 1_000_000;

    private final Role role;
    private @Nullable Carrier carrier;
    private long call;
    private long elapsed;
    private long waited;
    private boolean wasWaiting;
    private long cpuAtBegin;
    private long burnt;

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
        if (!thread.isStarved()) {
            elapsed += credit;
        }
        boolean waits = thread.isWaiting();
        waited = waits && wasWaiting ? waited + credit : 0;
        wasWaiting = waits;
        burnt = cpuAtBegin < 0 ? 0 : thread.cpuNanos() - cpuAtBegin;
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

    /** For logs: what the thread has done inside. */
    String findings() {
        return elapsed / MILLI + " ms (" + waited / MILLI + " ms waiting, " + burnt / MILLI + " ms computing)";
    }

    Role role() {
        return role;
    }
}
