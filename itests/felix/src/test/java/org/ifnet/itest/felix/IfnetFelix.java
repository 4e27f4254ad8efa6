package org.ifnet.itest.felix;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.frameworkStartLevel;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemTimeout;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** What a test of the Felix distribution starts from: its bundles at its start levels, but no interactive shell. */
public final class IfnetFelix {

    private static final String SHELL = "org.apache.felix.gogo.jline";

    private IfnetFelix() {}

    public static Option options() {
        try {
            List<Option> options = new ArrayList<>();
            options.add(systemTimeout(60_000));
            options.add(frameworkStartLevel(100));
            options.add(frameworkProperty("ds.loglevel").value("warn"));
            options.add(junitBundles());
            options.addAll(bundles());
            return composite(options.toArray(Option[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Installs and starts the card of docs/driver-author.md, as examples/hello.gogo does. */
    static Bundle plugInExampleDriver(BundleContext context) throws BundleException, IOException {
        Path examples = Path.of(System.getProperty("ifnet.assembly"), "examples");
        Path file = jars(examples).values().stream()
                .findFirst()
                .orElseThrow(() -> new IOException("no example driver in " + examples));
        Bundle driver = context.installBundle(file.toUri().toString());
        driver.start();
        return driver;
    }

    /** The assembly says which bundles there are; the files are those of the build's own repository. */
    private static List<Option> bundles() throws IOException {
        Path assembly = Path.of(System.getProperty("ifnet.assembly"));
        Properties levels = new Properties();
        try (InputStream in = Files.newInputStream(assembly.resolve("etc/levels.properties"))) {
            levels.load(in);
        }
        Map<String, Path> repo = jars(Path.of(System.getProperty("ifnet.repo")));
        List<Option> options = new ArrayList<>();
        for (String name : jars(assembly.resolve("bundles")).keySet()) {
            Path file = repo.get(name);
            if (file == null) {
                throw new IOException(name + " is in the assembly and not in the repository: is the build complete?");
            }
            String symbolicName = symbolicName(file);
            if (!symbolicName.equals(SHELL)) {
                options.add(bundle(file.toUri().toString())
                        .startLevel(Integer.parseInt(
                                levels.getProperty(symbolicName, "20").trim())));
            }
        }
        return options;
    }

    private static Map<String, Path> jars(Path dir) throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            return files.filter(f -> f.toString().endsWith(".jar"))
                    .collect(Collectors.toMap(f -> f.getFileName().toString(), f -> f));
        }
    }

    private static String symbolicName(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            return jar.getManifest()
                    .getMainAttributes()
                    .getValue("Bundle-SymbolicName")
                    .split(";")[0]
                    .trim();
        }
    }
}
