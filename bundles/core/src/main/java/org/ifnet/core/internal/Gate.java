package org.ifnet.core.internal;

import java.util.concurrent.atomic.AtomicReference;

import org.ifnet.DriverState;

/** Whether a driver is called. Changes from any thread, at once and without waiting; never opens twice. */
final class Gate {
    private enum State {
        /** The driver's attach runs. */
        BINDING,
        OPEN,
        QUARANTINED,
        /** Being unbound in good order: the driver may give packets back. */
        CLOSING,
        CLOSED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.BINDING);

    /** After attach; false when somebody has closed it meanwhile. */
    boolean open() {
        return state.compareAndSet(State.BINDING, State.OPEN);
    }

    /** True when it was open. */
    boolean quarantine() {
        return state.compareAndSet(State.OPEN, State.QUARANTINED);
    }

    /** A binding that failed counts as quarantined. */
    void refuse() {
        state.compareAndSet(State.CLOSED, State.QUARANTINED);
    }

    /** True when it was open. */
    boolean beginToClose() {
        State before = state.getAndUpdate(now -> now == State.CLOSED ? now : State.CLOSING);
        return before == State.OPEN;
    }

    void close() {
        state.set(State.CLOSED);
    }

    boolean isOpen() {
        return state.get() == State.OPEN;
    }

    boolean isBinding() {
        return state.get() == State.BINDING;
    }

    boolean isClosed() {
        return state.get() == State.CLOSED;
    }

    boolean isQuarantined() {
        return state.get() == State.QUARANTINED;
    }

    /** What the driver dequeued and gives back is still the queue's. */
    boolean takesBack() {
        State now = state.get();
        return now == State.OPEN || now == State.CLOSING;
    }

    DriverState driverState() {
        return switch (state.get()) {
            case OPEN, BINDING -> DriverState.BOUND;
            case QUARANTINED -> DriverState.QUARANTINED;
            case CLOSING, CLOSED -> DriverState.UNBOUND;
        };
    }
}
