package org.ifnet.cloner.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.ifnet.control.ControlListener;
import org.ifnet.control.ControlRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the control listeners what was asked for and done. Any thread. */
final class CloneRecords {
    private static final Logger LOG = LoggerFactory.getLogger(CloneRecords.class);

    private final List<ControlListener> listeners = new CopyOnWriteArrayList<>();

    void add(ControlListener listener) {
        listeners.add(listener);
    }

    void remove(ControlListener listener) {
        listeners.remove(listener);
    }

    void emit(ControlRecord change) {
        for (ControlListener listener : listeners) {
            try {
                listener.controlled(change);
            } catch (RuntimeException e) {
                LOG.warn("listener {} failed at {}", listener, change, e);
            }
        }
    }
}
