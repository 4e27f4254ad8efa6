package org.ifnet.itest.felix;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.Assert;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** docs/driver-author.md, followed to the letter in an empty folder. */
public class DriverAuthorIT {

    private static final Path ASSEMBLY = Path.of(System.getProperty("ifnet.assembly"));
    private static final Path ROOT = ASSEMBLY.resolve("../../../..").normalize();

    private static final Path PAGE = ROOT.resolve("docs/driver-author.md");

    /** A file's name in a line of its own, then its content as a block of code. */
    private static final Pattern FILE = Pattern.compile("(?ms)^`([^`\n]+)`\n```\\w+\n(.*?\n)```$");

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private static Map<String, String> page() throws IOException {
        Map<String, String> files = new TreeMap<>();
        Matcher file = FILE.matcher(Files.readString(PAGE));
        while (file.find()) {
            files.put(file.group(1), file.group(2));
        }
        return files;
    }

    @Test
    public void showsTheExampleCompleteAndAsItIs() throws IOException {
        Path example = ROOT.resolve("examples/driver");
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(example)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                String name = example.relativize(path).toString();
                if (!name.startsWith("target/")) {
                    files.put(name, Files.readString(path));
                }
            }
        }
        assertEquals(files, page());
    }

    @Test
    public void leadsToABundleThatCarriesPackets() throws Exception {
        Path project = folder.newFolder("project").toPath();
        for (Map.Entry<String, String> file : page().entrySet()) {
            Path path = project.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        String repository = System.getProperty("maven.repo.local", System.getProperty("user.home") + "/.m2/repository");
        // What the project finds in our repository must not stay behind in the user's, where it would soon be stale.
        run(
                "sh",
                ROOT.resolve("mvnw").toString(),
                "-q",
                "-B",
                "-ntp",
                "-f",
                project.resolve("pom.xml").toString(),
                "-Dmaven.repo.local=" + folder.newFolder("m2"),
                "-Dmaven.repo.local.tail=" + repository,
                "package",
                "-Difnet.repo=" + System.getProperty("ifnet.repo"));

        Path script = project.resolve("try.gogo");
        Files.writeString(script, commands(project) + "ifconfig -l\n");
        String printed = run("sh", ASSEMBLY.resolve("bin/ifnet").toString(), "run", script.toString());
        assertTrue(printed, printed.contains("3 packets transmitted, 3 packets received, 0.0% packet loss"));
        List<String> lines = printed.lines().toList();
        assertEquals(printed, "lo0 mem0 mem1", lines.get(lines.size() - 1));
    }

    /** What the page types into the shell, with the path to this project. */
    private static String commands(Path project) throws IOException {
        Matcher block = Pattern.compile("(?s)```\n(ifconfig lo0.*?)```").matcher(Files.readString(PAGE));
        assertTrue(block.find());
        return block.group(1)
                .replace("/path/to/target", project.resolve("target").toString());
    }

    private String run(String... command) throws Exception {
        File out = folder.newFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out)
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            Assert.fail(command[1] + " did not end; so far it said: " + Files.readString(out.toPath()));
        }
        String printed = Files.readString(out.toPath());
        assertEquals(printed, 0, process.exitValue());
        return printed;
    }
}
