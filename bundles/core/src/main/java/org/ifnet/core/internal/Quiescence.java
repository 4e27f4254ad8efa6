package org.ifnet.core.internal;

import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;

/** Waiting until nobody uses any more what was unpublished before: the netisrs by their barrier, others by count. */
final class Quiescence {
    private final Env env;
    private final Netisr netisr;
    private final Settings settings;
    private final Outsiders outsiders;

    Quiescence(Env env, Netisr netisr, Settings settings) {
        this.env = env;
        this.netisr = netisr;
        this.settings = settings;
        outsiders = new Outsiders(env);
    }

    /** Around a use by a thread that may be no netisr; give the answer to {@link #leave}. */
    int enter() {
        return netisr.current() >= 0 ? -1 : outsiders.enter();
    }

    void leave(int ticket) {
        if (ticket >= 0) {
            outsiders.leave(ticket);
        }
    }

    /** False when the time was over before all were through. On a netisr it cannot wait, and says so at once. */
    boolean await(Deadline deadline) {
        if (netisr.current() >= 0) {
            return false;
        }
        return netisr.barrier(deadline.remaining()) && outsiders.await(deadline);
    }

    boolean await() {
        return await(Deadline.in(env, settings.detachTimeout()));
    }
}
