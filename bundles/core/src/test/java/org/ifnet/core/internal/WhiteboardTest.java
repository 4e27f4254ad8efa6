package org.ifnet.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.netisr.EnvThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhiteboardTest {
    private final Rig rig = new Rig();
    private final TestDriver driver = new TestDriver();
    private final AtomicInteger held = new AtomicInteger();

    @AfterEach
    void close() {
        rig.close();
        assertEquals(List.of(), driver.violations);
        assertEquals(0, held.get(), "every service that was got was given back");
    }

    private void register(long id, String name, TestDriver which) {
        rig.whiteboard()
                .registered(
                        id,
                        name,
                        () -> {
                            held.incrementAndGet();
                            return which;
                        },
                        held::decrementAndGet);
    }

    /** Unregisters, and from then on the driver says when it is called. */
    private void unregister(long id) {
        rig.whiteboard().unregistering(id);
        driver.gone = true;
    }

    private static void sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void attachesWhenADriverRegistersAndDetachesBeforeUnregisterReturns() throws IfnetException {
        register(1, "em0", driver);
        rig.up(rig.ifnet("em0"));
        register(1, "em0", driver);
        assertEquals(1, held.get());
        unregister(1);
        assertNull(rig.ifnets().byName("em0"));
        assertEquals(List.of("info", "attach", "init", "stop", "detach"), driver.calls);
        rig.whiteboard().unregistering(1);
    }

    @Test
    void aRegistrationSeenAfterItsEndBeginsNothing() {
        rig.whiteboard().unregistering(7);
        register(7, "em0", driver);
        assertNull(rig.ifnets().byName("em0"));
        assertEquals(List.of(), driver.calls);
    }

    @Test
    void aServiceThatHasGoneAlreadyBeginsNothing() {
        rig.whiteboard().registered(1, "em0", () -> null, () -> {});
        assertNull(rig.ifnets().byName("em0"));
        rig.whiteboard().unregistering(1);
    }

    @Test
    void aFailedAttachIsLoggedAndLeavesNothing() {
        driver.on("attach", () -> {
            throw new IfnetException(Errno.ENODEV, "expected by this test");
        });
        register(1, "em0", driver);
        register(2, "9bad", driver);
        register(3, null, driver);
        assertEquals(List.of(), rig.ifnets().list());
        assertEquals(0, held.get());
        rig.whiteboard().unregistering(1);
        driver.acts.clear();
        register(4, "em0", driver);
        assertNotNull(rig.ifnets().byName("em0"));
    }

    @Test
    void aDriverThatFindsItsDeviceTakenIsAskedOnce() {
        driver.on("attach", () -> {
            throw new IfnetException(Errno.EEXIST, "expected by this test");
        });
        register(1, "em0", driver);
        Rig.await("time passes", new TimePasses(5));
        assertEquals(List.of("info", "attach"), driver.calls);
        rig.whiteboard().unregistering(1);
    }

    @Test
    void waitsForANameThatIsTakenUntilItIsFree() throws IfnetException {
        TestDriver second = new TestDriver();
        TestDriver third = new TestDriver();
        register(1, "em0", driver);
        register(2, "em0", second);
        register(3, "em0", third);
        assertEquals(List.of(), second.calls);
        unregister(1);
        Rig.await("the second or third", () -> rig.ifnets().byName("em0") != null);
        rig.control().rename(Rig.ROOT, rig.ifnet("em0"), "em1");
        Rig.await("the other", () -> rig.ifnets().byName("em0") != null);
        rig.whiteboard().unregistering(2);
        rig.whiteboard().unregistering(3);
        assertEquals(List.of(), rig.ifnets().list());
        for (TestDriver each : List.of(second, third)) {
            assertEquals(
                    List.of("attach", "detach"),
                    each.calls.stream().filter(call -> !call.equals("info")).toList());
        }
    }

    @Test
    void renamesWhenTheDriverAsksAndTriesAgainWhatFailed() throws IfnetException {
        register(1, "em0", driver);
        int index = rig.ifnet("em0").index();
        rig.whiteboard().modified(1, "em1");
        Rig.await("renamed", () -> rig.ifnets().byName("em1") != null);
        assertEquals(index, rig.ifnet("em1").index());
        register(2, "0bad", new TestDriver());
        rig.whiteboard().modified(2, "good0");
        Rig.await("attached", () -> rig.ifnets().byName("good0") != null);
        rig.whiteboard().unregistering(2);
        unregister(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"info", "attach"})
    void unregisterInTheMiddleOfAttachWaitsAndThenDetaches(String callback) throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        driver.on(callback, () -> {
            inside.countDown();
            sleep(100);
        });
        EnvThread registering = rig.env.start("registering", () -> register(1, "em0", driver));
        assertTrue(inside.await(5, TimeUnit.SECONDS));
        unregister(1);
        assertTrue(registering.join(5_000_000_000L));
        assertNull(rig.ifnets().byName("em0"));
        assertEquals(callback.equals("info") ? List.of("info") : List.of("info", "attach", "detach"), driver.calls);
    }

    @ParameterizedTest
    @ValueSource(strings = {"info", "attach", "detach", "stop"})
    void unregisterReturnsInTimeFromADriverThatNeverReturns(String callback) throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(1);
        driver.on(callback, () -> {
            inside.countDown();
            while (release.getCount() > 0) {
                sleep(1);
                Thread.interrupted();
            }
        });
        rig.sysctl("net.link.detach_timeout", 500);
        EnvThread registering = rig.env.start("registering", () -> register(1, "em0", driver));
        if (callback.equals("stop") || callback.equals("detach")) {
            registering.join(-1);
            rig.up(rig.ifnet("em0"));
        } else {
            inside.await();
        }
        long since = System.nanoTime();
        rig.whiteboard().unregistering(1);
        long took = (System.nanoTime() - since) / 1_000_000;
        assertTrue(took < 600, "took " + took + " ms");
        assertNull(rig.ifnets().byName("em0"));
        registering.join(-1);
        release.countDown();
    }

    @ParameterizedTest
    @ValueSource(strings = {"info", "attach", "init", "setMtu", "stop", "poll", "start", "callout"})
    void unregisterFromInsideTheDriversOwnCallbackReturnsAtOnceAndIsPosted(String callback) throws Exception {
        AtomicReference<String> trouble = new AtomicReference<>("not called");
        driver.on(callback, () -> {
            driver.acts.remove(callback);
            long since = System.nanoTime();
            rig.whiteboard().unregistering(1);
            long took = (System.nanoTime() - since) / 1_000_000;
            trouble.set(took < 200 ? null : "took " + took + " ms");
        });
        register(1, "em0", driver);
        Ifnet ifnet = rig.ifnets().byName("em0");
        if (ifnet != null) {
            provoke(ifnet, callback);
        }
        Rig.await("done", () -> trouble.get() == null || !trouble.get().startsWith("not"));
        assertNull(trouble.get());
        Rig.await("gone", () -> rig.ifnets().byName("em0") == null && held.get() == 0);
        long calls = driver.packetCalls.get();
        if (!callback.equals("info")) {
            driver.source.schedule();
            assertEquals("detach", driver.calls.get(driver.calls.size() - 1));
        }
        Rig.await("time passes", new TimePasses(5));
        assertEquals(calls, driver.packetCalls.get());
    }

    private void provoke(Ifnet ifnet, String callback) throws IfnetException {
        try {
            rig.up(ifnet);
            switch (callback) {
                case "setMtu" -> rig.control().setMtu(Rig.ROOT, ifnet, 200);
                case "stop" -> rig.down(ifnet);
                case "poll" -> driver.source.schedule();
                case "start" -> ifnet.transmit(packet());
                case "callout" -> driver.callout.reset(1);
                default -> {}
            }
        } catch (IfnetException e) {
            assertTrue(e.errno() == Errno.ENXIO || e.errno() == Errno.EBUSY, e.toString());
        }
    }

    private MbufBatch packet() {
        MbufBatch batch = new MbufBatch(1);
        Mbuf m = rig.pool.alloc();
        m.append(60);
        batch.add(m);
        return batch;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1})
    void registerAndUnregisterOnANetisrArePosted(int cpu) throws Exception {
        rig.netisr.call(cpu, () -> {
            register(1, "em0", driver);
            return null;
        });
        Rig.await("attached", () -> rig.ifnets().byName("em0") != null);
        rig.netisr.call(cpu, () -> {
            rig.whiteboard().unregistering(1);
            return null;
        });
        Rig.await("detached", () -> rig.ifnets().byName("em0") == null && held.get() == 0);
    }

    @Test
    void unregisterInAListenerOfAnotherInterfaceIsPosted() throws IfnetException {
        register(1, "em0", driver);
        rig.ifnets()
                .listen(
                        event -> {
                            if (event.ifnet().name().equals("em1")) {
                                rig.whiteboard().unregistering(1);
                            }
                        },
                        false);
        register(2, "em1", new TestDriver());
        Rig.await("gone", () -> rig.ifnets().byName("em0") == null && held.get() == 1);
        rig.whiteboard().unregistering(2);
    }

    @Test
    void manyThreadsRegisterAndUnregisterTheSameNames() throws Exception {
        List<EnvThread> threads = new ArrayList<>();
        List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        AtomicInteger ids = new AtomicInteger();
        for (int t = 0; t < 6; t++) {
            threads.add(rig.env.start("worker" + t, () -> {
                for (int i = 0; i < 100; i++) {
                    TestDriver mine = new TestDriver();
                    int id = ids.incrementAndGet();
                    try {
                        register(id, "n" + id % 10, mine);
                        rig.whiteboard().unregistering(id);
                        mine.gone = true;
                        assertEquals(List.of(), mine.violations);
                    } catch (Throwable e) {
                        failures.add(e);
                    }
                }
            }));
        }
        for (EnvThread thread : threads) {
            assertTrue(thread.join(60_000_000_000L));
        }
        assertEquals(List.of(), failures);
        assertEquals(List.of(), rig.ifnets().list());
        for (int i = 0; i < 10; i++) {
            register(100_000 + i, "n" + i, new TestDriver());
            assertNotNull(rig.ifnets().byName("n" + i));
            rig.whiteboard().unregistering(100_000 + i);
        }
    }

    @Test
    void aSecondThreadThatUnregistersWaitsForTheFirst() throws Exception {
        register(1, "em0", driver);
        CountDownLatch inside = new CountDownLatch(1);
        driver.on("detach", () -> {
            inside.countDown();
            sleep(50);
        });
        EnvThread closing = rig.env.start("closing", rig.whiteboard()::close);
        assertTrue(inside.await(5, TimeUnit.SECONDS));
        unregister(1);
        closing.join(-1);
        register(2, "em1", driver);
        assertFalse(driver.calls.contains("init"));
        assertEquals(3, driver.calls.size(), "a closed whiteboard takes no more");
    }
}
