package org.ifnet.benchmark.fib;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.route.Routes;
import org.jspecify.annotations.Nullable;

/**
 * A full table, loaded and changed through the services that everybody uses, beside DPDK's rte_lpm; rounds in turn, medians.
 * Ends with status 1 when something is not as it must be.
 */
public final class FibBenchmark {
    private static final int IPV4 = 1_000_000;
    private static final int IPV6 = 200_000;
    private static final int ADDRESSES = 1 << 20;
    private static final int PASSES = 16;
    private static final int MIB = 1 << 20;

    private final int rounds;
    private final Path twinSource;
    private final int[] addresses = new int[ADDRESSES];
    private boolean failed;

    private FibBenchmark(int rounds, Path twinSource) {
        this.rounds = rounds;
        this.twinSource = twinSource;
    }

    /** @param arguments {@code -r ROUNDS}, {@code -s SEED}, and the source of the twin behind {@code -c} */
    public static void main(String[] arguments) throws Exception {
        List<String> words = Arrays.asList(arguments);
        int rounds = words.contains("-r") ? Integer.parseInt(words.get(words.indexOf("-r") + 1)) : 7;
        long seed = words.contains("-s") ? Long.parseLong(words.get(words.indexOf("-s") + 1)) : 1;
        FibBenchmark benchmark = new FibBenchmark(rounds, Path.of(words.get(words.indexOf("-c") + 1)));
        benchmark.run(seed);
        System.exit(benchmark.failed ? 1 : 0);
    }

    private void run(long seed) throws Exception {
        line(
                "Java %s, %d processors, medians of %d rounds, seed %d",
                System.getProperty("java.version"), Runtime.getRuntime().availableProcessors(), rounds, seed);
        FullTable full = new FullTable(seed);
        List<IpPrefix> four = full.ipv4(IPV4);
        List<IpPrefix> six = full.ipv6(IPV6);
        Random random = new Random(seed);
        Arrays.setAll(addresses, i -> random.nextInt());
        Layer layer = new Layer();
        load(layer, four, six);
        LookUps ours = new LookUps(layer.fib(), addresses);
        Twin twin = Twin.start(twinSource);
        try {
            if (twin != null) {
                double[] its = twin.load(four, addresses);
                line("rte_lpm: %,.0f routes/s, %.1f MiB", four.size() / its[0] * 1e9, its[1] / MIB);
            }
            lookUps(ours, twin);
        } finally {
            if (twin != null) {
                twin.close();
            }
        }
        new Churn(layer, four, ours, seed).run(this);
        if (ours.sum() < 0) {
            throw new IllegalStateException("less than nothing");
        }
    }

    private void load(Layer layer, List<IpPrefix> four, List<IpPrefix> six) throws Exception {
        double[] rates = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            var routes4 = Layer.routes(four);
            var routes6 = Layer.routes(six);
            if (i > 0) {
                layer.routes().flush(Layer.ROOT, 0);
            }
            System.gc();
            long begin = System.nanoTime();
            List<Routes.Refused> refused = layer.routes().addAll(Layer.ROOT, routes4);
            List<Routes.Refused> refused6 = layer.routes().addAll(Layer.ROOT, routes6);
            rates[i] = (four.size() + six.size()) * 1e9 / (System.nanoTime() - begin);
            if (!refused.isEmpty() || !refused6.isEmpty()) {
                throw new IllegalStateException("refused: " + refused + refused6);
            }
        }
        double rate = median(rates);
        line("load of %,d IPv4 and %,d IPv6 prefixes through Routes.addAll", four.size(), six.size());
        line(
                "  %,.0f routes/s (first, cold: %,.0f)   must 500,000: %s   aim 1,000,000: %s",
                rate, rates[0], verdict(rate >= 500_000), rate >= 1_000_000 ? "yes" : "no");
        long bytes = layer.fib().bytes();
        line(
                "  look-up structure %.2f MiB, %.1f bytes a prefix   must 16 MiB: %s   aim 4 bytes: %s",
                (double) bytes / MIB,
                (double) bytes / (four.size() + six.size()),
                verdict(bytes <= 16 * MIB),
                bytes <= 4L * (four.size() + six.size()) ? "yes" : "no");
    }

    private void lookUps(LookUps ours, @Nullable Twin twin) throws Exception {
        double[][] all = new double[4][rounds];
        for (int i = 0; i < 5; i++) {
            ours.single(PASSES);
            ours.batches(PASSES);
        }
        for (int i = 0; i < rounds; i++) {
            all[0][i] = ours.single(PASSES);
            all[1][i] = ours.batches(PASSES);
            all[2][i] = twin == null ? 0 : twin.measure("single", PASSES);
            all[3][i] = twin == null ? 0 : twin.measure("bulk", PASSES);
        }
        double single = 1e3 / median(all[0]);
        double batches = 1e3 / median(all[1]);
        line("look-ups of random IPv4 addresses, millions a second");
        line("  ours: one by one %.1f, 32 at a time %.1f", single, batches);
        if (twin != null) {
            double lpm = 1e3 / median(all[2]);
            double bulk = 1e3 / median(all[3]);
            line("  rte_lpm: one by one %.1f, 32 at a time %.1f", lpm, bulk);
            line(
                    "  one by one %.2f of its   must 1: %s   aim 2: %s",
                    single / lpm, verdict(single >= lpm), single >= 2 * lpm ? "yes" : "no");
            line("  32 at a time %.2f of its   aim 1.2: %s", batches / bulk, batches >= 1.2 * bulk ? "yes" : "no");
        }
    }

    String verdict(boolean good) {
        failed |= !good;
        return good ? "yes" : "NO";
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    static void line(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
