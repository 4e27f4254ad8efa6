package org.ifnet.ifq.internal;

import org.ifnet.netisr.Netisr;
import org.jspecify.annotations.Nullable;

/**
 * The stages of all queues, listed by the netisr that made them; each list is used by its netisr only, which empties it at
 * the end of each batch (if_start_rollup, reference 1.18).
 */
final class Stages {
    /** Packets that wait for the roll-up at most, as in the original. */
    static final int DEFAULT_MAX = 16;

    static final int LARGEST_MAX = 1024;

    private final Netisr netisr;
    private final @Nullable Stage[] lists;
    private volatile int max = DEFAULT_MAX;

    Stages(Netisr netisr) {
        this.netisr = netisr;
        lists = new Stage[netisr.cpus()];
    }

    Netisr netisr() {
        return netisr;
    }

    /** {@code net.link.stage_cntmax}: so many packets have the queue started at once; 0 stages nothing. */
    int max() {
        return max;
    }

    void max(int packets) {
        max = packets;
    }

    /** Under the locks of the stage's queue, on that netisr. */
    void list(int cpu, Stage stage) {
        if (stage.list()) {
            stage.next = lists[cpu];
            lists[cpu] = stage;
        }
    }

    /** The roll-up: starts what this netisr has left to it. */
    void rollup() {
        int cpu = netisr.current();
        if (cpu < 0) {
            return;
        }
        for (Stage s = lists[cpu]; s != null; s = lists[cpu]) {
            lists[cpu] = s.next;
            s.next = null;
            s.queue.startStaged(s);
        }
    }
}
