package org.ifnet.itest.felix;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.Assert;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code ifnet run}, as its user sees it: a process with output and an exit status. */
public class LauncherIT {

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void runsAScriptToItsEnd() throws Exception {
        assertEquals("status 0\none\nitem 2\nitem 3\n", run("""
                # a comment
                echo one

                each [2 3] {
                  echo "item $it"
                }
                """));
    }

    @Test
    public void stopsAtTheFirstCommandThatFails() throws Exception {
        assertEquals("status 1\none\nnosuch: command not found [test.gogo:2]\n", run("""
                echo one
                nosuch 1 2
                echo three
                """));
    }

    @Test
    public void failsWhenABackgroundPingWasNotJoined() throws Exception {
        String printed = run("""
                ifconfig lo0 127.0.0.1/8
                ping -b -n p1 -c 1 127.0.0.1
                """);
        assertTrue(printed, printed.startsWith("status 1\n"));
        assertTrue(printed, printed.contains("p1"));
    }

    @Test
    public void runsTheExampleOnThisJdkAndOnNewerOnesThatAreInstalled() throws Exception {
        Path own = Path.of(System.getProperty("java.home")).toRealPath();
        Path hello = Path.of(System.getProperty("ifnet.assembly"), "../../../../examples/hello.gogo");
        for (Path jdk : jdksFrom(own)) {
            String printed = run(jdk, hello.normalize());
            assertTrue(jdk + ": " + printed, printed.startsWith("status 0\n"));
            assertEquals(jdk + ": " + printed, -1, printed.indexOf("WARNING"));
            Matcher loss = Pattern.compile("(\\S+)% packet loss").matcher(printed);
            assertTrue(printed, loss.find());
            do {
                assertEquals(jdk + ": " + printed, "0.0", loss.group(1));
            } while (loss.find());
        }
    }

    @Test
    public void runsTheTourOfInterfaces() throws Exception {
        Path own = Path.of(System.getProperty("java.home")).toRealPath();
        Path tour = Path.of(System.getProperty("ifnet.assembly"), "../../../../examples/interfaces.gogo");
        String printed = run(own, tour.normalize());
        assertTrue(printed, printed.startsWith("status 0\n"));
        assertTrue(printed, printed.contains(" 0.0% packet loss"));
        assertTrue(
                printed,
                printed.contains("<UP,BROADCAST,RUNNING,PROMISC,SIMPLEX,MULTICAST,PPROMISC> metric 2 mtu 1400\n"));
        assertTrue(printed, printed.endsWith("\nlo0\n"));
    }

    @Test
    public void leavesTheFolderOfAnotherAlone() throws Exception {
        Path data = folder.newFolder("data").toPath();
        ProcessBuilder launcher = new ProcessBuilder("sh", System.getProperty("ifnet.assembly") + "/bin/ifnet");
        launcher.environment().put("IFNET_HOME", data.toString());
        launcher.redirectErrorStream(true);
        Process first = launcher.start();
        try {
            await("the first runs", () -> Files.isDirectory(data.resolve("cache/bundle0")));
            Process second = launcher.start();
            String said = new String(second.getInputStream().readAllBytes());
            assertEquals("ifnet: another ifnet is using " + data + "; IFNET_HOME chooses another folder\n", said);
            assertEquals(1, second.waitFor());
            assertTrue(first.isAlive());
        } finally {
            first.destroy();
            first.waitFor();
        }
    }

    @Test
    public void leavesNothingBehindWhenItIsTerminated() throws Exception {
        Path script = folder.getRoot().toPath().resolve("long.gogo");
        Files.writeString(script, "ifconfig lo0 127.0.0.1/8\nping -c 600 127.0.0.1\n");
        Path temporary = folder.newFolder("tmp").toPath();
        ProcessBuilder launcher = new ProcessBuilder(
                        "sh", System.getProperty("ifnet.assembly") + "/bin/ifnet", "run", script.toString())
                .redirectErrorStream(true);
        launcher.environment().put("IFNET_OPTS", "-Djava.io.tmpdir=" + temporary);
        Process process = launcher.start();
        BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream()));
        assertEquals("PING 127.0.0.1 (127.0.0.1): 56 data bytes", out.readLine());
        assertEquals(1, runFolders(temporary));
        // The handle, because the process's own destroy() closes its streams.
        process.toHandle().destroy();
        out.lines().forEach(line -> {});
        process.waitFor();
        assertEquals(0, runFolders(temporary));
    }

    private static long runFolders(Path temporary) throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.filter(f -> f.getFileName().toString().startsWith("ifnet-run"))
                    .count();
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue(what, System.nanoTime() < deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** This JDK and those beside it whose version is higher. */
    private static List<Path> jdksFrom(Path own) throws IOException {
        List<Path> found = new ArrayList<>(List.of(own));
        try (Stream<Path> beside = Files.list(own.getParent())) {
            for (Path path : beside.map(LauncherIT::real).distinct().sorted().toList()) {
                if (version(path) > Runtime.version().feature()) {
                    found.add(path);
                }
            }
        }
        return found;
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The feature version of the JDK in that folder, 0 when it holds none. */
    private static int version(Path jdk) throws IOException {
        Path release = jdk.resolve("release");
        if (!Files.isExecutable(jdk.resolve("bin/java")) || !Files.isRegularFile(release)) {
            return 0;
        }
        Matcher version = Pattern.compile("JAVA_VERSION=\"(\\d+)").matcher(Files.readString(release));
        return version.find() ? Integer.parseInt(version.group(1)) : 0;
    }

    private String run(String script) throws Exception {
        Path file = folder.getRoot().toPath().resolve("test.gogo");
        Files.writeString(file, script);
        return run(Path.of(System.getProperty("java.home")), file);
    }

    private String run(Path jdk, Path file) throws Exception {
        File out = folder.newFile();
        ProcessBuilder launcher = new ProcessBuilder(
                        "sh", System.getProperty("ifnet.assembly") + "/bin/ifnet", "run", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(out);
        launcher.environment().put("JAVA_HOME", jdk.toString());
        Process process = launcher.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            Assert.fail("the launcher did not end; so far it said: " + Files.readString(out.toPath()));
        }
        return "status " + process.exitValue() + "\n" + withoutGogo(Files.readString(out.toPath()));
    }

    /** Gogo 1.1.6 stumbles, seldom, over one of its sessions that the collector takes just while it stops. */
    private static String withoutGogo(String said) {
        int at = said.indexOf("ERROR: Bundle org.apache.felix.gogo.runtime [");
        return at >= 0 && said.indexOf("\"session\" is null", at) >= 0 ? said.substring(0, at) : said;
    }
}
