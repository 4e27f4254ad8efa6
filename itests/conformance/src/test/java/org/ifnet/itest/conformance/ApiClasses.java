package org.ifnet.itest.conformance;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.ifnet.Ifnets;

/** The classes of the API as they are on the class path: a jar or a folder. */
final class ApiClasses {
    private static final String SUFFIX = ".class";

    private ApiClasses() {}

    static List<Class<?>> all() throws IOException {
        try {
            URI place = Ifnets.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            Path path = Path.of(place);
            if (Files.isDirectory(path)) {
                return under(path);
            }
            try (FileSystem jar = FileSystems.newFileSystem(path)) {
                return under(jar.getPath("/"));
            }
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static List<Class<?>> under(Path root) throws IOException {
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root.resolve("org/ifnet"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList()) {
                String name = root.relativize(file).toString().replace('/', '.');
                if (!name.endsWith("package-info.class")) {
                    classes.add(Class.forName(name.substring(0, name.length() - SUFFIX.length()), false, loader()));
                }
            }
        } catch (ClassNotFoundException e) {
            throw new IOException(e);
        }
        return classes;
    }

    private static ClassLoader loader() {
        return Ifnets.class.getClassLoader();
    }
}
