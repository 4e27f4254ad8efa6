package org.ifnet.core.internal;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

import org.ifnet.Ifnet;

/**
 * A list put together of parts that are shared with the listings before and after it, so that one more interface costs one
 * new part and not a copy of all. Never changed.
 */
final class Listing extends AbstractList<Ifnet> implements RandomAccess {
    static final Listing EMPTY = new Listing(List.of());

    private final Ifnet[][] parts;
    /** Index of the first element of each part; then the size. */
    private final int[] starts;

    /** @param parts none of them empty; not changed any more */
    Listing(List<Ifnet[]> parts) {
        this.parts = parts.toArray(Ifnet[][]::new);
        starts = new int[this.parts.length + 1];
        for (int i = 0; i < this.parts.length; i++) {
            starts[i + 1] = starts[i] + this.parts[i].length;
        }
    }

    @Override
    public int size() {
        return starts[parts.length];
    }

    @Override
    public Ifnet get(int index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException("interface " + index + " of " + size());
        }
        int found = Arrays.binarySearch(starts, index);
        int part = found >= 0 ? found : -found - 2;
        return parts[part][index - starts[part]];
    }
}
