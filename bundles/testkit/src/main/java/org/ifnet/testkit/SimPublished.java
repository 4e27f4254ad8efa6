package org.ifnet.testkit;

import org.ifnet.netisr.Published;
import org.jspecify.annotations.Nullable;

/** One cell of a simulation. */
final class SimPublished<T extends @Nullable Object> implements Published<T> {
    private final SimMemory memory;
    private final SimCell cell;

    SimPublished(SimMemory memory, T initial) {
        this.memory = memory;
        cell = new SimCell(initial);
    }

    @Override
    @SuppressWarnings("unchecked")
    public T getAcquire() {
        return (T) memory.read(cell);
    }

    @Override
    public T getVolatile() {
        return getAcquire();
    }

    @Override
    public void setRelease(T value) {
        memory.writeLater(cell, value);
    }

    @Override
    public void setVolatile(T value) {
        memory.writeNow(cell, value);
    }

    @Override
    public boolean compareAndSet(T expected, T value) {
        return memory.compareAndSet(cell, expected, value);
    }
}
