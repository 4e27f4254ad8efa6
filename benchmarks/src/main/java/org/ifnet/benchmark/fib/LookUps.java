package org.ifnet.benchmark.fib;

import org.ifnet.route.Fib;
import org.ifnet.route.NextHop;
import org.jspecify.annotations.Nullable;

/** Looks random addresses up: one by one, and compares what comes out; or many, which come out in an array. */
final class LookUps {
    private static final int BATCH = 32;

    private final Fib fib;
    private final int[] addresses;
    private final int[] some = new int[BATCH];
    private final @Nullable NextHop[] ways = new NextHop[BATCH];
    private long sum;

    LookUps(Fib fib, int[] addresses) {
        this.fib = fib;
        this.addresses = addresses;
    }

    /** Nanoseconds a look-up. */
    double single(int passes) {
        long begin = System.nanoTime();
        NextHop one = anyRouted();
        long same = 0;
        for (int pass = 0; pass < passes; pass++) {
            for (int address : addresses) {
                same += fib.lookup4(address) == one ? 1 : 0;
            }
        }
        sum += same;
        return (double) (System.nanoTime() - begin) / passes / addresses.length;
    }

    /** Nanoseconds a look-up. */
    double batches(int passes) {
        long begin = System.nanoTime();
        for (int pass = 0; pass < passes; pass++) {
            for (int from = 0; from + BATCH <= addresses.length; from += BATCH) {
                System.arraycopy(addresses, from, some, 0, BATCH);
                fib.lookup4(some, ways, BATCH);
            }
        }
        return (double) (System.nanoTime() - begin) / passes / addresses.length;
    }

    /** So that nothing that was looked up is in vain. */
    long sum() {
        return sum;
    }

    /** To compare with: it is seldom the one, so that the comparison costs next to nothing. */
    private NextHop anyRouted() {
        for (int address : addresses) {
            NextHop way = fib.lookup4(address);
            if (way != null) {
                return way;
            }
        }
        throw new IllegalStateException("no address has a route");
    }
}
