package org.ifnet.route.internal;

/**
 * Says quickly of most addresses that they are no broadcast address of any interface: by their last byte, which is 255 or
 * 0 for nearly every broadcast address and hardly ever for a host's. Netctl writes, any thread reads.
 */
final class LastBytes {
    private static final int BYTES = 256;

    private final int[] counts = new int[BYTES];
    private volatile long[] present = new long[BYTES / Long.SIZE];

    boolean mayContain(int address) {
        int b = address & 0xff;
        return (present[b >>> 6] >>> b & 1) != 0;
    }

    /** Adds each address so often, which may be negative. */
    void count(int[] addresses, int times) {
        long[] now = present.clone();
        for (int address : addresses) {
            int b = address & 0xff;
            counts[b] += times;
            now[b >>> 6] = counts[b] > 0 ? now[b >>> 6] | 1L << b : now[b >>> 6] & ~(1L << b);
        }
        present = now;
    }
}
