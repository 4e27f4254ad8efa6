package org.ifnet.testkit;

import java.util.ArrayDeque;
import java.util.Iterator;

import org.jspecify.annotations.Nullable;

/**
 * What one thread has stored and others do not see yet, oldest first. The thread itself sees it. Stores come out in their
 * order, as release stores must: who sees one sees all before it.
 */
final class StoreBuffer {
    private record Store(SimCell cell, @Nullable Object value) {}

    private final ArrayDeque<Store> stores = new ArrayDeque<>();

    boolean isEmpty() {
        return stores.isEmpty();
    }

    void add(SimCell cell, @Nullable Object value) {
        stores.add(new Store(cell, value));
    }

    boolean has(SimCell cell) {
        return stores.stream().anyMatch(store -> store.cell == cell);
    }

    /** What the thread itself reads. */
    @Nullable
    Object read(SimCell cell) {
        for (Iterator<Store> newest = stores.descendingIterator(); newest.hasNext(); ) {
            Store store = newest.next();
            if (store.cell == cell) {
                return store.value;
            }
        }
        return cell.value;
    }

    /** Others see the oldest now. */
    void commitOldest() {
        Store oldest = stores.poll();
        if (oldest != null) {
            oldest.cell.value = oldest.value;
        }
    }

    void commitAll() {
        while (!stores.isEmpty()) {
            commitOldest();
        }
    }

    @Override
    public String toString() {
        return stores.size() + " stores that others do not see";
    }
}
