package org.ifnet.netisr;

import org.osgi.annotation.versioning.ProviderType;

/** Work of one netisr that may be scheduled from any thread, at most once pending. */
@ProviderType
public interface NetisrJob {
    /** When in the run of a netisr a job has its turn. */
    enum Phase {
        /** Receiving: sources. */
        POLL,
        /** After all receiving of this batch: starting queues. */
        START
    }

    /** The work. */
    @FunctionalInterface
    interface Body {
        /** Does a bounded piece of work; true when more is left and it wants to run again soon. */
        boolean run();
    }

    /** Makes it run soon. Never blocks; does nothing when it is pending already or closed. */
    void schedule();

    int cpu();

    /** It is not begun again after this; with {@link Netisr#barrier} it has ended as well. The descriptor stays open. */
    void close();
}
