package org.ifnet.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

class ToeplitzTest {
    /** The key that network cards are verified with, and two of its published results. */
    private static final byte[] RSS_KEY =
            HexFormat.of().parseHex("6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa");

    private static final int SRC = v4(66, 9, 149, 187);
    private static final int DST = v4(161, 142, 100, 80);
    private static final int SRC_PORT = 2794;
    private static final int DST_PORT = 1766;

    private final Toeplitz toeplitz = Toeplitz.SYMMETRIC;
    private final SplittableRandom random = new SplittableRandom(42);

    /** The definition, bit by bit: for each bit of the input that is set, the 32 bits of the key that begin there. */
    private static int bitwise(byte[] key, ByteBuffer input) {
        int hash = 0;
        for (int i = 0; i < input.position() * 8; i++) {
            if ((input.get(i / 8) & 0x80 >>> i % 8) != 0) {
                hash ^= window(key, i);
            }
        }
        return hash;
    }

    private static int window(byte[] key, int at) {
        int window = 0;
        for (int i = at; i < at + 32; i++) {
            window = window << 1 | key[i / 8] >>> 7 - i % 8 & 1;
        }
        return window;
    }

    private static byte[] repeated(int seed0, int seed1) {
        byte[] key = new byte[40];
        for (int i = 0; i < key.length; i += 2) {
            key[i] = (byte) seed0;
            key[i + 1] = (byte) seed1;
        }
        return key;
    }

    private static int v4(int a, int b, int c, int d) {
        return a << 24 | b << 16 | c << 8 | d;
    }

    private static ByteBuffer input() {
        return ByteBuffer.allocate(36);
    }

    @Test
    void theReferenceOfThisTestGivesThePublishedResults() {
        assertEquals(0x323e8fc2, bitwise(RSS_KEY, input().putInt(SRC).putInt(DST)));
        ByteBuffer withPorts =
                input().putInt(SRC).putInt(DST).putShort((short) SRC_PORT).putShort((short) DST_PORT);
        assertEquals(0x51ccc178, bitwise(RSS_KEY, withPorts));
    }

    @Test
    void isTheHashOfTheDefinition() {
        for (int i = 0; i < 2000; i++) {
            Toeplitz other = i == 0 ? toeplitz : new Toeplitz(random.nextInt(256), random.nextInt(256));
            byte[] key = repeated(other.seed0(), other.seed1());
            int[] v4 = {random.nextInt(), random.nextInt()};
            long[] v6 = {random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()};
            int from = random.nextInt(65536);
            int to = random.nextInt(65536);
            ByteBuffer in4 = input().putInt(v4[0]).putInt(v4[1]);
            assertEquals(bitwise(key, in4) & 0xffff, other.ipv4(v4[0], v4[1]));
            in4.putShort((short) from).putShort((short) to);
            assertEquals(bitwise(key, in4) & 0xffff, other.ipv4(v4[0], v4[1], from, to));
            ByteBuffer in6 =
                    input().putLong(v6[0]).putLong(v6[1]).putLong(v6[2]).putLong(v6[3]);
            assertEquals(bitwise(key, in6) & 0xffff, other.ipv6(v6[0], v6[1], v6[2], v6[3]));
            in6.putShort((short) from).putShort((short) to);
            assertEquals(bitwise(key, in6) & 0xffff, other.ipv6(v6[0], v6[1], v6[2], v6[3], from, to));
        }
    }

    /** INV: hash(a, b) == hash(b, a). */
    @Test
    void isTheSameForBothDirections() {
        for (int i = 0; i < 1000; i++) {
            int a = random.nextInt();
            int b = random.nextInt();
            long hi = random.nextLong();
            long lo = random.nextLong();
            int p = random.nextInt(65536);
            int q = random.nextInt(65536);
            assertEquals(toeplitz.ipv4(a, b), toeplitz.ipv4(b, a));
            assertEquals(toeplitz.ipv4(a, b, p, q), toeplitz.ipv4(b, a, q, p));
            assertEquals(toeplitz.ipv6(hi, lo, a, b), toeplitz.ipv6(a, b, hi, lo));
            assertEquals(toeplitz.ipv6(hi, lo, a, b, p, q), toeplitz.ipv6(a, b, hi, lo, q, p));
        }
    }

    /** INV: stable; these numbers must not change from one release to the next. */
    @Test
    void isStable() {
        assertEquals(0x6d, toeplitz.seed0());
        assertEquals(0x5a, toeplitz.seed1());
        byte[] key = repeated(0x6d, 0x5a);
        ByteBuffer in =
                input().putInt(SRC).putInt(DST).putShort((short) SRC_PORT).putShort((short) DST_PORT);
        int expected = bitwise(key, in) & 0xffff;
        for (int i = 0; i < 3; i++) {
            assertEquals(expected, toeplitz.ipv4(SRC, DST, SRC_PORT, DST_PORT));
            assertEquals(expected, new Toeplitz(0x6d, 0x5a).ipv4(SRC, DST, SRC_PORT, DST_PORT));
        }
    }

    /** INV: the low bits, by which netisrs are chosen, are in range and spread flows that differ in little. */
    @Test
    void spreadsFlowsOverTheNetisrs() {
        int[] flows = new int[4];
        int server = v4(192, 0, 2, 1);
        for (int host = 0; host < 64; host++) {
            for (int port = 40_000; port < 40_064; port++) {
                int hash = toeplitz.ipv4(server + 9 + host, server, port, 443);
                assertTrue(hash >= 0 && hash <= 0xffff);
                flows[hash & 3]++;
            }
        }
        for (int count : flows) {
            assertTrue(count > 512 && count < 1536, "one netisr of four has " + count + " of 4096 flows");
        }
    }

    @Test
    void refusesSeedsThatAreNoBytes() {
        assertThrows(IllegalArgumentException.class, () -> new Toeplitz(256, 0));
        assertThrows(IllegalArgumentException.class, () -> new Toeplitz(0, -1));
    }
}
