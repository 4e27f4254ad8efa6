package org.ifnet.route.internal;

import java.util.Arrays;

import org.ifnet.netisr.EnvMemory;
import org.ifnet.netisr.Published;
import org.ifnet.route.NextHop;

/**
 * The prefixes of one family with their next hops: the tree that is changed, and the {@link Poptrie} that is read. Keys are 128
 * bits, first bit highest in {@code hi}; an IPv4 address stands in the upper 32 bits of {@code hi}. Changed by one thread; any
 * thread reads, and sees changes after {@link #publish}, each prefix for itself: those that got a hop first.
 */
final class ForwardingTable {
    private static final int LEVELS = 22;
    /** So many prefixes are looked up through that many bits at once. */
    private static final int FEW = 512;

    private static final int MANY = 16_384;
    /** A change costs this many times what a stride costs when all is written anew. */
    private static final int CHANGE = 8;

    private final Hops hops;
    private final int mostDepth;
    private final Stride root = new Stride(0);
    private final Published<Poptrie> published;
    private PoptrieWriter writer;
    private int prefixes;
    private int strides = 1;

    private final Stride[] path = new Stride[LEVELS];
    /** What has changed since the last publication: hi, lo, length and whether it has a hop. */
    private long[] changed = new long[4 * 16];

    private int changes;

    /** @param mostDepth bits that choose an entry when there are many prefixes; a multiple of 6 */
    ForwardingTable(EnvMemory memory, int mostDepth) {
        hops = new Hops();
        this.mostDepth = mostDepth;
        writer = new PoptrieWriter(root, Stride.BITS, 0, 0, hops);
        published = memory.published(writer.poptrie());
    }

    Poptrie poptrie() {
        return published.getAcquire();
    }

    /** What packets look into: read anew for every look-up. */
    Published<Poptrie> published() {
        return published;
    }

    /** Prefixes that have a hop. */
    int size() {
        return prefixes;
    }

    /** The prefix has that hop; bits of the key behind {@code length} must be 0. */
    void put(long hi, long lo, int length, NextHop hop) {
        int depth = Stride.depthOf(length);
        Stride s = root;
        while (s.depth < depth) {
            int slot = Stride.slot(hi, lo, s.depth);
            strides += s.hasChild(slot) ? 0 : 1;
            s = s.open(slot);
        }
        int old = s.put(Stride.code(hi, lo, length), hops.use(hop));
        if (old != 0) {
            hops.release(old);
        } else {
            prefixes++;
        }
        note(hi, lo, length, true);
    }

    void remove(long hi, long lo, int length) {
        int levels = walk(hi, lo, Stride.depthOf(length));
        Stride s = path[levels - 1];
        int old = s.depth == Stride.depthOf(length) ? s.remove(Stride.code(hi, lo, length)) : 0;
        if (old == 0) {
            return;
        }
        hops.release(old);
        prefixes--;
        for (int i = levels - 1; i > 0 && path[i].isEmpty(); i--) {
            path[i - 1].close(Stride.slot(hi, lo, path[i - 1].depth));
            strides--;
        }
        note(hi, lo, length, false);
    }

    private void note(long hi, long lo, int length, boolean set) {
        if (4 * changes == changed.length) {
            changed = Arrays.copyOf(changed, 2 * changed.length);
        }
        int at = 4 * changes++;
        changed[at] = hi;
        changed[at + 1] = lo;
        changed[at + 2] = length;
        changed[at + 3] = set ? 1 : 0;
    }

    /** Fills the path from the root as far as it goes, at most to that depth; how many strides. */
    private int walk(long hi, long lo, int depth) {
        int levels = 0;
        for (Stride s = root; s != null && s.depth <= depth; s = s.child(Stride.slot(hi, lo, s.depth))) {
            path[levels++] = s;
        }
        return levels;
    }

    /** Changes are so many that those who load a table need not publish more often: each time it has doubled. */
    boolean isWorthPublishing() {
        return changes > prefixes / 2;
    }

    /** Makes every change so far visible. */
    void publish() {
        if (changes == 0) {
            return;
        }
        boolean anew = !hops.fit() || depth() > writer.poptrie().depth || (long) changes * CHANGE > strides + 64L;
        if (anew || !write(1) || !write(0)) {
            writeAll();
        }
        changes = 0;
        if (changed.length > 4 * MANY) {
            changed = new long[4 * 16];
        }
        hops.forget();
    }

    private int depth() {
        int wanted = prefixes < FEW ? Stride.BITS : prefixes < MANY ? 2 * Stride.BITS : mostDepth;
        return Math.min(wanted, mostDepth);
    }

    private void writeAll() {
        writer = new PoptrieWriter(root, depth(), writer.nodesEnd(), writer.leavesEnd(), hops);
        published.setRelease(writer.poptrie());
    }

    /** Writes what has got a hop, or what has lost it; false when there was no room for it. */
    private boolean write(int set) {
        for (int at = 0; at < 4 * changes; at += 4) {
            if (changed[at + 3] == set && !write(changed[at], changed[at + 1], (int) changed[at + 2])) {
                return false;
            }
        }
        return true;
    }

    private boolean write(long hi, long lo, int length) {
        int direct = writer.poptrie().depth;
        int levels = walk(hi, lo, Stride.depthOf(length));
        int entry = (int) (hi >>> Long.SIZE - direct);
        if (length <= direct) {
            int bits = path[levels - 1].depth;
            int within = direct - bits;
            return writer.changedAbove(path, levels, entry >>> within << within);
        }
        int top = direct / Stride.BITS;
        if (levels <= top) {
            int deepest = path[levels - 1].depth;
            return writer.emptied(path, levels, entry, Stride.slot(hi, lo, deepest));
        }
        return writer.changedBelow(entry, path, top, levels);
    }
}
