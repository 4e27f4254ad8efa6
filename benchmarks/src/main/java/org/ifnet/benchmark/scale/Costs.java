package org.ifnet.benchmark.scale;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

import org.ifnet.Ifnet;
import org.ifnet.IfnetException;

/** What each operation costs with few and with many interfaces, in rounds that alternate. */
final class Costs {
    private final Population population;
    private final int samples;
    private final Map<Operation, double[][]> costs = new EnumMap<>(Operation.class);

    /** Index of a duration in a row of {@link #costs}. */
    static final int P50 = 0;

    static final int P99 = 1;

    /** @param samples durations that a percentile is taken from */
    Costs(Population population, int samples) {
        this.population = population;
        this.samples = samples;
    }

    /** Measures every operation as round {@code round} of {@code rounds} with the population as it is. */
    void measure(int size, int round, int rounds) throws IfnetException {
        for (Operation operation : Operation.values()) {
            int count = operation.share(population) > 1 ? Math.max(50, samples * 20 / population.size()) : samples;
            run(operation, count / 5 + 1);
            Samples durations = run(operation, count);
            double[][] rows = costs.computeIfAbsent(operation, key -> rows(rounds));
            int share = operation.share(population);
            rows[2 * size + P50][round] = durations.percentile(50) / share;
            rows[2 * size + P99][round] = durations.percentile(99) / share;
        }
    }

    private static double[][] rows(int rounds) {
        double[][] rows = new double[4][rounds];
        for (double[] row : rows) {
            Arrays.fill(row, Double.NaN);
        }
        return rows;
    }

    private Samples run(Operation operation, int count) throws IfnetException {
        Samples durations = new Samples(count);
        for (int i = 0; i < count; i++) {
            Ifnet ifnet = population.any();
            operation.prepare(population, ifnet);
            long begin = System.nanoTime();
            operation.run(population, ifnet);
            durations.add(System.nanoTime() - begin);
            operation.undo(population, ifnet);
        }
        return durations;
    }

    /**
     * The median over the rounds, in nanoseconds.
     *
     * @param size 0 few, 1 many
     */
    double cost(Operation operation, int size, int percentile) {
        double[][] rows = costs.get(operation);
        return rows == null ? Double.NaN : Samples.median(rows[2 * size + percentile]);
    }
}
