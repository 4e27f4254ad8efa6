package org.ifnet.route.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

class PrefixTrieTest {
    private static final int OPERATIONS = 100_000;

    private record Key(long hi, long lo, int length) {
        boolean covers(long h, long l) {
            return (h & PrefixTrie.mask(length)) == hi && (l & PrefixTrie.mask(length - 64)) == lo;
        }
    }

    @Test
    void findsWhatABruteForceSearchFindsForIpv4() {
        compare(4, 32);
    }

    @Test
    void findsWhatABruteForceSearchFindsForIpv6() {
        compare(6, 128);
    }

    /** Keys of few distinct bits, so that prefixes nest, part and meet again all the time. */
    private static void compare(long seed, int width) {
        Random random = new Random(seed);
        Map<Key, Integer> model = new HashMap<>();
        List<Key> keys = new ArrayList<>();
        PrefixTrie<Integer> trie = PrefixTrie.empty();
        for (int i = 0; i < OPERATIONS; i++) {
            String round = "seed " + seed + ", round " + i;
            if (keys.size() < 50 || keys.size() < 200 && random.nextInt(3) == 0) {
                Key key = key(random, width);
                if (model.put(key, i) == null) {
                    keys.add(key);
                }
                trie = trie.with(key.hi, key.lo, key.length, i);
            } else if (random.nextInt(3) == 0) {
                Key key = random.nextInt(8) == 0 ? key(random, width) : keys.get(random.nextInt(keys.size()));
                model.remove(key);
                keys.remove(key);
                trie = trie.without(key.hi, key.lo, key.length);
            } else {
                Key host = key(random, width);
                assertEquals(expect(model, host.hi, host.lo), trie.longest(host.hi, host.lo), round);
            }
        }
        for (Key key : List.copyOf(keys)) {
            trie = trie.without(key.hi, key.lo, key.length);
        }
        assertNull(trie.longest(0, 0));
        assertNull(trie.longest(-1, -1));
    }

    private static Key key(Random random, int width) {
        int[] lengths = {0, 1, 8, 16, 23, 24, 30, 31, 32, 33, 63, 64, 65, 96, 127, 128};
        int length = Math.min(width, random.nextBoolean() ? lengths[random.nextInt(16)] : random.nextInt(width + 1));
        long hi = (random.nextLong() & 0x8181_0103_0000_8003L | 0x0a00_0000_0000_0000L) & PrefixTrie.mask(width);
        long lo = (random.nextLong() & 0xc000_0000_0001_0003L) & PrefixTrie.mask(width - 64);
        return new Key(hi & PrefixTrie.mask(length), lo & PrefixTrie.mask(length - 64), length);
    }

    private static Integer expect(Map<Key, Integer> model, long hi, long lo) {
        Key best = null;
        for (Key key : model.keySet()) {
            if (key.covers(hi, lo) && (best == null || key.length > best.length)) {
                best = key;
            }
        }
        return best == null ? null : model.get(best);
    }

    @Test
    void leavesAnOlderTrieAsItWas() {
        PrefixTrie<String> one = PrefixTrie.<String>empty().with(0, 0, 0, "default");
        PrefixTrie<String> two = one.with(0x0a00_0000_0000_0000L, 0, 8, "ten");
        assertEquals("default", one.longest(0x0a01_0000_0000_0000L, 0));
        assertEquals("ten", two.longest(0x0a01_0000_0000_0000L, 0));
        assertEquals("default", two.without(0x0a00_0000_0000_0000L, 0, 8).longest(0x0a01_0000_0000_0000L, 0));
    }
}
