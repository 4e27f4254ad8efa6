package org.ifnet.ifq;

/** How many rings, and thus subqueues, a driver should set up, and which cpu serves which (reference 1.16). */
public final class RingCount {
    private RingCount() {}

    /**
     * A power of two (if_ring_count2).
     *
     * @param wanted what the administrator wants, 0 or less for as many as useful
     * @param most what the device has, a power of two
     * @param cpus netisrs, 1 or more
     * @return at most {@code wanted}, {@code most} and {@code cpus}, rounded down
     * @throws IllegalArgumentException when {@code most} is no power of two, or there are no cpus
     */
    public static int powerOfTwo(int wanted, int most, int cpus) {
        if (Integer.bitCount(most) != 1 || most < 1 || cpus < 1) {
            throw new IllegalArgumentException("rings " + most + ", cpus " + cpus);
        }
        int count = wanted <= 0 ? most : Math.min(wanted, most);
        return Integer.highestOneBit(Math.min(count, cpus));
    }

    /**
     * The largest divisor of the number of cpus that is not above the others, so that every ring serves as many cpus as every
     * other (if_ringmap, which came in place of the powers of two and their poor use of 6 or 12 cpus).
     *
     * @param wanted 0 or less for as many as useful
     * @param most what the device has, 1 or more
     * @param cpus netisrs, 1 or more
     */
    public static int even(int wanted, int most, int cpus) {
        if (most < 1 || cpus < 1) {
            throw new IllegalArgumentException("rings " + most + ", cpus " + cpus);
        }
        int count = Math.min(cpus, wanted <= 0 ? most : Math.min(wanted, most));
        while (cpus % count != 0) {
            count--;
        }
        return count;
    }

    /** The cpu that serves ring {@code ring} of {@code count}. */
    public static int cpu(int ring, int count, int cpus) {
        return (int) ((long) ring * cpus / count) % cpus;
    }
}
