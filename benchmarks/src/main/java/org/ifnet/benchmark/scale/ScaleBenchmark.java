package org.ifnet.benchmark.scale;

import java.io.IOException;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.ifnet.IfnetException;
import org.jspecify.annotations.Nullable;

/**
 * 50,000 interfaces: how fast they come and go, beside the kernel in the same run, what each takes of memory, and what
 * every control operation costs compared with 500. Ends with status 1 when something is not as it must be.
 */
public final class ScaleBenchmark {
    private static final int FEW = 500;
    private static final int MANY = 50_000;
    /** A cloner has 32,768 units, so that of singles there are fewer. */
    private static final int SINGLES = 30_000;

    private static final int OURS_ONE_BY_ONE = 10_000;
    private static final int KERNELS = 2_000;
    /** The kernel takes 16 ms for each. */
    private static final int KERNELS_ONE_BY_ONE = 200;

    private static final int SAMPLES = 4_000;
    private static final int WARM_UPS = 6;

    private final Platform platform = new Platform();
    private final Report report = new Report();
    private final int rounds;
    private final @Nullable Kernel kernel;

    private ScaleBenchmark(int rounds, boolean beside) throws IOException {
        this.rounds = rounds;
        kernel = beside ? new Kernel() : null;
    }

    /** @param arguments {@code -r ROUNDS}, {@code -n} for no kernel */
    public static void main(String[] arguments) throws IOException, IfnetException {
        Logger.getLogger("").setLevel(Level.WARNING);
        int at = Arrays.asList(arguments).indexOf("-r");
        int rounds = at < 0 ? 5 : Integer.parseInt(arguments[at + 1]);
        boolean beside = !Arrays.asList(arguments).contains("-n");
        ScaleBenchmark benchmark = new ScaleBenchmark(rounds, beside);
        try {
            benchmark.run();
        } finally {
            benchmark.close();
        }
        System.exit(benchmark.report.isFailed() ? 1 : 0);
    }

    private void run() throws IOException, IfnetException {
        report.line(
                "Java %s, %d processors, medians of %d rounds",
                System.getProperty("java.version"), Runtime.getRuntime().availableProcessors(), rounds);
        rates(Kind.SINGLE, SINGLES);
        rates(Kind.PAIR, MANY);
        memory(Kind.SINGLE, SINGLES);
        memory(Kind.PAIR, MANY);
        costs();
    }

    private void rates(Kind kind, int interfaces) throws IOException, IfnetException {
        Ours ours = new Ours(platform, kind);
        for (int i = 0; i < WARM_UPS; i++) {
            ours.run(interfaces, OURS_ONE_BY_ONE);
        }
        double[][] mine = new double[3][rounds];
        double[][] its = new double[3][rounds];
        for (int round = 0; round < rounds; round++) {
            if (kernel != null) {
                Kernel.Rates k = kernel.run(kind, KERNELS, KERNELS_ONE_BY_ONE);
                note(its, round, k.create(), k.destroy(), k.bulkDestroy());
            }
            Ours.Rates o = ours.run(interfaces, OURS_ONE_BY_ONE);
            note(mine, round, o.create(), o.destroy(), o.bulkDestroy());
        }
        String names = kind.ours() + " beside " + kind.kernels();
        report.title("Interfaces a second, " + names + ": " + interfaces + " of ours, " + KERNELS + " of the kernel");
        double[] o = Arrays.stream(mine).mapToDouble(Samples::median).toArray();
        double[] k = Arrays.stream(its).mapToDouble(Samples::median).toArray();
        if (kernel == null) {
            report.line("  create %.0f, destroy one by one %.0f, destroy at once %.0f", o[0], o[1], o[2]);
            return;
        }
        report.atLeast("create one by one", o[0], k[0], 10, 15);
        report.atLeast("destroy at once / one by one", o[2], k[1], 300, 1000);
        report.atLeast("destroy one by one", o[1], k[1], 300, 1000);
        report.line("  %-34s %10.0f /s  kernel %8.0f /s  %7.1f times", "destroy at once", o[2], k[2], o[2] / k[2]);
    }

    private static void note(double[][] rows, int round, double... values) {
        for (int i = 0; i < values.length; i++) {
            rows[i][round] = values[i];
        }
    }

    private void memory(Kind kind, int interfaces) throws IfnetException {
        Ours ours = new Ours(platform, kind);
        Memory before = Memory.now();
        ours.grow(interfaces);
        Memory full = Memory.now();
        ours.shrink(0);
        Memory after = Memory.now();
        report.title("Memory, " + interfaces + " interfaces of " + kind.ours());
        report.line(
                "  heap %.0f bytes each, outside %.0f; after all were destroyed %.0f bytes each are left",
                full.heapEach(before, interfaces),
                full.outsideEach(before, interfaces),
                after.heapEach(before, interfaces));
    }

    private void costs() throws IfnetException {
        Population population = new Population(platform, new Ours(platform, Kind.PAIR));
        Costs costs = new Costs(population, SAMPLES);
        population.resize(FEW);
        costs.measure(Costs.FEW, 0, rounds);
        for (int round = 0; round < rounds; round++) {
            population.resize(FEW);
            costs.measure(Costs.FEW, round, rounds);
            population.resize(MANY);
            population.use(FEW);
            costs.measure(Costs.MANY, round, rounds);
            population.use(MANY);
            costs.measure(Costs.ALL, round, rounds);
        }
        population.resize(0);
        report.title("Nanoseconds of each control operation with " + FEW + " and with " + MANY + " interfaces");
        report.line("  on as many of them; behind: on all of the many, which no cache holds");
        report.line(
                "  %-32s %8s %8s   %8s %8s   %5s %5s   %13s   %8s %8s",
                "", "p50", "p99", "p50", "p99", "p50", "p99", "", "p50", "p99");
        for (Operation operation : Operation.values()) {
            report.atMost(
                    operation.title(),
                    both(costs, operation, Costs.FEW),
                    both(costs, operation, Costs.MANY),
                    both(costs, operation, Costs.ALL),
                    1.5);
        }
    }

    private static double[] both(Costs costs, Operation operation, int which) {
        return new double[] {costs.cost(operation, which, Costs.P50), costs.cost(operation, which, Costs.P99)};
    }

    private void close() {
        if (kernel != null) {
            kernel.close();
        }
        platform.close();
    }
}
