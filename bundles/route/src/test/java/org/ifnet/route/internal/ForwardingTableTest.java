package org.ifnet.route.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.ifnet.netisr.internal.RealEnv;
import org.ifnet.route.NextHop;
import org.ifnet.testkit.Seeds;
import org.junit.jupiter.api.Test;

class ForwardingTableTest {
    private static final long TEN = 0x0a00_0000_0000_0000L;

    private final Net net = new Net();
    private final List<NextHop> hops = new ArrayList<>();

    ForwardingTableTest() {
        for (int i = 0; i < 200; i++) {
            hops.add(hop(i));
        }
    }

    private NextHop hop(int number) {
        return new NextHop(net.ether("e" + number).ifnet, 0, 0, number, null);
    }

    private static ForwardingTable table(int depth) {
        return new ForwardingTable(new RealEnv().memory(), depth);
    }

    /** Prefixes, a table and what must be found in it. */
    private final class World {
        final Random random;
        final int width;
        final ForwardingTable table;
        final Naive naive = new Naive();
        final List<long[]> keys = new ArrayList<>();
        /** Few distinct bits, so that prefixes nest, part and meet again all the time. */
        final long spreadHi;

        World(long seed, int width, int depth, long spreadHi) {
            random = new Random(seed);
            this.width = width;
            this.spreadHi = spreadHi;
            table = table(depth);
        }

        long hi() {
            return (random.nextLong() & spreadHi | TEN) & Naive.mask(width);
        }

        long lo() {
            return random.nextLong() & 0xc000_0000_0001_0003L & Naive.mask(width - 64);
        }

        int length() {
            if (spreadHi != FEW_BITS && random.nextInt(200) != 0) {
                return Math.min(width, 13 + random.nextInt(width - 12));
            }
            int[] lengths = {0, 1, 6, 7, 8, 12, 16, 18, 19, 24, 30, 31, 32, 33, 60, 64, 66, 96, 127, 128};
            return Math.min(width, random.nextBoolean() ? lengths[random.nextInt(20)] : random.nextInt(width + 1));
        }

        void add() {
            int length = length();
            long hi = hi() & Naive.mask(length);
            long lo = lo() & Naive.mask(length - 64);
            NextHop hop = hops.get(random.nextInt(hops.size()));
            keys.add(new long[] {hi, lo, length});
            naive.put(hi, lo, length, hop);
            table.put(hi, lo, length, hop);
        }

        void remove() {
            int at = random.nextInt(keys.size());
            long[] key = keys.get(at);
            keys.set(at, keys.get(keys.size() - 1));
            keys.remove(keys.size() - 1);
            naive.remove(key[0], key[1], (int) key[2]);
            table.remove(key[0], key[1], (int) key[2]);
        }

        void look(String round) {
            long hi = hi();
            long lo = lo();
            if (random.nextBoolean() && !keys.isEmpty()) {
                long[] key = keys.get(random.nextInt(keys.size()));
                hi = key[0];
                lo = key[1];
            }
            NextHop expected = naive.find(hi, lo);
            Poptrie p = table.poptrie();
            NextHop found = width == 32 ? p.lookup4((int) (hi >>> 32)) : p.lookup6(hi, lo);
            assertEquals(expected, found, round);
        }

        void live(int operations, int looks, int most) {
            for (int i = 0; i < operations; i++) {
                int change = random.nextInt(16) == 0 ? random.nextInt(100) : 1;
                for (int j = 0; j < change; j++) {
                    if (keys.size() < most && (keys.isEmpty() || random.nextInt(5) < 3)) {
                        add();
                    } else {
                        remove();
                    }
                }
                table.publish();
                assertEquals(naive.size(), table.size());
                for (int j = 0; j < looks; j++) {
                    look("operation " + i + " of " + operations);
                }
            }
            while (!keys.isEmpty()) {
                remove();
            }
            table.publish();
            assertEquals(0, table.size());
            assertNull(table.poptrie().lookup4(0x0a00_0001));
            assertNull(table.poptrie().lookup6(-1, -1));
        }
    }

    private static final long FEW_BITS = 0x8181_0103_0000_8003L;
    private static final long MORE_BITS = 0xffff_0ff3_000f_8003L;

    @Test
    void fewIpv4PrefixesAreFoundAsANaiveReferenceFindsThem() {
        Seeds.run(Seeds.isFull() ? 50 : 5, seed -> new World(seed, 32, 18, FEW_BITS).live(4_000, 4, 200));
    }

