package org.ifnet.route.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.ifnet.route.NextHop;
import org.jspecify.annotations.Nullable;

/** Longest match by asking for every length, the longest first. */
final class Naive {
    private record Key(long hi, long lo) {}

    private final List<Map<Key, NextHop>> byLength = new ArrayList<>();

    Naive() {
        for (int length = 0; length <= 128; length++) {
            byLength.add(new HashMap<>());
        }
    }

    static long mask(int length) {
        return length <= 0 ? 0 : length >= 64 ? -1L : -1L << 64 - length;
    }

    void put(long hi, long lo, int length, NextHop hop) {
        byLength.get(length).put(new Key(hi, lo), hop);
    }

    void remove(long hi, long lo, int length) {
        byLength.get(length).remove(new Key(hi, lo));
    }

    @Nullable
    NextHop find(long hi, long lo) {
        for (int length = 128; length >= 0; length--) {
            Map<Key, NextHop> known = byLength.get(length);
            if (!known.isEmpty()) {
                NextHop hop = known.get(new Key(hi & mask(length), lo & mask(length - 64)));
                if (hop != null) {
                    return hop;
                }
            }
        }
        return null;
    }

    int size() {
        return byLength.stream().mapToInt(Map::size).sum();
    }
}
