package org.ifnet.route.internal;

import java.util.Arrays;

import org.ifnet.netisr.PublishedArray;
import org.ifnet.route.NextHop;

/**
 * Writes nodes and leaves of one {@link Poptrie}, the newest: first all of it, before anybody reads it, then what changes.
 * One thread.
 */
final class PoptrieWriter {
    /** Strides over one another at most, in 128 bits. */
    private static final int LEVELS = 22;

    private static final int LEAST = 64;

    private final int depth;
    private final int[][] values = new int[LEVELS][2 * Stride.FAN];
    private final int[] run = new int[Stride.FAN];
    private long[] nodes;
    private int nodesEnd;
    private int[] leaves;
    private int leavesEnd;
    /** What is read; null while all of it is being written, and there is always room. */
    private final Poptrie poptrie;

    private boolean building = true;
    /** There was no room, and what was written since makes no sense. */
    private boolean full;

    /** All of the tree below {@code root}. */
    PoptrieWriter(Stride root, int depth, int nodesHint, int leavesHint, PublishedArray<NextHop> hops) {
        this.depth = depth;
        nodes = new long[Math.max(LEAST, nodesHint)];
        leaves = new int[Math.max(LEAST, leavesHint)];
        int[] direct = new int[1 << depth];
        int[] shorter = new int[1 << depth];
        Entries plain = new Entries() {
            @Override
            public void leaf(int from, int count, int hop) {
                Arrays.fill(direct, from, from + count, hop);
                Arrays.fill(shorter, from, from + count, hop);
            }

            @Override
            public void below(int entry, int hop, Stride stride) {
                shorter[entry] = hop;
                emit(stride, 0);
                direct[entry] = ~alone(stride);
            }
        };
        entries(root, 0, 0, plain);
        building = false;
        nodes = Arrays.copyOf(nodes, withRoom(nodesEnd));
        leaves = Arrays.copyOf(leaves, withRoom(leavesEnd));
        poptrie = new Poptrie(depth, direct, shorter, nodes, leaves, hops);
    }

    /** A fifth more than is used, for what changes. */
    private static int withRoom(int used) {
        return used + used / 5 + 16 * LEAST;
    }

    Poptrie poptrie() {
        return poptrie;
    }

    int nodesEnd() {
        return nodesEnd;
    }

    int leavesEnd() {
        return leavesEnd;
    }

    /** What the entries of the direct table are found to be, in ascending order. */
    private interface Entries {
        void leaf(int from, int count, int hop);

        void below(int entry, int hop, Stride stride);
    }

    /** The entries that a stride covers, which is not below the direct table; {@code first} is the first of them. */
    private void entries(Stride s, int inherited, int first, Entries to) {
        int[] slots = values[s.depth / Stride.BITS];
        s.inherited = inherited;
        s.values(inherited, slots);
        int next = s.depth + Stride.BITS;
        int each = 1 << depth - next;
        for (int slot = 0; slot < Stride.FAN; slot++) {
            int hop = slots[Stride.FAN + slot];
            Stride child = s.child(slot);
            if (child == null) {
                to.leaf(first + slot * each, each, hop);
            } else if (next == depth) {
                to.below(first + slot, hop, child);
            } else {
                entries(child, hop, first + slot * each, to);
            }
        }
    }

    /**
     * A stride that is not below the direct table has changed.
     *
     * @param path from the root down to it
     * @param first of the entries that it covers
     * @return false when there was no room
     */
    boolean changedAbove(Stride[] path, int length, int first) {
        for (int i = 1; i < length; i++) {
            int[] slots = values[path[i - 1].depth / Stride.BITS];
            path[i - 1].values(path[i - 1].inherited, slots);
            path[i].inherited = slots[Stride.FAN + path[i - 1].slotOf(path[i])];
        }
        Entries published = new Entries() {
            @Override
            public void leaf(int from, int count, int hop) {
                for (int i = from; i < from + count; i++) {
                    poptrie.entry(i, hop);
                }
            }

            @Override
            public void below(int entry, int hop, Stride stride) {
                poptrie.shorter(entry, hop);
                if (stride.place < 0) {
                    emit(stride, 0);
                    root(entry, stride);
                }
            }
        };
        entries(path[length - 1], path[length - 1].inherited, first, published);
        return !full;
    }

