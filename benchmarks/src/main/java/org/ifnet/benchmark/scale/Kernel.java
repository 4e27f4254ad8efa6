package org.ifnet.benchmark.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The kernel's interfaces by {@code ip -batch}, in a network namespace that is made for it and goes with {@link #close}.
 */
final class Kernel implements AutoCloseable {
    /** Devices are of this group, so that what was not deleted one by one goes in one command. */
    private static final String GROUP = "7";

    private final String namespace = "ifnetscale" + ProcessHandle.current().pid();
    private final Path batch;
    private final Thread cleaner = new Thread(this::remove);

    /** @throws IOException when the command is missing, or root */
    Kernel() throws IOException {
        ip("netns", "add", namespace);
        Runtime.getRuntime().addShutdownHook(cleaner);
        batch = Files.createTempFile("ifnet-scale", ".batch");
    }

    /** Interfaces a second. */
    record Rates(double create, double destroy, double bulkDestroy) {}

    /** Creates that many interfaces one by one, deletes some one by one, and the rest in one command. */
    Rates run(Kind kind, int interfaces, int destroys) throws IOException {
        int devices = interfaces / kind.ends();
        int single = destroys / kind.ends();
        double create = interfaces / batch(devices, i -> "link add v" + i + " group " + GROUP + kind.add(i));
        double destroy = destroys / batch(single, i -> "link del v" + i);
        long begin = System.nanoTime();
        ip("-n", namespace, "link", "del", "group", GROUP);
        return new Rates(create, destroy, (interfaces - destroys) / seconds(begin));
    }

    private double batch(int count, IntFunction<String> line) throws IOException {
        Files.write(batch, IntStream.range(0, count).mapToObj(line).toList());
        long begin = System.nanoTime();
        ip("-n", namespace, "-batch", batch.toString());
        return seconds(begin);
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static void ip(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        try {
            int status = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (status != 0) {
                throw new IOException(String.join(" ", command) + " ended with " + status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(String.join(" ", command) + " was interrupted", e);
        }
    }

    private void remove() {
        try {
            ip("netns", "del", namespace);
            Files.deleteIfExists(batch);
        } catch (IOException e) {
            System.err.println("not removed: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        if (Runtime.getRuntime().removeShutdownHook(cleaner)) {
            remove();
        }
    }
}
