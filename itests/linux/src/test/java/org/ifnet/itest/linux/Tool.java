package org.ifnet.itest.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs of the host, bounded in time. */
final class Tool {
    static final Duration USUAL = Duration.ofSeconds(10);

    /** What a program said and how it ended. */
    record Result(int status, String output) {}

    /** A program that runs beside the test until it is stopped or ends. */
    static final class Running implements AutoCloseable {
        private final Process process;
        private final Path output;

        private Running(Process process, Path output) {
            this.process = process;
            this.output = output;
        }

        String output() {
            try {
                return Files.readString(output, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Result await(Duration limit) {
            try {
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new AssertionError("still running after " + limit + ": " + process.info() + "\n" + output());
                }
                return new Result(process.exitValue(), output());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        /** Asks it to end, and waits until it has. */
        void terminate(Duration limit) {
            process.destroy();
            await(limit);
            close();
        }

        @Override
        public void close() {
            process.destroyForcibly();
            try {
                process.waitFor();
                Files.deleteIfExists(output);
            } catch (InterruptedException | IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private Tool() {}

    static Running start(List<String> command) {
        try {
            Path output = Files.createTempFile("ifnet-itest", ".out");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            return new Running(process, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Result run(Duration limit, List<String> command) {
        try (Running running = start(command)) {
            return running.await(limit);
        }
    }

    static Result run(Duration limit, String... command) {
        return run(limit, Arrays.asList(command));
    }

    /** Fails the test when the program fails; what it printed. */
    static String check(List<String> command) {
        Result r = run(USUAL, command);
        if (r.status() != 0) {
            throw new AssertionError(String.join(" ", command) + ": status " + r.status() + "\n" + r.output());
        }
        return r.output();
    }

    static String check(String... command) {
        return check(Arrays.asList(command));
    }

    /** Whether a program of that name can be found. */
    static boolean exists(String program) {
        return Arrays.stream((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":"))
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
    }
}
