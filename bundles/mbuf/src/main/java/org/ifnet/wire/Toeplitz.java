package org.ifnet.wire;

/**
 * The Toeplitz hash of a flow with a key that makes it symmetric: both directions of a flow have one hash (reference 4.2).
 *
 * <p>The key is two bytes repeated. A bit of the input selects the 32 bits of the key that begin at its place; with this
 * key they depend on the place modulo 16 alone. So all 16-bit words of the input may be combined by exclusive or first,
 * in any order, and two look-ups hash the rest. That source and destination may be exchanged follows from the same.
 *
 * <pre>
 *   input   | source address | destination address | source port | destination port |   as on the wire
 *   folded  | high | low |   16 bits: the exclusive or of all words
 *   hash    EVEN[high] ^ ODD[low], of which the low 16 bits count
 * </pre>
 *
 * Addresses and ports are as on the wire, big-endian. Immutable; any thread; allocates nothing.
 */
public final class Toeplitz {
    /** What a hash can be: 0 to this. */
    public static final int MASK = 0xffff;

    /** System properties with other seeds, for example {@code 0x6d}; they are read once. */
    public static final String SEED0 = "net.toeplitz.keyseed0";

    public static final String SEED1 = "net.toeplitz.keyseed1";

    /** The hash of this platform: seeds 0x6d and 0x5a unless the system properties say otherwise. */
    public static final Toeplitz SYMMETRIC =
            new Toeplitz(Integer.getInteger(SEED0, 0x6d) & 0xff, Integer.getInteger(SEED1, 0x5a) & 0xff);

    private static final int BYTE = 256;

    private final int seed0;
    private final int seed1;
    /** By the value of a byte at an even place, and at an odd one. */
    private final int[] even = new int[BYTE];

    private final int[] odd = new int[BYTE];

    /**
     * @param seed0 the first byte of the key, 0 to 255
     * @param seed1 the second
     */
    public Toeplitz(int seed0, int seed1) {
        if (((seed0 | seed1) & ~0xff) != 0) {
            throw new IllegalArgumentException("key seeds " + seed0 + ", " + seed1 + " are not bytes");
        }
        this.seed0 = seed0;
        this.seed1 = seed1;
        int key = seed0 << 24 | seed1 << 16 | seed0 << 8 | seed1;
        for (int value = 0; value < BYTE; value++) {
            for (int bit = 0; bit < 8; bit++) {
                if ((value & 0x80 >>> bit) != 0) {
                    even[value] ^= Integer.rotateLeft(key, bit);
                    odd[value] ^= Integer.rotateLeft(key, 8 + bit);
                }
            }
        }
    }

    /** The first byte of the key. */
    public int seed0() {
        return seed0;
    }

    /** The second byte of the key. */
    public int seed1() {
        return seed1;
    }

    /** The hash of two IPv4 addresses, 0 to {@link #MASK}. */
    public int ipv4(int src, int dst) {
        return hash(fold(src ^ dst));
    }

    /** The hash of two IPv4 addresses and ports, 0 to {@link #MASK}. */
    public int ipv4(int src, int dst, int srcPort, int dstPort) {
        return hash(fold(src ^ dst) ^ srcPort ^ dstPort);
    }

    /** The hash of two IPv6 addresses, each as its upper and lower 8 bytes, 0 to {@link #MASK}. */
    public int ipv6(long srcHi, long srcLo, long dstHi, long dstLo) {
        return hash(fold(srcHi ^ srcLo ^ dstHi ^ dstLo));
    }

    /** The hash of two IPv6 addresses and ports, 0 to {@link #MASK}. */
    public int ipv6(long srcHi, long srcLo, long dstHi, long dstLo, int srcPort, int dstPort) {
        return hash(fold(srcHi ^ srcLo ^ dstHi ^ dstLo) ^ srcPort ^ dstPort);
    }

    private static int fold(long words) {
        return fold((int) (words >>> 32) ^ (int) words);
    }

    private static int fold(int words) {
        return words >>> 16 ^ words;
    }

    private int hash(int word) {
        return (even[word >>> 8 & 0xff] ^ odd[word & 0xff]) & MASK;
    }
}
