package org.ifnet.core.internal;

import java.util.concurrent.atomic.AtomicReference;

import org.ifnet.control.ControlListener;
import org.ifnet.control.ControlRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the control listeners of explicit changes. Any thread. */
final class Records {
    private static final Logger LOG = LoggerFactory.getLogger(Records.class);
    private final AtomicReference<ControlListener[]> listeners = new AtomicReference<>(new ControlListener[0]);

    void add(ControlListener listener) {
        listeners.updateAndGet(old -> Snapshot.with(old, listener));
    }

    void remove(ControlListener listener) {
        listeners.updateAndGet(old -> Snapshot.without(old, listener));
    }

    void emit(ControlRecord change) {
        for (ControlListener listener : listeners.get()) {
            try {
                listener.controlled(change);
            } catch (RuntimeException e) {
                LOG.error("a control listener failed on {}", change, e);
            }
        }
    }
}
