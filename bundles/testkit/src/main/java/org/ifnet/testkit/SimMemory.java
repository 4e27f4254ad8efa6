package org.ifnet.testkit;

import org.ifnet.netisr.EnvMemory;
import org.ifnet.netisr.Published;
import org.ifnet.netisr.PublishedArray;
import org.ifnet.netisr.PublishedFlag;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a simulation: every thread has a {@link StoreBuffer} that release stores go through. Threads that do not
 * belong to the simulation, such as the one that sets a test up, store at once.
 */
final class SimMemory implements EnvMemory {
    private final Scheduler scheduler;

    SimMemory(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public <T extends @Nullable Object> Published<T> published(T initial) {
        return new SimPublished<>(this, initial);
    }

    @Override
    public <T> PublishedArray<T> publishedArray(int length) {
        return new SimPublishedArray<>(this, length);
    }

    @Override
    public PublishedFlag flag() {
        return new SimPublishedFlag(this);
    }

    @Override
    public void fence() {
        SimThread me = scheduler.currentOrNull();
        if (me != null) {
            scheduler.fence(me, "fence", "");
        }
    }

    @Nullable
    Object read(SimCell cell) {
        SimThread me = scheduler.currentOrNull();
        if (me == null) {
            return cell.value;
        }
        scheduler.yield(me, "read", "");
        return me.stores.read(cell);
    }

    @Nullable
    Object readPlain(SimCell cell) {
        SimThread me = scheduler.currentOrNull();
        return me == null ? cell.value : me.stores.read(cell);
    }

    /** Seen at once, which a plain store may be; but never before an older store to the same cell. */
    void writePlain(SimCell cell, @Nullable Object value) {
        SimThread me = scheduler.currentOrNull();
        if (me != null && me.stores.has(cell)) {
            scheduler.commitAll(me);
        }
        cell.value = value;
    }

    void writeLater(SimCell cell, @Nullable Object value) {
        SimThread me = scheduler.currentOrNull();
        if (me == null) {
            cell.value = value;
        } else {
            scheduler.yield(me, "store", "");
            scheduler.buffer(me, cell, value);
        }
    }

    void writeNow(SimCell cell, @Nullable Object value) {
        SimThread me = scheduler.currentOrNull();
        if (me != null) {
            scheduler.fence(me, "volatile store", "");
        }
        cell.value = value;
    }

    boolean compareAndSet(SimCell cell, @Nullable Object expected, @Nullable Object value) {
        SimThread me = scheduler.currentOrNull();
        if (me != null) {
            scheduler.fence(me, "compare and set", "");
        }
        if (cell.value != expected) {
            return false;
        }
        cell.value = value;
        return true;
    }
}
