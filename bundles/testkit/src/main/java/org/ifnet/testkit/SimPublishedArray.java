package org.ifnet.testkit;

import org.ifnet.netisr.PublishedArray;
import org.jspecify.annotations.Nullable;

/** Cells of a simulation; those that were never written do not exist yet. */
final class SimPublishedArray<T> implements PublishedArray<T> {
    private final SimMemory memory;
    private final @Nullable SimCell[] cells;

    SimPublishedArray(SimMemory memory, int length) {
        this.memory = memory;
        cells = new SimCell[length];
    }

    private SimCell at(int index) {
        SimCell cell = cells[index];
        if (cell == null) {
            cell = new SimCell(null);
            cells[index] = cell;
        }
        return cell;
    }

    @Override
    public int length() {
        return cells.length;
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable T getPlain(int index) {
        SimCell cell = cells[index];
        return cell == null ? null : (T) memory.readPlain(cell);
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable T getAcquire(int index) {
        SimCell cell = cells[index];
        return cell == null ? null : (T) memory.read(cell);
    }

    @Override
    public @Nullable T getVolatile(int index) {
        return getAcquire(index);
    }

    @Override
    public void setPlain(int index, @Nullable T value) {
        memory.writePlain(at(index), value);
    }

    @Override
    public void setRelease(int index, @Nullable T value) {
        memory.writeLater(at(index), value);
    }

    @Override
    public boolean compareAndSet(int index, @Nullable T expected, @Nullable T value) {
        return memory.compareAndSet(at(index), expected, value);
    }
}
