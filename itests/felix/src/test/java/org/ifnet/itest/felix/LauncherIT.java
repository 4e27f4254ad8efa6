package org.ifnet.itest.felix;

import static org.junit.Assert.assertEquals;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

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

    private String run(String script) throws Exception {
        Path file = folder.getRoot().toPath().resolve("test.gogo");
        Files.writeString(file, script);
        File out = folder.newFile();
        Process process = new ProcessBuilder(
                        "sh", System.getProperty("ifnet.assembly") + "/bin/ifnet", "run", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(out)
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            Assert.fail("the launcher did not end; so far it said: " + Files.readString(out.toPath()));
        }
        return "status " + process.exitValue() + "\n" + Files.readString(out.toPath());
    }
}
