package org.ifnet.route.internal;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Six bits of the tree of prefixes: those whose last bit is among these bits, and the strides below. Also what the look-up
 * form holds of it at present. One thread.
 *
 * <p>A prefix is known by its {@code code}, 1 followed by its bits within the stride: 2 and 3 for one bit, 64 to 127 for six;
 * 1 is the default route, in the topmost stride only.
 */
final class Stride {
    static final int BITS = 6;
    static final int FAN = 1 << BITS;
    private static final int[] NO_HOPS = {};
    private static final Stride[] NO_CHILDREN = {};

    final int depth;
    /** Bit {@code i} for a stride below slot {@code i}. */
    long childBits;

    private Stride[] children = NO_CHILDREN;
    /** Codes 0 to 63 and 64 to 127. */
    private long shortCodes;

    private long fullCodes;
    /** By code. */
    private int[] hops = NO_HOPS;

    /** The hop of the slot above, for addresses that match nothing here. */
    int inherited;

    /** Its record in the look-up form: where (negative: nowhere), the children and runs of leaves there, and both bases. */
    int place = -1;

    /** Its leaves stand behind the runs, and there are no children. */
    boolean packed;

    long vector;
    long runs;
    long bases;

    Stride(int depth) {
        this.depth = depth;
    }

    /** The depth of the stride that holds prefixes of a length. */
    static int depthOf(int length) {
        return length == 0 ? 0 : (length - 1) / BITS * BITS;
    }

    /** The code of the prefix in its stride. */
    static int code(long hi, long lo, int length) {
        int depth = depthOf(length);
        int bits = length - depth;
        return 1 << bits | slot(hi, lo, depth) >>> BITS - bits;
    }

    /** The six bits at that depth; bits behind the last are 0. */
    static int slot(long hi, long lo, int depth) {
        if (depth + BITS <= Long.SIZE) {
            return (int) (hi << depth >>> Long.SIZE - BITS);
        }
        if (depth >= Long.SIZE) {
            return (int) (lo << depth >>> Long.SIZE - BITS);
        }
        return (int) ((hi << depth | lo >>> Long.SIZE - depth) >>> Long.SIZE - BITS);
    }

    boolean isEmpty() {
        return childBits == 0 && hops.length == 0;
    }

    boolean hasChild(int slot) {
        return (childBits >>> slot & 1) != 0;
    }

    /** Of the child in that slot, or where it would be. */
    private int childIndex(int slot) {
        return Long.bitCount(childBits & (1L << slot) - 1);
    }

    @Nullable
    Stride child(int slot) {
        return hasChild(slot) ? children[childIndex(slot)] : null;
    }

    int slotOf(Stride child) {
        long rest = childBits;
        for (Stride other : children) {
            if (other == child) {
                return Long.numberOfTrailingZeros(rest);
            }
            rest &= rest - 1;
        }
        throw new IllegalStateException("not below");
    }

    /** By the order of their slots. */
    Stride[] children() {
        return children;
    }

    Stride open(int slot) {
        Stride known = child(slot);
        if (known != null) {
            return known;
        }
        Stride fresh = new Stride(depth + BITS);
        int at = childIndex(slot);
        Stride[] more = new Stride[children.length + 1];
        System.arraycopy(children, 0, more, 0, at);
        System.arraycopy(children, at, more, at + 1, children.length - at);
        more[at] = fresh;
        children = more;
        childBits |= 1L << slot;
        return fresh;
    }

    void close(int slot) {
        int at = childIndex(slot);
        Stride[] fewer = new Stride[children.length - 1];
        System.arraycopy(children, 0, fewer, 0, at);
        System.arraycopy(children, at + 1, fewer, at, fewer.length - at);
        children = fewer;
        childBits &= ~(1L << slot);
    }

    private boolean has(int code) {
        return ((code < FAN ? shortCodes : fullCodes) >>> code & 1) != 0;
    }

    private int hopIndex(int code) {
        long below = (1L << code) - 1;
        return code < FAN
                ? Long.bitCount(shortCodes & below)
                : Long.bitCount(shortCodes) + Long.bitCount(fullCodes & below);
    }

    /** Gives the prefix that hop; the one it had, 0 for none. */
    int put(int code, int hop) {
        int at = hopIndex(code);
        if (has(code)) {
            int old = hops[at];
            hops[at] = hop;
            return old;
        }
        int[] more = Arrays.copyOf(hops, hops.length + 1);
        System.arraycopy(hops, at, more, at + 1, hops.length - at);
        more[at] = hop;
        hops = more;
        if (code < FAN) {
            shortCodes |= 1L << code;
        } else {
            fullCodes |= 1L << code;
        }
        return 0;
    }

    /** Takes the prefix out; the hop it had, 0 when it is not there. */
    int remove(int code) {
        if (!has(code)) {
            return 0;
        }
        int at = hopIndex(code);
        int old = hops[at];
        int[] fewer = new int[hops.length - 1];
        System.arraycopy(hops, 0, fewer, 0, at);
        System.arraycopy(hops, at + 1, fewer, at, fewer.length - at);
        hops = fewer;
        if (code < FAN) {
            shortCodes &= ~(1L << code);
        } else {
            fullCodes &= ~(1L << code);
        }
        return old;
    }

    /** The hop of each slot, {@code none} where no prefix of this stride covers it. By code, so the slots begin at FAN. */
    void values(int none, int[] byCode) {
        int next = 0;
        byCode[1] = (shortCodes & 2) != 0 ? hops[next++] : none;
        for (int code = 2; code < FAN; code++) {
            byCode[code] = (shortCodes >>> code & 1) != 0 ? hops[next++] : byCode[code >>> 1];
        }
        for (int code = FAN; code < 2 * FAN; code++) {
            byCode[code] = (fullCodes >>> code & 1) != 0 ? hops[next++] : byCode[code >>> 1];
        }
    }
}
