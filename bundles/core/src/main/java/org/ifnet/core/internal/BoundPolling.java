package org.ifnet.core.internal;

import org.ifnet.IfnetException;
import org.jspecify.annotations.Nullable;

/** Whether one bound driver is polled, and with what (reference 4.4). What changes it holds the interface's control lock. */
final class BoundPolling {
    private final Parts parts;
    private final Binding binding;
    /** What the driver is polled with, null while it waits for its device. */
    private volatile @Nullable PollSetup setup;

    BoundPolling(Parts parts, Binding binding) {
        this.parts = parts;
        this.binding = binding;
    }

    @Nullable
    PollSetup setup() {
        return setup;
    }

    /** Asks the driver for the handlers that it is polled by. */
    void begin(PollSetup wanted) throws IfnetException {
        try {
            binding.change("polling", driver -> driver.polling(wanted));
        } finally {
            wanted.seal();
        }
        setup = wanted;
        binding.checkOpen();
    }

    /** The driver waits for its device again, after its handlers were taken away. */
    void end() throws IfnetException {
        if (setup != null) {
            binding.checkOpen();
            end(parts.settings().driverLimit(), parts.deadline());
        }
    }

    void end(long limit, Deadline deadline) throws IfnetException {
        PollSetup ending = setup;
        if (ending != null) {
            ending.awaitRemoved(deadline);
            binding.limited("polling", limit, deadline, driver -> driver.polling(null));
            setup = null;
        }
    }

    /** Takes its handlers off the lists without waiting. Any thread. */
    void withdraw() {
        PollSetup withdrawn = setup;
        if (withdrawn != null) {
            parts.polling().withdraw(withdrawn);
        }
    }
}
