package org.ifnet.config.internal;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** A service that can be replaced: the new one may come before the old one goes, whose going then means nothing. */
final class Newest<T> {
    private final AtomicReference<@Nullable T> current = new AtomicReference<>();
    private final Consumer<@Nullable T> use;

    Newest(Consumer<@Nullable T> use) {
        this.use = use;
    }

    void set(T service) {
        current.set(service);
        use.accept(service);
    }

    void unset(T service) {
        if (current.compareAndSet(service, null)) {
            use.accept(null);
        }
    }
}
