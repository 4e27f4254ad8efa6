package org.ifnet.route.internal;

import org.jspecify.annotations.Nullable;

/**
 * An immutable map from prefixes to values with longest-match look-up: a path-compressed binary trie. A change makes a
 * new trie that shares all but the nodes between the root and the place of the change, so that publishing a root
 * publishes a whole table, and readers need nothing but that reference.
 *
 * <p>Keys are 128 bits, first bit highest in {@code hi}; an IPv4 address stands in the upper 32 bits of {@code hi}.
 */
final class PrefixTrie<V> {
    private final @Nullable Node<V> root;

    private PrefixTrie(@Nullable Node<V> root) {
        this.root = root;
    }

    static <V> PrefixTrie<V> empty() {
        return new PrefixTrie<>(null);
    }

    /** The value of the longest prefix that covers the key, or null. Allocates nothing. */
    @Nullable
    V longest(long hi, long lo) {
        V best = null;
        Node<V> n = root;
        while (n != null && ((hi ^ n.hi) & n.maskHi | (lo ^ n.lo) & n.maskLo) == 0) {
            if (n.value != null) {
                best = n.value;
            }
            n = bit(hi, lo, n.length) == 0 ? n.zero : n.one;
        }
        return best;
    }

    /** A trie in which the prefix has that value; bits of the key behind {@code length} must be 0. */
    PrefixTrie<V> with(long hi, long lo, int length, V value) {
        return new PrefixTrie<>(put(root, new Node<>(hi, lo, length, value, null, null)));
    }

    /** A trie without that prefix. */
    PrefixTrie<V> without(long hi, long lo, int length) {
        return new PrefixTrie<>(remove(root, hi, lo, length));
    }

    private static <V> Node<V> put(@Nullable Node<V> n, Node<V> leaf) {
        if (n == null) {
            return leaf;
        }
        int common = Math.min(Math.min(n.length, leaf.length), commonBits(n, leaf));
        if (common < n.length) {
            Node<V> parent = common == leaf.length ? leaf : fork(leaf, common);
            return parent.child(n);
        }
        if (common == leaf.length) {
            return n.value(leaf.value);
        }
        return n.child(put(bit(leaf.hi, leaf.lo, common) == 0 ? n.zero : n.one, leaf));
    }

    /** A prefix of the first {@code common} bits, without a value, over {@code below}. */
    private static <V> Node<V> fork(Node<V> below, int common) {
        Node<V> fork = new Node<>(below.hi & mask(common), below.lo & mask(common - 64), common, null, null, null);
        return fork.child(below);
    }

    private static <V> @Nullable Node<V> remove(@Nullable Node<V> n, long hi, long lo, int length) {
        if (n == null || n.length > length || ((hi ^ n.hi) & n.maskHi | (lo ^ n.lo) & n.maskLo) != 0) {
            return n;
        }
        if (n.length == length) {
            return n.value(null).orChild();
        }
        boolean zero = bit(hi, lo, n.length) == 0;
        Node<V> below = remove(zero ? n.zero : n.one, hi, lo, length);
        Node<V> changed = zero
                ? new Node<>(n.hi, n.lo, n.length, n.value, below, n.one)
                : new Node<>(n.hi, n.lo, n.length, n.value, n.zero, below);
        return changed.orChild();
    }

    private static int commonBits(Node<?> a, Node<?> b) {
        long hi = a.hi ^ b.hi;
        return hi != 0 ? Long.numberOfLeadingZeros(hi) : 64 + Long.numberOfLeadingZeros(a.lo ^ b.lo);
    }

    /** Bit {@code i} of the key, 0 being the first; the shift distance counts modulo 64. */
    private static long bit(long hi, long lo, int i) {
        return (i < 64 ? hi : lo) >>> 63 - i & 1;
    }

    static long mask(int length) {
        return length <= 0 ? 0 : length >= 64 ? -1L : -1L << 64 - length;
    }

    /** A prefix with its value, or without one where two longer prefixes part. */
    private static final class Node<V> {
        final long hi;
        final long lo;
        final long maskHi;
        final long maskLo;
        final int length;
        final @Nullable V value;
        final @Nullable Node<V> zero;
        final @Nullable Node<V> one;

        Node(long hi, long lo, int length, @Nullable V value, @Nullable Node<V> zero, @Nullable Node<V> one) {
            this.hi = hi;
            this.lo = lo;
            this.maskHi = mask(length);
            this.maskLo = mask(length - 64);
            this.length = length;
            this.value = value;
            this.zero = zero;
            this.one = one;
        }

        Node<V> value(@Nullable V newValue) {
            return new Node<>(hi, lo, length, newValue, zero, one);
        }

        /** With a longer prefix in its place below. */
        Node<V> child(Node<V> longer) {
            return bit(longer.hi, longer.lo, length) == 0
                    ? new Node<>(hi, lo, length, value, longer, one)
                    : new Node<>(hi, lo, length, value, zero, longer);
        }

        /** Itself, unless it has no value and parts nothing. */
        @Nullable
        Node<V> orChild() {
            if (value != null || zero != null && one != null) {
                return this;
            }
            return zero != null ? zero : one;
        }
    }
}
