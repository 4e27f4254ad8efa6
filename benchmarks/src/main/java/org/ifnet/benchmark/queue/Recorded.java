package org.ifnet.benchmark.queue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What it costs a packet that the flight recorder writes what queues do: forks with and without it in turn. */
final class Recorded {
    /** Of a normal distribution: 95 of 100 lie within so many standard errors. */
    private static final double TWO_SIDED_95 = 1.96;

    private static final double MUST = 5;
    /** An enqueue and a dequeue. */
    private static final int TRANSITIONS = 2;

    private final int rounds;

    Recorded(int rounds) {
        this.rounds = rounds;
    }

    void run() throws IOException, InterruptedException {
        double[] without = new double[rounds];
        double[] more = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            List<String> plain = QueueBenchmark.command(Subject.SINGLE);
            List<String> recorded = new ArrayList<>(plain);
            recorded.add("recorded");
            without[i] = QueueBenchmark.numbers(plain)[0];
            more[i] = QueueBenchmark.numbers(recorded)[0] - without[i];
        }
        double error = TWO_SIDED_95 * deviation(more) / Math.sqrt(rounds);
        System.out.println(String.format(
                Locale.ROOT,
                "%d pairs of forks: enqueue and dequeue %.2f ns; with the recorder %+.2f ns, 95 %% within %.2f;"
                        + " a transition %+.2f ns   must 5: %s",
                rounds,
                mean(without),
                mean(more),
                error,
                mean(more) / TRANSITIONS,
                (mean(more) + error) / TRANSITIONS <= MUST ? "yes" : "NO"));
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return Math.sqrt(sum / Math.max(1, values.length - 1));
    }
}
