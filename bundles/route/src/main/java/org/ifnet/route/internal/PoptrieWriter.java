package org.ifnet.route.internal;

import java.util.Arrays;

import org.ifnet.route.NextHop;
import org.jspecify.annotations.Nullable;

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
    /** Nodes with their leaves in them: a leaf there has two bytes. */
    private final boolean packs;

    private long[] nodes;
    /** The first words stay free, so that 0 is no node. */
    private int nodesEnd = Poptrie.NODE;
    /** While all of it is being written. */
    private int[] leafValues;

    private int leavesEnd;
    /** By the number of a hop, for entries that have nothing else: what stands there; 0 when there is no node yet. */
    private int[] uniform = new int[LEAST];

    private final Leaves leaves;
    private final Poptrie poptrie;

    /** There is always room; nobody reads yet. */
    private boolean building = true;
    /** There was no room, and what was written since makes no sense. */
    private boolean full;

    /** All of the tree below {@code root}. */
    PoptrieWriter(Stride root, int depth, int nodesHint, int leavesHint, Hops hops) {
        this.depth = depth;
        nodes = new long[Math.max(LEAST, nodesHint)];
        leafValues = new int[Math.max(LEAST, leavesHint)];
        int[] direct = new int[1 << depth];
        @Nullable NextHop[] numbered = hops.renew();
        packs = numbered.length <= Poptrie.LEAF_MASK + 1;
        entries(root, 0, 0, new Entries() {
            @Override
            public void leaf(int from, int count, int hop) {
                Arrays.fill(direct, from, from + count, uniform(hop));
            }

            @Override
            public void below(int entry, int hop, Stride stride) {
                stride.inherited = hop;
                if (!packs(stride)) {
                    record(stride);
                }
                direct[entry] = alone(stride);
            }
        });
        building = false;
        nodes = Arrays.copyOf(nodes, withRoom(nodesEnd));
        leaves = Leaves.of(leafValues, leavesEnd, withRoom(leavesEnd), numbered.length - 1);
        leafValues = new int[0];
        poptrie = new Poptrie(depth, direct, nodes, leaves, numbered);
    }

    /** A sixth more than is used, for what changes. */
    private static int withRoom(int used) {
        return used + used / 6 + 16 * LEAST;
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
        inherit(path, length);
        entries(path[length - 1], path[length - 1].inherited, first, new Entries() {
            @Override
            public void leaf(int from, int count, int hop) {
                int node = uniform(hop);
                for (int i = from; i < from + count && !full; i++) {
                    poptrie.entry(i, node);
                }
            }

            @Override
            public void below(int entry, int hop, Stride stride) {
                if (stride.place < 0 || stride.inherited != hop) {
                    stride.inherited = hop;
                    written(entry, stride);
                }
            }
        });
        return !full;
    }

    private void inherit(Stride[] path, int length) {
        for (int i = 1; i < length; i++) {
            int[] slots = values[path[i - 1].depth / Stride.BITS];
            path[i - 1].values(path[i - 1].inherited, slots);
            path[i].inherited = slots[Stride.FAN + path[i - 1].slotOf(path[i])];
        }
    }

    /** An entry has lost the last of its longer prefixes; the path goes down to where there is nothing below. */
    boolean emptied(Stride[] path, int length, int entry, int slot) {
        inherit(path, length);
        int[] slots = values[path[length - 1].depth / Stride.BITS];
        path[length - 1].values(path[length - 1].inherited, slots);
        int node = uniform(slots[Stride.FAN + slot]);
        if (!full) {
            poptrie.entry(entry, node);
        }
        return !full;
    }

    /**
     * A stride below the direct table has changed.
     *
     * @param path from the root down to it
     * @param top the one at the entry
     * @return false when there was no room: nothing of the change can be seen then
     */
    boolean changedBelow(int entry, Stride[] path, int top, int length) {
        if (path[top].place < 0) {
            inherit(path, top + 1);
        }
        int i = length - 1;
        while (i > top && path[i].place < 0) {
            i--;
        }
        while (i > top && !inPlace(path[i])) {
            i--;
        }
        if (i == top) {
            written(entry, path[top]);
        }
        return !full;
    }

    private void written(int entry, Stride s) {
        if (!inPlace(s)) {
            int node = alone(s);
            if (!full) {
                poptrie.entry(entry, node);
            }
        }
    }

    /** Finds the record of a stride anew, and stores it where it is if that takes one store only. */
    private boolean inPlace(Stride s) {
        if (packs(s)) {
            return false;
        }
        long runs = s.runs;
        record(s);
        boolean same = s.place >= 0 && !s.packed && s.runs == runs;
        if (same && !full) {
            poptrie.bases(s.place, s.bases);
        }
        return same;
    }

    /** Whether its node is to carry its leaves itself. */
    private boolean packs(Stride s) {
        return packs && s.depth == depth && s.childBits == 0;
    }

    /** What an entry all of whose addresses have that hop holds. */
    private int uniform(int hop) {
        if (hop >= uniform.length) {
            uniform = Arrays.copyOf(uniform, 2 * hop + 1);
        }
        if (uniform[hop] == 0) {
            run[0] = hop;
            int leaf = packs ? hop : put(run, 1);
            int at = room(1);
            if (full) {
                return 0;
            }
            nodes[at] = 1;
            nodes[at + 1] = leaf;
            uniform[hop] = packs ? at : ~at;
        }
        return uniform[hop];
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
        s.bases = put(run, runs(s, slots));
        if (s.vector != 0) {
            long children = (long) block(s.children()) << 32;
            int more = room(1);
            if (!full) {
                nodes[more] = s.vector;
                nodes[more + 1] = children | s.bases;
                s.bases = ~(long) more;
            }
        }
    }

    /** Finds the runs of leaves of a stride: where they begin in the stride, their hops in {@link #run}; how many. */
    private int runs(Stride s, int[] slots) {
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
        return count;
    }

    private int put(int[] hops, int count) {
        int at = leavesEnd;
        if (building) {
            if (at + count > leafValues.length) {
                leafValues = Arrays.copyOf(leafValues, Math.max(at + count, 2 * leafValues.length));
            }
            System.arraycopy(hops, 0, leafValues, at, count);
        } else if (at + count > leaves.length()) {
            full = true;
            return 0;
        } else {
            for (int i = 0; i < count; i++) {
                leaves.set(at + i, hops[i]);
            }
        }
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

    /** Writes the record of a stride that an entry leads to; what the entry holds then. */
    private int alone(Stride s) {
        if (packs(s)) {
            return pack(s);
        }
        int at = room(1);
        if (!full) {
            put(s, at);
        }
        return ~at;
    }

    private int pack(Stride s) {
        int[] slots = values[s.depth / Stride.BITS];
        s.values(s.inherited, slots);
        int count = runs(s, slots);
        int at = words(1 + (count + Poptrie.IN_WORD - 1) / Poptrie.IN_WORD);
        if (full) {
            return 0;
        }
        s.place = at;
        s.packed = true;
        nodes[at] = s.runs;
        for (int i = 0; i < count; i++) {
            nodes[at + 1 + i / Poptrie.IN_WORD] |= (long) run[i] << Long.SIZE / Poptrie.IN_WORD * i;
        }
        return at;
    }

    private int room(int count) {
        return words(Poptrie.NODE * count);
    }

    private int words(int count) {
        int at = nodesEnd;
        int end = at + count;
        if (end > nodes.length) {
            if (!building) {
                full = true;
                return 0;
            }
            nodes = Arrays.copyOf(nodes, Math.max(end, 2 * nodes.length));
        }
        nodesEnd = end;
        return at;
    }

    private void put(Stride s, int at) {
        s.place = at;
        s.packed = false;
        nodes[at] = s.runs;
        nodes[at + 1] = s.bases;
    }
}
