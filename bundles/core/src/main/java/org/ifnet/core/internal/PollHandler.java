package org.ifnet.core.internal;

import org.ifnet.IfFlags;
import org.jspecify.annotations.Nullable;

/** One handler of a driver that is polled, behind the same gate as every call into the driver. On its netisr. */
class PollHandler {
    private static final int POLLED = IfFlags.RUNNING | IfFlags.NPOLLING;

    /** The call into the driver. */
    interface Body {
        void run(int budget);
    }

    private final PollSetup setup;
    private final Binding binding;
    private final Contender contender;
    private final Body body;

    PollHandler(PollSetup setup, Contender contender, Body body) {
        this.setup = setup;
        this.binding = setup.binding();
        this.contender = contender;
        this.body = body;
    }

    PollSetup setup() {
        return setup;
    }

    /** Left out when the interface does not run, is polled no more, or somebody is in this part of the driver. */
    void run(int budget) {
        if (!begin()) {
            return;
        }
        Throwable thrown = null;
        try {
            body.run(budget);
        } catch (Throwable t) {
            thrown = t;
        }
        end();
        outcome(thrown);
    }

    final boolean begin() {
        return (binding.ifnet().flags() & POLLED) == POLLED && binding.turns().begin(contender);
    }

    /** Throws RoleRevoked when the netisr has gone to another thread. */
    final void end() {
        binding.turns().end(contender);
    }

    final void outcome(@Nullable Throwable thrown) {
        binding.outcome("polling", thrown);
    }

    final CoreIfnet ifnet() {
        return binding.ifnet();
    }
}
