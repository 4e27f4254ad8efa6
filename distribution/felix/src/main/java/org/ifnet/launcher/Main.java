package org.ifnet.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.osgi.framework.BundleException;

/** Starts Felix with our bundles, and in it either the shell or a script. */
public final class Main {

    private static final String USAGE = """
            usage: ifnet            open the shell
                   ifnet run FILE   run the commands in FILE; status 1 as soon as one fails
            """;

    private Main() {}

    public static void main(String[] args) throws Exception {
        // System.exit, because threads of a bundle that did not end must not keep us.
        System.exit(run(List.of(args)));
    }

    private static int run(List<String> args) throws Exception {
        if (args.equals(List.of("--help")) || args.equals(List.of("-h"))) {
            System.out.print(USAGE);
            return 0;
        }
        boolean script = args.size() == 2 && args.get(0).equals("run");
        if (!script && !args.isEmpty()) {
            System.err.print(USAGE);
            return 2;
        }
        try {
            return script ? runScript(Path.of(args.get(1))) : runShell();
        } catch (LaunchException e) {
            System.err.println("ifnet: " + e.getMessage());
            return 1;
        }
    }

    private static int runShell() throws LaunchException, BundleException, InterruptedException {
        Path home = home();
        String dir = System.getenv("IFNET_HOME");
        Path data = dir == null || dir.isEmpty() ? home.resolve("data") : Path.of(dir);
        // The shell stops the framework when its user leaves it.
        try (Container container = Container.lasting(home, data)) {
            container.start("");
            container.waitForStop();
        }
        return 0;
    }

    private static int runScript(Path file) throws LaunchException, BundleException, IOException {
        List<String> lines = lines(file);
        // Gogo replaces these three when it starts: a script talks to the real ones.
        InputStream in = System.in;
        OutputStream out = System.out;
        OutputStream err = System.err;
        try (Container container = Container.temporary(home())) {
            // The shell's bundle brings commands as echo and grep; without this its shell would read our input.
            if (!container.start("--nointeractive")) {
                return 1;
            }
            try (GogoSession session = GogoSession.open(container.context(), in, out, err)) {
                return new Script(file.getFileName().toString(), lines, session).run(System.err) ? 0 : 1;
            }
        }
    }

    private static List<String> lines(Path file) throws LaunchException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new LaunchException("cannot read " + file);
        }
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new LaunchException("cannot read " + file + " as UTF-8 text (" + e.getMessage() + ")");
        }
    }

    private static Path home() throws LaunchException {
        String home = System.getProperty("ifnet.home");
        if (home == null) {
            throw new LaunchException("the system property ifnet.home is not set: start with bin/ifnet");
        }
        return Path.of(home).toAbsolutePath();
    }
}