    /**
     * A stride below the direct table has changed.
     *
     * @param path from the one at the entry down to it
     * @return false when there was no room: nothing of the change can be seen then
     */
    boolean changedBelow(int entry, Stride[] path, int length) {
        int i = length - 1;
        while (i > 0 && path[i].place < 0) {
            i--;
        }
        for (; i >= 0; i--) {
            Stride s = path[i];
            long vector = s.vector;
            long runs = s.runs;
            record(s);
            if (!full && s.place >= 0 && s.vector == vector && s.runs == runs) {
                poptrie.bases(s.place, s.bases);
                return true;
            }
        }
        root(entry, path[0]);
        return !full;
    }

    private void root(int entry, Stride s) {
        int node = alone(s);
        if (!full) {
            poptrie.root(entry, node);
        }
    }

    /** Writes all that is below a stride and is not there yet, and finds its record. */
    private void emit(Stride s, int inherited) {
        s.inherited = inherited;
        record(s);
    }

    /** Finds the record of a stride anew: children that are new or inherit another hop are written before. */
    private void record(Stride s) {
        int[] slots = values[s.depth / Stride.BITS];
        s.values(s.inherited, slots);
        for (long rest = s.childBits; rest != 0; rest &= rest - 1) {
            int slot = Long.numberOfTrailingZeros(rest);
            Stride child = s.child(slot);
            int hop = slots[Stride.FAN + slot];
            if (child != null && (building || child.place < 0 || child.inherited != hop)) {
                emit(child, hop);
            }
        }
        s.vector = s.childBits;
        int leafBase = leaves(s, slots);
        s.bases = (long) block(s.children()) << 32 | leafBase;
    }

    /** Writes the leaves of a stride, one for each run; where they begin. */
    private int leaves(Stride s, int[] slots) {
        long runs = 0;
        int count = 0;
        for (long rest = ~s.childBits; rest != 0; rest &= rest - 1) {
            int slot = Long.numberOfTrailingZeros(rest);
            int hop = slots[Stride.FAN + slot];
            if (count == 0 || run[count - 1] != hop) {
                run[count++] = hop;
                runs |= 1L << slot;
            }
        }
        s.runs = runs;
        return put(run, count);
    }

    private int put(int[] hops, int count) {
        if (leavesEnd + count > leaves.length) {
            if (!building) {
                full = true;
                return 0;
            }
            leaves = Arrays.copyOf(leaves, 2 * leaves.length);
        }
        int at = leavesEnd;
        System.arraycopy(hops, 0, leaves, at, count);
        leavesEnd += count;
        return at;
    }

    /** Writes the records of strides side by side; where they begin. */
    private int block(Stride[] strides) {
        int at = room(strides.length);
        for (int i = 0; i < strides.length && !full; i++) {
            put(strides[i], at + Poptrie.NODE * i);
        }
        return at;
    }

    private int alone(Stride s) {
        int at = room(1);
        if (!full) {
            put(s, at);
        }
        return at;
    }

    private int room(int count) {
        int at = nodesEnd;
        int end = at + Poptrie.NODE * count;
        if (end > nodes.length) {
            if (!building) {
                full = true;
                return 0;
            }
            nodes = Arrays.copyOf(nodes, 2 * nodes.length);
        }
        nodesEnd = end;
        return at;
    }

    private void put(Stride s, int at) {
        s.place = at;
        nodes[at] = s.vector;
        nodes[at + 1] = s.runs;
        nodes[at + 2] = s.bases;
    }
}
