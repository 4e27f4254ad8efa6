package org.ifnet.route.internal;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.ifnet.Registration;
import org.ifnet.control.ControlListener;
import org.ifnet.control.ControlRecord;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifaddrs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is told of changes. What a listener throws is logged and stops nobody else. */
final class Notices {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    private final CopyOnWriteArrayList<Ifaddrs.Listener> addresses = new CopyOnWriteArrayList<>();
    private final CopyOnWriteArrayList<ControlListener> controls = new CopyOnWriteArrayList<>();
    private final MessagesService messages;

    Notices(MessagesService messages) {
        this.messages = messages;
    }

    MessagesService messages() {
        return messages;
    }

    Registration listen(Ifaddrs.Listener listener) {
        addresses.add(listener);
        return () -> addresses.remove(listener);
    }

    void addControl(ControlListener listener) {
        controls.add(listener);
    }

    void removeControl(ControlListener listener) {
        controls.remove(listener);
    }

    void added(Ifaddr address) {
        messages.added(address);
        each(addresses, listener -> listener.added(address));
    }

    void removed(Ifaddr address) {
        messages.removed(address);
        each(addresses, listener -> listener.removed(address));
    }

    void controlled(ControlRecord change) {
        each(controls, listener -> listener.controlled(change));
    }

    private static <T> void each(Iterable<T> listeners, Consumer<T> call) {
        for (T listener : listeners) {
            try {
                call.accept(listener);
            } catch (RuntimeException | LinkageError e) {
                LOG.error("listener {} failed", listener, e);
            }
        }
    }
}
