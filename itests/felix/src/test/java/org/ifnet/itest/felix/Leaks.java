package org.ifnet.itest.felix;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.ifnet.mbuf.MbufPool;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** What must be the same after a test as before: packet memory, threads, descriptors, class loaders. */
final class Leaks {
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private final MbufPool pool;
    private final int frames;
    private final Set<String> threads;
    private final long descriptors;
    private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

    Leaks(MbufPool pool) {
        this.pool = pool;
        frames = pool.outstanding();
        threads = threads();
        descriptors = descriptors();
    }

    /** Remembers the class loader of the bundle's present wiring, which must die once the bundle is updated. */
    void watch(Bundle bundle) {
        loaders.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
    }

    void assertNone() {
        await("mbufs: " + pool.leaks(), () -> pool.outstanding() <= frames);
        await("class loaders of " + loaders.size(), () -> {
            System.gc();
            return loaders.stream().allMatch(l -> l.get() == null);
        });
        // Two more may be open for a moment: a directory stream of this very check and a jar being read.
        await("descriptors", () -> descriptors() <= descriptors + 2);
        Set<String> more = threads();
        more.removeAll(threads);
        more.removeIf(name -> name.startsWith("ifnet-control") || name.startsWith("ifnet-netisr"));
        assertEquals(Set.of(), more);
    }

    private static void await(String what, java.util.function.BooleanSupplier gone) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!gone.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(20_000_000);
        }
        assertTrue("left behind: " + what, gone.getAsBoolean());
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("ifnet"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static long descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
