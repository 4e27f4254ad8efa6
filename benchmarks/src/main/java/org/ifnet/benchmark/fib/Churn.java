package org.ifnet.benchmark.fib;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.ifnet.IfnetException;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.route.NextHop;
import org.ifnet.route.RouteSpec;

/** Changes one by one: how soon they are seen, and what they cost those who look up meanwhile. */
final class Churn {
    private static final int SEEN = 20_000;
    private static final int RUNS = 20;
    private static final int PASSES = 4;
    /** More than a collector of routes sees on a bad day. */
    private static final int RATE = 2_000;

    private static final long SECOND = 1_000_000_000L;

    private final Layer layer;
    private final List<IpPrefix> prefixes;
    private final LookUps lookUps;
    private final Random random;

    Churn(Layer layer, List<IpPrefix> prefixes, LookUps lookUps, long seed) {
        this.layer = layer;
        this.prefixes = prefixes;
        this.lookUps = lookUps;
        this.random = new Random(seed);
    }

    void run(FibBenchmark report) throws Exception {
        visible(report);
        meanwhile(report);
    }

    /** Another gateway for a prefix, and then the look-up of an address that no longer prefix takes. */
    private void visible(FibBenchmark report) throws IfnetException {
        double[] micros = new double[SEEN];
        for (int i = 0; i < SEEN; i++) {
            IpPrefix to = prefixes.get(random.nextInt(prefixes.size()));
            layer.routes().delete(Layer.ROOT, new RouteSpec(to, null, null, 0));
            long begin = System.nanoTime();
            layer.routes().add(Layer.ROOT, Layer.route(to, i));
            NextHop way = layer.fib().lookup4(to.address().v4());
            if (way == null) {
                throw new IllegalStateException(to + " is not there");
            }
            micros[i] = (System.nanoTime() - begin) / 1e3;
        }
        Arrays.sort(micros);
        double p99 = micros[SEEN * 99 / 100];
        FibBenchmark.line(
                "a route added until look-ups find it: median %.1f us, p99 %.1f us, longest %.0f us   must p99 1,000: %s",
                micros[SEEN / 2], p99, micros[SEEN - 1], report.verdict(p99 <= 1_000));
    }

    private void meanwhile(FibBenchmark report) throws InterruptedException {
        double[] ratios = new double[RUNS];
        double changes = 0;
        for (int i = 0; i < RUNS; i++) {
            double quiet = lookUps.single(PASSES);
            AtomicBoolean done = new AtomicBoolean();
            AtomicLong made = new AtomicLong();
            Thread churn = new Thread(() -> change(done, made));
            churn.start();
            long begin = System.nanoTime();
            double busy = lookUps.single(PASSES);
            long nanos = System.nanoTime() - begin;
            done.set(true);
            churn.join();
            ratios[i] = quiet / busy;
            changes += made.get() * (double) SECOND / nanos / RUNS;
        }
        double ratio = FibBenchmark.median(ratios);
        FibBenchmark.line(
                "look-ups during %.0f changes a second: %.2f of those in quiet   must 0.9: %s",
                changes, ratio, report.verdict(ratio >= 0.9));
    }

    private void change(AtomicBoolean done, AtomicLong made) {
        Random chance = new Random(made.hashCode());
        long next = System.nanoTime();
        try {
            while (!done.get()) {
                IpPrefix to = prefixes.get(chance.nextInt(prefixes.size()));
                layer.routes().delete(Layer.ROOT, new RouteSpec(to, null, null, 0));
                layer.routes().add(Layer.ROOT, Layer.route(to, chance.nextInt()));
                made.addAndGet(2);
                next += 2 * SECOND / RATE;
                LockSupport.parkNanos(next - System.nanoTime());
            }
        } catch (IfnetException e) {
            throw new IllegalStateException(e);
        }
    }
}
