package org.ifnet.mbuf;

import org.jspecify.annotations.Nullable;

/**
 * A bounded list of packets that travel together. Who holds the batch owns its packets; the batch object itself stays
 * with whoever made it and comes back empty from every method that consumes the packets. One thread at a time.
 */
public final class MbufBatch {
    /** Enough to amortise a lock and a system call, little enough to stay in the first-level cache. */
    public static final int DEFAULT_CAPACITY = 32;

    private final @Nullable Mbuf[] slots;
    private int size;

    public MbufBatch(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity);
        }
        slots = new Mbuf[capacity];
    }

    public MbufBatch() {
        this(DEFAULT_CAPACITY);
    }

    /** Takes the packet at the end; false, and the caller keeps it, when the batch is full. */
    public boolean add(Mbuf m) {
        if (size == slots.length) {
            return false;
        }
        slots[size++] = m;
        return true;
    }

    /** The packet at {@code i}, still owned by the batch. */
    public Mbuf get(int i) {
        Mbuf m = slots[i];
        if (i >= size || m == null) {
            throw new IndexOutOfBoundsException("packet " + i + " of " + size);
        }
        return m;
    }

    /** Says that the packet at {@code i} was taken care of: {@link #freeAll} leaves it alone. The size stays. */
    public void done(int i) {
        if (i < 0 || i >= size) {
            throw new IndexOutOfBoundsException("packet " + i + " of " + size);
        }
        slots[i] = null;
    }

    /** How many packets it still owns: {@link #size} without what was {@link #done}. */
    public int owned() {
        int count = 0;
        for (int i = 0; i < size; i++) {
            count += slots[i] == null ? 0 : 1;
        }
        return count;
    }

    /** Puts {@code m} where another packet was, which the caller has taken care of. */
    public void set(int i, Mbuf m) {
        if (i < 0 || i >= size) {
            throw new IndexOutOfBoundsException("packet " + i + " of " + size);
        }
        slots[i] = m;
    }

    /** Forgets the packets from index {@code n} on without freeing them: the caller has taken care of them. */
    public void truncate(int n) {
        if (n < 0 || n > size) {
            throw new IndexOutOfBoundsException("truncate to " + n + " of " + size);
        }
        for (int i = n; i < size; i++) {
            slots[i] = null;
        }
        size = n;
    }

    public int size() {
        return size;
    }

    public int capacity() {
        return slots.length;
    }

    /** How many packets {@link #add} will still take. */
    public int room() {
        return slots.length - size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public boolean isFull() {
        return size == slots.length;
    }

    /** Forgets all packets without freeing them: the caller has taken them. */
    public void clear() {
        size = 0;
    }

    void copyTo(@Nullable Mbuf[] there, int at, int from, int count) {
        if (from + count > size) {
            throw new IndexOutOfBoundsException("packets " + from + " to " + (from + count) + " of " + size);
        }
        System.arraycopy(slots, from, there, at, count);
    }

    /** The caller knows that there is room. */
    void addAll(@Nullable Mbuf[] more, int at, int count) {
        System.arraycopy(more, at, slots, size, count);
        size += count;
    }

    /** Frees every packet and empties the batch. */
    public void freeAll() {
        for (int i = 0; i < size; i++) {
            Mbuf m = slots[i];
            slots[i] = null;
            if (m != null) {
                m.free();
            }
        }
        size = 0;
    }
}
