package org.ifnet.itest.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

import org.ifnet.itest.rules.BundleJars.Bundle;
import org.junit.jupiter.api.Test;

class RulesIT {
    /** Whoever makes Env real, talks to the kernel, or serves a person at a terminal. */
    private static final Set<String> NOT_THINKING =
            Set.of("org.ifnet.linux", "org.ifnet.shell", "org.ifnet.shell.karaf", "org.ifnet.testkit");

    private static final Set<String> REAL_ENV = Set.of(
            "org.ifnet.netisr.internal.RealEnv",
            "org.ifnet.netisr.internal.RealLock",
            "org.ifnet.netisr.internal.RealSerializer",
            "org.ifnet.netisr.internal.RealThread");

    @Test
    void noBundleImportsAPackageOfAnotherProvider() {
        assertEquals(List.of(), ImportRules.violations(BundleJars.all()));
    }

    @Test
    void noThinkingClassGoesRoundEnv() {
        List<String> found = new ArrayList<>();
        for (Bundle bundle : BundleJars.all()) {
            if (NOT_THINKING.contains(bundle.name())) {
                continue;
            }
            for (byte[] classFile : bundle.classes()) {
                found.addAll(EnvRules.violations(classFile));
            }
        }
        found.removeIf(line -> REAL_ENV.stream().anyMatch(line::startsWith));
        assertEquals(List.of(), found);
    }

    @Test
    void theImportRuleFindsAnOffender() {
        Bundle provider = bundle("org.ifnet.core", "Export-Package", "org.ifnet.core.spi;version=\"1\"");
        Bundle offender = bundle("org.ifnet.inet", "Import-Package", "org.ifnet.core.spi;version=\"[1,2)\",org.slf4j");
        assertEquals(
                List.of(
                        "org.ifnet.core exports [org.ifnet.core.spi]",
                        "org.ifnet.inet imports org.ifnet.core.spi of org.ifnet.core"),
                ImportRules.violations(List.of(provider, offender)));
    }

    @Test
    void theEnvRuleFindsOffenders() throws IOException {
        for (Class<?> offender : List.of(Sleeper.class, Locker.class, Waiter.class)) {
            String resource = offender.getName().replace('.', '/') + ".class";
            try (InputStream in = RulesIT.class.getClassLoader().getResourceAsStream(resource)) {
                assertFalse(EnvRules.violations(in.readAllBytes()).isEmpty(), offender.getName());
            }
        }
    }

    private static Bundle bundle(String name, String header, String value) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue(header, value);
        return new Bundle(name, manifest, Path.of(name));
    }

    static final class Sleeper {
        long now() {
            return System.nanoTime();
        }
    }

    static final class Locker {
        synchronized int locked() {
            return 1;
        }
    }

    static final class Waiter {
        void waitFor(CountDownLatch latch) throws InterruptedException {
            latch.await();
        }
    }
}
