package org.ifnet.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRevision;

/** A framework with the bundles of one assembly: {@code bundles}, started as {@code etc} says. */
final class Container implements AutoCloseable {

    private static final int DEFAULT_LEVEL = 20;
    private static final long STOP_TIMEOUT_MS = 30_000;

    private final Path home;
    private final Path data;
    private final boolean isTemporary;
    private final Map<Long, Throwable> failures = new ConcurrentHashMap<>();
    private Framework framework;
    private FileChannel lock;

    private Container(Path home, Path data, boolean isTemporary) {
        this.home = home;
        this.data = data;
        this.isTemporary = isTemporary;
    }

    /** A container whose history and settings stay in {@code data}. */
    static Container lasting(Path home, Path data) {
        return new Container(home, data, false);
    }

    /** A container that leaves nothing and meets nothing of an earlier one, nor of one that goes on beside it. */
    static Container temporary(Path home) throws IOException {
        return new Container(home, Files.createTempDirectory("ifnet-run"), true);
    }

    /**
     * Starts every bundle.
     *
     * @param shellArgs arguments for the shell, empty for an interactive one
     * @return whether all came up; those that did not have been named on stderr
     */
    boolean start(String shellArgs) throws LaunchException, BundleException {
        if (System.getProperty("java.util.logging.config.file") == null) {
            System.setProperty(
                    "java.util.logging.config.file",
                    home.resolve("etc/logging.properties").toString());
        }
        lockData();
        Path profile = isTemporary ? emptyProfile() : home;
        Map<String, String> config = new HashMap<>();
        config.put("gosh.args", shellArgs);
        config.put("gosh.home", profile.toString());
        config.put("ifnet.history", data.resolve("history").toString());
        config.put("felix.cm.dir", data.resolve("config").toString());
        config.put(Constants.FRAMEWORK_STORAGE, data.resolve("cache").toString());
        // The bundles come from the assembly at each start, so that none of an older one is ever run.
        config.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        config.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, "100");
        load("framework.properties").forEach((k, v) -> config.put(k.toString(), v.toString()));
        System.getProperties().stringPropertyNames().forEach(k -> config.put(k, System.getProperty(k)));

        ServiceLoader<FrameworkFactory> factories = ServiceLoader.load(FrameworkFactory.class);
        // A bundle that asks the thread for a class loader must get its own classes, not the launcher's. JLine would
        // look for its terminals here, find none and fall back to a dumb one.
        Thread.currentThread().setContextClassLoader(null);
        framework = factories.iterator().next().newFramework(config);
        // On a signal the interfaces are taken down in order, as at any other end.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "ifnet-shutdown"));
        framework.init(event -> {
            if (event.getType() == FrameworkEvent.ERROR) {
                failures.put(event.getBundle().getBundleId(), event.getThrowable());
            }
        });
        installAll();
        framework.start();
        return reportNotStarted();
    }

    /** Two frameworks in one folder would take each other's bundles away; the lock goes with the process. */
    private void lockData() throws LaunchException {
        try {
            Files.createDirectories(data);
            lock = FileChannel.open(data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock.tryLock() == null) {
                throw new LaunchException("another ifnet is using " + data + "; IFNET_HOME chooses another folder");
            }
        } catch (IOException e) {
            throw new LaunchException("cannot use " + data + ": " + e);
        }
    }

    /**
     * A folder for the shell that runs beside a script: the profile is for people, and a short script ends while it is still
     * being read.
     */
    private Path emptyProfile() throws LaunchException {
        try {
            Path etc = Files.createDirectories(data.resolve("etc"));
            Files.writeString(etc.resolve("gosh_profile"), "");
            return data;
        } catch (IOException e) {
            throw new LaunchException("cannot use " + data + ": " + e);
        }
    }

    private void installAll() throws LaunchException, BundleException {
        Properties levels = load("levels.properties");
        for (Path jar : jars()) {
            Bundle bundle = context().installBundle(jar.toUri().toString());
            String level = levels.getProperty(bundle.getSymbolicName(), Integer.toString(DEFAULT_LEVEL));
            bundle.adapt(BundleStartLevel.class).setStartLevel(Integer.parseInt(level.trim()));
            if (!isFragment(bundle)) {
                bundle.start(Bundle.START_ACTIVATION_POLICY);
            }
        }
    }

    private boolean reportNotStarted() {
        boolean all = true;
        for (Bundle bundle : context().getBundles()) {
            // A bundle with lazy activation is as good as started.
            if (!isFragment(bundle) && (bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) == 0) {
                all = false;
                Throwable why = failures.get(bundle.getBundleId());
                System.err.println("ifnet: bundle " + bundle.getSymbolicName() + " did not start"
                        + (why == null ? "" : ": " + why.getMessage()));
            }
        }
        return all;
    }

    private static boolean isFragment(Bundle bundle) {
        return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    private List<Path> jars() throws LaunchException {
        try (Stream<Path> files = Files.list(home.resolve("bundles"))) {
            return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw new LaunchException("cannot list the bundles: " + e);
        }
    }

    private Properties load(String name) throws LaunchException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(home.resolve("etc").resolve(name))) {
            properties.load(in);
        } catch (IOException e) {
            throw new LaunchException("cannot read etc/" + name + ": " + e);
        }
        return properties;
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    void waitForStop() throws InterruptedException {
        framework.waitForStop(0);
    }

    /**
     * Stops the framework, in order, and lets go of the folder. Again: no effect. At a signal two threads come here, and one
     * has to wait: two that remove one folder take the files away from each other, and both give up.
     */
    @Override
    public synchronized void close() {
        if (framework != null) {
            stopQuietly();
        }
        if (isTemporary) {
            delete(data);
        }
    }

    private void stopQuietly() {
        try {
            framework.stop();
            if (framework.waitForStop(STOP_TIMEOUT_MS).getType() == FrameworkEvent.WAIT_TIMEDOUT) {
                System.err.println("ifnet: the framework did not stop within " + STOP_TIMEOUT_MS / 1000 + " s");
            }
        } catch (BundleException e) {
            System.err.println("ifnet: the framework did not stop: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path dir) {
        if (!Files.exists(dir)) {
            return;
        }
        try (Stream<Path> files = Files.walk(dir)) {
            files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            System.err.println("ifnet: cannot remove " + dir + ": " + e.getMessage());
        }
    }
}
