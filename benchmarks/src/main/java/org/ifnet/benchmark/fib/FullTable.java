package org.ifnet.benchmark.fib;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;

/**
 * Prefixes like those of the default-free zone: lengths as often as route collectors see them, in the blocks that networks
 * were given: most prefixes of a block follow one another and have the block's gateway. The same for the same seed.
 */
final class FullTable {
    /** Shares by length, in thousandths of a percent; from /8 and from /19 on. */
    private static final int[] SHARES4 = {
        2, 1, 4, 10, 30, 60, 120, 200, 1_350, 800, 1_400, 2_600, 4_200, 5_000, 11_000, 9_800, 62_700, 100, 100, 60, 60,
        60, 60, 20, 263
    };

    private static final int FIRST4 = 8;
    private static final int[] SHARES6 = {
        100, 200, 50, 50, 150, 150, 300, 300, 250, 1_000, 2_600, 600, 400, 12_500, 2_400, 1_300, 900, 4_000, 700, 1_500,
        700, 9_500, 700, 2_000, 900, 9_800, 1_100, 2_100, 1_400, 41_500, 100, 100, 50, 50, 50, 50, 50, 400
    };
    private static final int FIRST6 = 19;
    /** The blocks that the registries give out of. */
    private static final long[] REGISTRIES = {0x200, 0x240, 0x260, 0x280, 0x2a0, 0x2c0};

    /** One prefix in so many begins another block. */
    private static final int NEW_BLOCK = 12;

    private static final long MIX = 0x9e37_79b9_7f4a_7c15L;

    private final Random random;

    FullTable(long seed) {
        random = new Random(seed);
    }

    List<IpPrefix> ipv4(int count) {
        return prefixes(count, SHARES4, FIRST4, true);
    }

    List<IpPrefix> ipv6(int count) {
        return prefixes(count, SHARES6, FIRST6, false);
    }

    private List<IpPrefix> prefixes(int count, int[] shares, int first, boolean v4) {
        Set<IpPrefix> known = new HashSet<>(count * 2);
        List<IpPrefix> all = new ArrayList<>(count);
        List<IpPrefix> ends = new ArrayList<>();
        while (all.size() < count) {
            int length = length(shares, first);
            int at = ends.isEmpty() ? -1 : random.nextInt(ends.size());
            boolean follows =
                    at >= 0 && random.nextInt(NEW_BLOCK) != 0 && ends.get(at).length() <= length;
            IpAddress place = follows ? after(ends.get(at)) : v4 ? anywhere4() : anywhere6();
            IpPrefix prefix = new IpPrefix(place, length);
            if (known.add(prefix)) {
                all.add(prefix);
            }
            if (follows) {
                ends.set(at, prefix);
            } else {
                ends.add(prefix);
            }
        }
        return all;
    }

    private static IpAddress after(IpPrefix last) {
        IpAddress a = last.address();
        int length = last.length();
        if (a.isV4()) {
            return IpAddress.v4(a.v4() + (length == 0 ? 0 : 1 << 32 - length));
        }
        return length > 64 ? IpAddress.v6(a.hi() + 1, 0) : IpAddress.v6(a.hi() + (1L << 64 - length), 0);
    }

    /** The gateway of a prefix, 0 to {@code gateways} - 1: that of its block, for one in eight another. */
    static int gateway(IpPrefix to, int gateways) {
        IpAddress a = to.address();
        long block = a.isV4() ? a.v4() >>> 16 : a.hi() >>> 32;
        long own = a.isV4() ? a.v4() : a.hi() >>> 8;
        long mixed = own * MIX >>> 48;
        return (int) (mixed % 8 == 0 ? mixed / 8 % gateways : (block * MIX >>> 48) % gateways);
    }

    private int length(int[] shares, int first) {
        int sum = 0;
        for (int share : shares) {
            sum += share;
        }
        int at = random.nextInt(sum);
        int i = 0;
        while (at >= shares[i]) {
            at -= shares[i++];
        }
        return first + i;
    }

    /** 1.0.0.0 to 223.255.255.255, but 100.64.0.0/10, where the gateways are. */
    private IpAddress anywhere4() {
        while (true) {
            int a = random.nextInt();
            int top = a >>> 24;
            if (top >= 1 && top <= 223 && a >>> 22 != (100 << 2 | 1)) {
                return IpAddress.v4(a);
            }
        }
    }

    private IpAddress anywhere6() {
        return IpAddress.v6(random.nextLong() >>> 12 | REGISTRIES[random.nextInt(REGISTRIES.length)] << 52, 0);
    }
}
