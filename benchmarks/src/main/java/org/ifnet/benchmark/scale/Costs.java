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

    /** Few interfaces, many of which few are used, many that are all used. */
    static final int FEW = 0;

    static final int MANY = 1;
    static final int ALL = 2;
    private static final int POPULATIONS = 3;

    /** @param samples durations that a percentile is taken from */
    Costs(Population population, int samples) {
        this.population = population;
        this.samples = samples;
    }

    /** Measures every operation as round {@code round} of {@code rounds} with the population as it is; {@code which} of them. */
    void measure(int which, int round, int rounds) throws IfnetException {
        for (Operation operation : Operation.values()) {
            run(operation, samples / 5);
            Samples durations = run(operation, samples);
            double[][] rows = costs.computeIfAbsent(operation, key -> rows(rounds));
            rows[2 * which + P50][round] = durations.percentile(50) / operation.repeats();
            rows[2 * which + P99][round] = durations.percentile(99) / operation.repeats();
        }
    }

    private static double[][] rows(int rounds) {
        double[][] rows = new double[2 * POPULATIONS][rounds];
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
            for (int again = 1; again < operation.repeats(); again++) {
                operation.run(population, population.any());
            }
            durations.add(System.nanoTime() - begin);
            operation.undo(population, ifnet);
        }
        return durations;
    }

    /**
     * The median over the rounds, in nanoseconds.
     *
     * @param which population
     */
    double cost(Operation operation, int which, int percentile) {
        double[][] rows = costs.get(operation);
        return rows == null ? Double.NaN : Samples.median(rows[2 * which + percentile]);
    }
}
