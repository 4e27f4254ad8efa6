package org.ifnet.benchmark.queue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The transmit queue beside a twin in C, and between two threads beside the queues of others; processes in turn, medians.
 * Ends with status 1 when something is not as it must be.
 */
public final class QueueBenchmark {
    private static final double SINGLE_MUST = 1.5;
    private static final double SINGLE_AIM = 1.0;
    private static final double BATCH_MUST = 0.5;

    private final int rounds;
    private final @Nullable Path twin;
    private final Map<Subject, double[]> ours = new EnumMap<>(Subject.class);
    private final double[][] its;
    private double allocated;
    private boolean failed;

    private QueueBenchmark(int rounds, @Nullable Path twin) {
        this.rounds = rounds;
        this.twin = twin;
        its = new double[2][rounds];
    }

    /** @param arguments {@code -r ROUNDS}, {@code -j} for the cost of the flight recorder alone, and the source of the twin behind {@code -c} */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> words = Arrays.asList(arguments);
        int rounds = words.contains("-r") ? Integer.parseInt(words.get(words.indexOf("-r") + 1)) : 5;
        Path source = Path.of(words.get(words.indexOf("-c") + 1));
        Path twin = Files.createTempFile("twin", "");
        try {
            QueueBenchmark benchmark = new QueueBenchmark(rounds, compile(source, twin) ? twin : null);
            if (words.contains("-j")) {
                new Recorded(rounds).run();
                return;
            }
            benchmark.run();
            System.exit(benchmark.failed ? 1 : 0);
        } finally {
            Files.delete(twin);
        }
    }

    private static boolean compile(Path source, Path into) throws InterruptedException {
        try {
            Process gcc = new ProcessBuilder("gcc", "-O2", "-o", into.toString(), source.toString())
                    .inheritIO()
                    .start();
            return gcc.waitFor() == 0;
        } catch (IOException e) {
            System.out.println("no gcc: without the twin (" + e.getMessage() + ")");
            return false;
        }
    }

    private void run() throws IOException, InterruptedException {
        for (Subject subject : Subject.values()) {
            ours.put(subject, new double[rounds]);
        }
        for (int round = 0; round < rounds; round++) {
            for (Subject subject : Subject.values()) {
                if (twin != null && subject.ordinal() < its.length) {
                    String batch = Integer.toString(subject.batch());
                    its[subject.ordinal()][round] = numbers(List.of(twin.toString(), batch, "1"))[0];
                }
                double[] result = numbers(command(subject));
                ours.get(subject)[round] = result[0];
                if (subject.ordinal() < its.length) {
                    allocated = Math.max(allocated, result[1]);
                }
            }
        }
        report();
    }

    static List<String> command(Subject subject) {
        String java = ProcessHandle.current().info().command().orElse("java");
        return List.of(
                java,
                "-Xms512m",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Fork.class.getName(),
                subject.name());
    }

    static double[] numbers(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        if (process.waitFor() != 0) {
            throw new IOException(command + " failed: " + text);
        }
        List<Double> all = new ArrayList<>();
        for (String word : text.split(" ")) {
            all.add(Double.valueOf(word));
        }
        return all.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private void report() {
        line(
                "Java %s, %d processors, medians of %d rounds, nanoseconds a packet",
                System.getProperty("java.version"), Runtime.getRuntime().availableProcessors(), rounds);
        if (twin != null) {
            beside(Subject.SINGLE, "enqueue and dequeue, one by one", SINGLE_MUST, SINGLE_AIM);
            beside(Subject.BATCH, "enqueue and dequeue, 32 at a time", BATCH_MUST, BATCH_MUST);
        } else {
            line("  %-36s %8.2f", "enqueue and dequeue, one by one", median(Subject.SINGLE));
            line("  %-36s %8.2f", "enqueue and dequeue, 32 at a time", median(Subject.BATCH));
        }
        line("  allocated a packet, at most: %.6f bytes   must 0: %s", allocated, verdict(allocated < 1e-3));
        line("from one thread to another, of a capacity of %d", Lanes.CAPACITY);
        line("  %-36s %8.2f", "ifq", median(Subject.TWO_IFQ));
        line("  %-36s %8.2f", "ifq, 32 at a time", median(Subject.TWO_IFQ_BATCH));
        line("  %-36s %8.2f", "JCTools MpscArrayQueue", median(Subject.TWO_JCTOOLS));
        line("  %-36s %8.2f", "LMAX Disruptor, many producers", median(Subject.TWO_DISRUPTOR));
    }

    /** Batches are compared with the twin's single packets: that is what they are there to save. */
    private void beside(Subject subject, String what, double must, double aim) {
        double mine = median(subject);
        double single = median(its[0]);
        double same = median(its[subject.ordinal()]);
        double ratio = mine / single;
        line(
                "  %-36s %8.2f   C one by one %8.2f, as many %8.2f   ratio to one by one %5.2f   must %.1f: %-3s  aim %.1f: %s",
                what, mine, single, same, ratio, must, verdict(ratio <= must), aim, ratio <= aim ? "yes" : "no");
    }

    private String verdict(boolean good) {
        failed |= !good;
        return good ? "yes" : "NO";
    }

    private double median(Subject subject) {
        return median(ours.get(subject));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void line(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