    @Test
    void fewIpv6PrefixesAreFoundAsANaiveReferenceFindsThem() {
        Seeds.run(Seeds.isFull() ? 50 : 5, seed -> new World(seed, 128, 12, FEW_BITS).live(4_000, 4, 200));
    }

    @Test
    void manyIpv4PrefixesAreFoundAsANaiveReferenceFindsThemDuringChurn() {
        Seeds.run(1, seed -> many(new World(seed, 32, 18, -1L)));
    }

    @Test
    void manyIpv6PrefixesAreFoundAsANaiveReferenceFindsThemDuringChurn() {
        Seeds.run(1, seed -> many(new World(seed, 128, 12, MORE_BITS)));
    }

    /** Ten million answers in the full tier. */
    private static void many(World world) {
        while (world.naive.size() < 30_000) {
            world.add();
        }
        world.table.publish();
        world.live(Seeds.isFull() ? 50_000 : 5_000, Seeds.isFull() ? 200 : 20, 40_000);
    }

    @Test
    void aReaderSeesTheOldHopOrTheNewOneAndNeverNone() throws InterruptedException {
        ForwardingTable table = table(18);
        int prefixes = 2_000;
        table.put(0, 0, 0, hops.get(0));
        for (int i = 0; i < prefixes; i++) {
            table.put(TEN | (long) i << 40, 0, 24, hops.get(1));
        }
        table.publish();
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<String> wrong = new AtomicReference<>();
        Thread reader = new Thread(() -> {
            for (int i = 0; !done.get(); i = (i + 7) % prefixes) {
                NextHop hop = table.poptrie().lookup4((int) ((TEN | (long) i << 40) >>> 32) | 5);
                if (hop == null || hop.gatewayLo() != 1 && hop.gatewayLo() < 100) {
                    wrong.set("prefix " + i + ": " + hop);
                }
            }
        });
        reader.start();
        Random random = new Random(1);
        for (int i = 0; i < 30_000; i++) {
            // A hop that nobody else has: its number is given back by the next change.
            table.put(TEN | (long) random.nextInt(prefixes) << 40, 0, 24, hops.get(100 + i % 100));
            table.put(TEN | (long) random.nextInt(prefixes) << 40, 0, 24, hops.get(1));
            table.put(TEN | (long) random.nextInt(prefixes) << 40 | 1L << 39, 0, 26, hops.get(100 + i % 7));
            table.remove(TEN | (long) random.nextInt(prefixes) << 40 | 1L << 39, 0, 26);
            table.publish();
        }
        done.set(true);
        reader.join();
        assertNull(wrong.get());
    }

    @Test
    void whatIsNotPublishedIsNotSeen() {
        ForwardingTable table = table(18);
        table.put(TEN, 0, 8, hops.get(1));
        assertNull(table.poptrie().lookup4(0x0a01_0101));
        table.publish();
        assertSame(hops.get(1), table.poptrie().lookup4(0x0a01_0101));
        assertNull(table.poptrie().lookup4(0x0b01_0101));
    }

    @Test
    void endlessChurnTakesNoMoreMemory() {
        ForwardingTable table = table(18);
        for (int i = 0; i < 20_000; i++) {
            table.put(TEN | (long) i << 40, 0, 24, hops.get(i % 50));
        }
        table.publish();
        long before = table.poptrie().bytes();
        for (int i = 0; i < 60_000; i++) {
            table.put(TEN | (long) (i % 20_000) << 40, 0, 24, hops.get(i % 51));
            table.publish();
        }
        assertTrue(table.poptrie().bytes() < before * 3 / 2, table.poptrie().bytes() + " bytes, before " + before);
    }

    /** More hops than two bytes can number, some of which come while the table is already there. */
    @Test
    void eachOfManyHopsIsFound() {
        ForwardingTable table = table(18);
        NextHop[] all = new NextHop[70_000];
        for (int i = 0; i < all.length; i++) {
            all[i] = new NextHop(hops.get(0).ifnet(), 0, 0, 1_000 + i, null);
            table.put(TEN | (long) i << 32, 0, 32, all[i]);
            if (i == 40_000 || i > 65_000 && i % 500 == 0) {
                table.publish();
                for (int j = Math.max(0, i - 500); j <= i; j++) {
                    assertSame(all[j], table.poptrie().lookup4((int) (TEN >>> 32) + j));
                }
            }
        }
    }
}
