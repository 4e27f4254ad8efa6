package org.ifnet.core.internal;

import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A few things that come and go seldom, by identity. Empty, as it mostly is, it costs one small object: there are several
 * for each of many interfaces. Any thread, without locks; who walks through sees what was there when the walk began.
 */
final class Few<T> implements Iterable<T> {
    private static final Object[] NONE = {};

    private final AtomicReference<Object[]> all = new AtomicReference<>(NONE);

    void add(T element) {
        all.updateAndGet(old -> Snapshot.with(old, element));
    }

    void remove(T element) {
        all.updateAndGet(old -> old.length == 1 && old[0] == element ? NONE : Snapshot.without(old, element));
    }

    void removeIf(Predicate<T> which) {
        for (T element : this) {
            if (which.test(element)) {
                remove(element);
            }
        }
    }

    int size() {
        return all.get().length;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Iterator<T> iterator() {
        return (Iterator<T>) Arrays.asList(all.get()).iterator();
    }

    @Override
    @SuppressWarnings("unchecked")
    public void forEach(Consumer<? super T> action) {
        for (Object element : all.get()) {
            action.accept((T) element);
        }
    }
}
