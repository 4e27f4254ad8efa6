package org.ifnet.itest.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** The bundles of the project as the build left them in the repository folder. */
final class BundleJars {
    private BundleJars() {}

    /** One bundle: its symbolic name, manifest and file. */
    record Bundle(String name, Manifest manifest, Path file) {
        /** The package names of a manifest header, attributes and directives taken off. */
        Set<String> packages(String header) {
            String value = manifest.getMainAttributes().getValue(header);
            Set<String> names = new LinkedHashSet<>();
            if (value != null) {
                for (String clause : value.replaceAll("\"[^\"]*\"", "").split(",")) {
                    names.add(clause.split(";")[0].trim());
                }
            }
            return names;
        }

        /** Every class file of ours in the bundle. */
        List<byte[]> classes() {
            try (JarFile jar = new JarFile(file.toFile())) {
                List<byte[]> classes = new ArrayList<>();
                for (var entry : jar.stream().toList()) {
                    if (entry.getName().startsWith("org/ifnet/")
                            && entry.getName().endsWith(".class")) {
                        try (InputStream in = jar.getInputStream(entry)) {
                            classes.add(in.readAllBytes());
                        }
                    }
                }
                return classes;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Every bundle with a symbolic name org.ifnet.*; fails when there are suspiciously few. */
    static List<Bundle> all() {
        Path repository = Path.of(System.getProperty("ifnet.repo"), "org", "ifnet");
        try (Stream<Path> files = Files.walk(repository)) {
            List<Bundle> bundles = files.filter(f -> f.toString().endsWith(".jar"))
                    .map(BundleJars::open)
                    .filter(b -> b.name().startsWith("org.ifnet."))
                    .toList();
            if (bundles.size() < 15) {
                throw new IllegalStateException("only " + bundles.size() + " bundles in " + repository);
            }
            return bundles;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Bundle open(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            String name = manifest == null ? null : manifest.getMainAttributes().getValue("Bundle-SymbolicName");
            return new Bundle(name == null ? "" : name.split(";")[0].trim(), manifest, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
