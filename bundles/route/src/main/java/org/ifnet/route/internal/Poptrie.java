package org.ifnet.route.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.ifnet.route.NextHop;
import org.jspecify.annotations.Nullable;

/**
 * The look-up form of the prefixes of one family: a poptrie (Asai and Ohara, SIGCOMM 2015). The first bits of the address
 * choose an entry of {@code direct}: a node whose six further bits choose a child or a leaf. Children of a node stand side by
 * side, and so do its leaves, one for each run of equal ones; counting bits in two words finds them. A node of the direct table
 * that has no children carries its leaves itself, four in a word, which saves a look at memory far away. Entries without
 * longer prefixes share such a node for each hop: so nearly all look-ups do the same, and the processor never guesses wrong.
 *
 * <p>What a reader can reach is never changed but for these, each in one store: an entry, the bases of a node, a hop
 * that nobody uses any more. New blocks are written behind the others; when there is no room, a new poptrie takes the place of
 * this one. So readers need neither locks nor to be waited for. A hop that has become null was exchanged after the reader had
 * found its number, who then looks again.
 */
final class Poptrie {
    /**
     * Words of a node: the runs of leaves, and where these begin; or, for a node with children, the complement of where two
     * more words are: the children, and where they and the leaves begin.
     */
    static final int NODE = 2;

    /** Leaves in a word of a packed node: the word of a leaf, and its place there, are found by shifts. */
    static final int IN_WORD = 4;

    private static final int WORD_SHIFT = 2;
    private static final int LEAF_SHIFT = 4;
    static final int LEAF_MASK = 0xffff;

    /** Whoever finds a hop exchanged that often in a row does without: no packet waits for ever. */
    private static final int LOOKS = 1_000;

    private static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);
    private static final VarHandle HOPS = MethodHandles.arrayElementVarHandle(NextHop[].class);
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    /** Bits of the address that choose the entry. */
    final int depth;
    /** Where a packed node begins; or, for another, the complement of that. */
    private final int[] direct;

    private final long[] nodes;
    private final Leaves leaves;
    /** Those of {@link #leaves}, one step nearer; null when they are not. */
    private final char @Nullable [] narrow;

    /** By number; 0 is no route. */
    private final @Nullable NextHop[] hops;

    Poptrie(int depth, int[] direct, long[] nodes, Leaves leaves, @Nullable NextHop[] hops) {
        this.depth = depth;
        this.direct = direct;
        this.nodes = nodes;
        this.leaves = leaves;
        this.narrow = leaves.narrow();
        this.hops = hops;
    }

    @Nullable
    NextHop lookup4(int key) {
        // A plain read: what a hop holds is final, so that who finds it finds all of it.
        NextHop hop = hops[number4(key)];
        if (hop == null) {
            hop = again4(key);
        }
        return hop == Hops.NONE ? null : hop;
    }

    private @Nullable NextHop again4(int key) {
        NextHop hop = null;
        for (int looks = 1; hop == null && looks < LOOKS; looks++) {
            hop = (NextHop) HOPS.getAcquire(hops, number4(key));
        }
        return hop;
    }

    /** Independent look-ups: the processor does some of them at a time. */
    void lookup4(int[] keys, @Nullable NextHop[] found, int count) {
        for (int i = 0; i < count; i++) {
            found[i] = lookup4(keys[i]);
        }
    }

    @Nullable
    NextHop lookup6(long hi, long lo) {
        NextHop hop = hops[number6(hi, lo)];
        if (hop == null) {
            hop = again6(hi, lo);
        }
        return hop == Hops.NONE ? null : hop;
    }

    private @Nullable NextHop again6(long hi, long lo) {
        NextHop hop = null;
        for (int looks = 1; hop == null && looks < LOOKS; looks++) {
            hop = (NextHop) HOPS.getAcquire(hops, number6(hi, lo));
        }
        return hop;
    }

    private int number4(int key) {
        int entry = (int) INTS.getAcquire(direct, key >>> Integer.SIZE - depth);
        return entry >= 0 ? packed(entry, key << depth >>> Integer.SIZE - Stride.BITS) : chain4(~entry, key);
    }

    private int packed(int at, int slot) {
        int rank = Long.bitCount(nodes[at] & -1L >>> 63 - slot) - 1;
        return (int) (nodes[at + 1 + (rank >>> WORD_SHIFT)] >>> (rank << LEAF_SHIFT)) & LEAF_MASK;
    }

    private int chain4(int first, int key) {
        int at = first;
        for (int d = depth; ; d += Stride.BITS) {
            int slot = key << d >>> Integer.SIZE - Stride.BITS;
            long upTo = -1L >>> 63 - slot;
            long bases = (long) LONGS.getAcquire(nodes, at + 1);
            if (bases < 0) {
                int more = (int) ~bases;
                long vector = nodes[more];
                bases = nodes[more + 1];
                if ((vector >>> slot & 1) != 0) {
                    at = (int) (bases >>> 32) + NODE * (Long.bitCount(vector & upTo) - 1);
                    continue;
                }
            }
            return leaf((int) bases + Long.bitCount(nodes[at] & upTo) - 1);
        }
    }

    private int number6(long hi, long lo) {
        int entry = (int) INTS.getAcquire(direct, (int) (hi >>> Long.SIZE - depth));
        return entry >= 0 ? packed(entry, Stride.slot(hi, lo, depth)) : chain6(~entry, hi, lo);
    }

    private int chain6(int first, long hi, long lo) {
        int at = first;
        for (int d = depth; ; d += Stride.BITS) {
            int slot = Stride.slot(hi, lo, d);
            long upTo = -1L >>> 63 - slot;
            long bases = (long) LONGS.getAcquire(nodes, at + 1);
            if (bases < 0) {
                int more = (int) ~bases;
                long vector = nodes[more];
                bases = nodes[more + 1];
                if ((vector >>> slot & 1) != 0) {
                    at = (int) (bases >>> 32) + NODE * (Long.bitCount(vector & upTo) - 1);
                    continue;
                }
            }
            return leaf((int) bases + Long.bitCount(nodes[at] & upTo) - 1);
        }
    }

    private int leaf(int index) {
        char[] n = narrow;
        return n != null ? n[index] : leaves.get(index);
    }

    /** Addresses of that entry go to that node from now on: where it is packed, else the complement. */
    void entry(int entry, int node) {
        INTS.setRelease(direct, entry, node);
    }

    int entry(int entry) {
        return direct[entry];
    }

    /** Its number leads to that hop; null when nothing leads to the number any more. */
    static void hop(@Nullable NextHop[] hops, int number, @Nullable NextHop hop) {
        HOPS.setRelease(hops, number, hop);
    }

    void bases(int node, long bases) {
        LONGS.setRelease(nodes, node + 1, bases);
    }

    /** Bytes that look-ups go through. */
    long bytes() {
        return 4L * direct.length + 8L * nodes.length + leaves.bytes();
    }
}
