package org.ifnet.itest.jcstress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs jcstress in a JVM of its own, which starts those that run the tests. */
final class Stress {
    private static final Pattern COUNTS = Pattern.compile(
            "\\(Results: (\\d+) planned; (\\d+) passed, (\\d+) failed, (\\d+) soft errs, (\\d+) hard errs\\)");
    private static final int MINUTES = 20;

    private final Path directory;
    private final List<String> options = new ArrayList<>();
    private String before = "";

    Stress(Path directory) {
        this.directory = directory;
    }

    Stress with(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** Classes that hide those of the same name. */
    Stress before(Path classes) {
        before = classes + System.getProperty("path.separator");
        return this;
    }

    /**
     * How it ended.
     *
     * @param passed runs of a test: there are several JVM settings for each
     */
    record Result(int exit, int planned, int passed, int failed, int errors, String log) {}

    Result run() throws IOException, InterruptedException {
        Path log = directory.resolve("jcstress.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                before + System.getProperty("java.class.path"),
                "org.openjdk.jcstress.Main",
                "-r",
                directory.resolve("report").toString()));
        command.addAll(options);
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("jcstress takes more than " + MINUTES + " minutes: " + Files.readString(log));
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return read(process.exitValue(), Files.readString(log));
    }

    private static Result read(int exit, String log) {
        int[] counts = new int[5];
        for (Matcher m = COUNTS.matcher(log); m.find(); ) {
            for (int i = 0; i < counts.length; i++) {
                counts[i] = Integer.parseInt(m.group(i + 1));
            }
        }
        return new Result(exit, counts[0], counts[1], counts[2], counts[3] + counts[4], log);
    }
}
