package org.ifnet.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.felix.framework.Felix;
import org.ifnet.driver.IfnetDriver;
import org.ifnet.netisr.EnvThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/** The whiteboard on a real service registry. */
class DriverListenerTest {
    private final Rig rig = new Rig();
    private final TestDriver driver = new TestDriver();
    private Felix felix;
    private BundleContext context;
    private DriverListener listener;

    @BeforeEach
    void start(@TempDir Path cache) throws Exception {
        felix = new Felix(Map.of(
                Constants.FRAMEWORK_STORAGE, cache.toString(),
                "felix.log.level", "0",
                Constants.FRAMEWORK_STORAGE_CLEAN, "onFirstInit"));
        felix.start();
        context = felix.getBundleContext();
        listener = new DriverListener(context, rig.whiteboard());
    }

    @AfterEach
    void stop() throws Exception {
        listener.close();
        felix.stop();
        felix.waitForStop(10_000);
        rig.close();
        assertEquals(List.of(), driver.violations);
    }

    private ServiceRegistration<IfnetDriver> register(String name, TestDriver which) {
        return context.registerService(IfnetDriver.class, which, new Hashtable<>(Map.of(IfnetDriver.NAME, name)));
    }

    private void unregister(ServiceRegistration<?> registration) {
        registration.unregister();
        driver.gone = true;
    }

    @Test
    void picksUpDriversThatAreThereAndThoseThatCome() {
        ServiceRegistration<?> early = register("em0", driver);
        listener.open();
        assertNotNull(rig.ifnets().byName("em0"));
        ServiceRegistration<?> late = register("em1", new TestDriver());
        assertNotNull(rig.ifnets().byName("em1"));
        late.unregister();
        unregister(early);
        assertEquals(List.of(), rig.ifnets().list());
        assertEquals(List.of("info", "attach", "detach"), driver.calls);
    }

    @Test
    void renamesWithTheProperty() {
        listener.open();
        ServiceRegistration<IfnetDriver> registration = register("em0", driver);
        registration.setProperties(new Hashtable<>(Map.of(IfnetDriver.NAME, "em1")));
        Rig.await("renamed", () -> rig.ifnets().byName("em1") != null);
        unregister(registration);
    }

    @Test
    void unregisterByASecondThreadInTheMiddleOfAttachReturnsWhenNoThreadIsInTheDriver() throws Exception {
        listener.open();
        for (int i = 0; i < 20; i++) {
            TestDriver mine = new TestDriver();
            CountDownLatch inside = new CountDownLatch(1);
            int millis = i % 5;
            mine.on(i % 2 == 0 ? "attach" : "info", () -> {
                inside.countDown();
                sleep(millis);
            });
            AtomicReference<ServiceRegistration<?>> registration = new AtomicReference<>();
            // A listener before ours hands the reference over: registerService has not returned yet.
            AtomicReference<ServiceReference<?>> seen = new AtomicReference<>();
            ServiceListener spy = event -> {
                if (event.getType() == ServiceEvent.REGISTERED) {
                    seen.set(event.getServiceReference());
                }
            };
            context.addServiceListener(spy);
            EnvThread registering =
                    rig.env.start("registering", () -> registration.set(register("em0", mine)));
            assertTrue(inside.await(5, TimeUnit.SECONDS));
            rig.whiteboard().unregistering((Long) seen.get().getProperty(Constants.SERVICE_ID));
            mine.gone = true;
            assertNull(rig.ifnets().byName("em0"));
            assertTrue(registering.join(5_000_000_000L));
            registration.get().unregister();
            context.removeServiceListener(spy);
            assertEquals(List.of(), mine.violations);
        }
    }

    @Test
    void closingLetsAllDriversGoAndTheirServicesStay() {
        listener.open();
        List<TestDriver> drivers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            TestDriver one = new TestDriver();
            drivers.add(one);
            register("em" + i, one);
        }
        listener.close();
        assertEquals(List.of(), rig.ifnets().list());
        drivers.forEach(one -> assertEquals(List.of("info", "attach", "detach"), one.calls));
    }

    @Test
    void manyThreadsRegisterAndUnregisterThroughTheRegistry() throws Exception {
        listener.open();
        List<EnvThread> threads = new ArrayList<>();
        List<String> violations = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int t = 0; t < 4; t++) {
            int mine = t;
            threads.add(rig.env.start("worker" + t, () -> {
                for (int i = 0; i < 100; i++) {
                    TestDriver one = new TestDriver();
                    ServiceRegistration<?> registration = register("n" + (mine + i) % 5, one);
                    registration.unregister();
                    one.gone = true;
                    violations.addAll(one.violations);
                }
            }));
        }
        for (EnvThread thread : threads) {
            assertTrue(thread.join(60_000_000_000L));
        }
        assertEquals(List.of(), violations);
        assertEquals(List.of(), rig.ifnets().list());
    }

    private static void sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
