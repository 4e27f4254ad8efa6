package org.ifnet.route.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.ifnet.netisr.PublishedArray;
import org.ifnet.route.NextHop;
import org.jspecify.annotations.Nullable;

/**
 * The look-up form of the prefixes of one family: a poptrie (Asai and Ohara, SIGCOMM 2015). The first bits of the address
 * choose an entry of {@code direct}: a hop, or a node whose six further bits choose a child or a leaf. Children of a node
 * stand side by side, and so do its leaves, one for each run of equal ones; counting bits in two words finds them.
 *
 * <p>A leaf 0 means the hop of the entry, which is in {@code shorter}: so a short prefix changes entries only, however many
 * longer ones there are below.
 *
 * <p>What a reader can reach is never changed but for three things, each in one store: an entry, the bases of a node, a hop
 * that nobody uses any more. New blocks are written behind the others; when there is no room, a new poptrie takes the place of
 * this one. So readers need neither locks nor to be waited for. A hop that has become null was exchanged after the reader had
 * found its number, who then looks again.
 */
final class Poptrie {
    /** Words of a node: children, runs of leaves, and where both begin. */
    static final int NODE = 3;

    private static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    /** Bits of the address that choose the entry. */
    final int depth;
    /** A hop, or the complement of where a node begins. */
    private final int[] direct;

    private final int[] shorter;
    private final long[] nodes;
    private final int[] leaves;
    /** By number; 0 is no route. */
    private final PublishedArray<NextHop> hops;

    Poptrie(int depth, int[] direct, int[] shorter, long[] nodes, int[] leaves, PublishedArray<NextHop> hops) {
        this.depth = depth;
        this.direct = direct;
        this.shorter = shorter;
        this.nodes = nodes;
        this.leaves = leaves;
        this.hops = hops;
    }

    @Nullable
    NextHop lookup4(int key) {
        while (true) {
            int number = number4(key);
            NextHop hop = number == 0 ? null : hops.getAcquire(number);
            if (number == 0 || hop != null) {
                return hop;
            }
        }
    }

    /** Independent look-ups: the processor does some of them at a time. */
    void lookup4(int[] keys, @Nullable NextHop[] found, int count) {
        for (int i = 0; i < count; i++) {
            found[i] = lookup4(keys[i]);
        }
    }

    @Nullable
    NextHop lookup6(long hi, long lo) {
        while (true) {
            int number = number6(hi, lo);
            NextHop hop = number == 0 ? null : hops.getAcquire(number);
            if (number == 0 || hop != null) {
                return hop;
            }
        }
    }

    private int number4(int key) {
        int entry = key >>> Integer.SIZE - depth;
        int at = (int) INTS.getAcquire(direct, entry);
        if (at >= 0) {
            return at;
        }
        at = ~at;
        for (int d = depth; ; d += Stride.BITS) {
            int slot = key << d >>> Integer.SIZE - Stride.BITS;
            long vector = nodes[at];
            long upTo = -1L >>> 63 - slot;
            long bases = (long) LONGS.getAcquire(nodes, at + 2);
            if ((vector >>> slot & 1) == 0) {
                int leaf = leaves[(int) bases + Long.bitCount(nodes[at + 1] & upTo) - 1];
                return leaf != 0 ? leaf : (int) INTS.getAcquire(shorter, entry);
            }
            at = (int) (bases >>> 32) + NODE * (Long.bitCount(vector & upTo) - 1);
        }
    }

    private int number6(long hi, long lo) {
        int entry = (int) (hi >>> Long.SIZE - depth);
        int at = (int) INTS.getAcquire(direct, entry);
        if (at >= 0) {
            return at;
        }
        at = ~at;
        for (int d = depth; ; d += Stride.BITS) {
            int slot = Stride.slot(hi, lo, d);
            long vector = nodes[at];
            long upTo = -1L >>> 63 - slot;
            long bases = (long) LONGS.getAcquire(nodes, at + 2);
            if ((vector >>> slot & 1) == 0) {
                int leaf = leaves[(int) bases + Long.bitCount(nodes[at + 1] & upTo) - 1];
                return leaf != 0 ? leaf : (int) INTS.getAcquire(shorter, entry);
            }
            at = (int) (bases >>> 32) + NODE * (Long.bitCount(vector & upTo) - 1);
        }
    }

    /** An entry that ends here; its hop for longer prefixes that match nothing too. */
    void entry(int entry, int hop) {
        INTS.setRelease(shorter, entry, hop);
        INTS.setRelease(direct, entry, hop);
    }

    /** The hop of an entry with longer prefixes below. */
    void shorter(int entry, int hop) {
        INTS.setRelease(shorter, entry, hop);
    }

    int shorter(int entry) {
        return shorter[entry];
    }

    /** Longer prefixes are found at that node from now on. */
    void root(int entry, int node) {
        INTS.setRelease(direct, entry, ~node);
    }

    void bases(int node, long bases) {
        LONGS.setRelease(nodes, node + 2, bases);
    }

    /** Bytes that look-ups go through. */
    long bytes() {
        return 4L * direct.length + 4L * shorter.length + 8L * nodes.length + 4L * leaves.length;
    }
}
