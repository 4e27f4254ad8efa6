package org.ifnet.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.Registration;
import org.ifnet.driver.IfnetDriver;
import org.ifnet.ifq.internal.QueueEngine;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.EnvThread;
import org.ifnet.netisr.Netisr;
import org.ifnet.netisr.internal.NetisrEngine;
import org.ifnet.testkit.Seeds;
import org.ifnet.testkit.SimEnv;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many interfaces detached at once (reference 1.5). */
@Timeout(60)
class BulkDetachTest {
    private final Rig rig = new Rig();
    private final List<TestDriver> drivers = new ArrayList<>();

    @AfterEach
    void close() {
        rig.close();
        drivers.forEach(driver -> assertEquals(List.of(), driver.violations));
    }

    private Ifnets.Attachment attach(String name) throws IfnetException {
        TestDriver driver = new TestDriver();
        drivers.add(driver);
        return rig.ifnets().attach(name, driver);
    }

    private List<Ifnets.Attachment> attach(int count) throws IfnetException {
        List<Ifnets.Attachment> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(attach("em" + i));
        }
        return all;
    }

    @Test
    void tellsOfEachInterfaceWhatASingleDetachTellsInTheSameOrder() throws IfnetException {
        List<Ifnets.Attachment> all = attach(4);
        rig.up(all.get(0).ifnet());
        rig.up(all.get(1).ifnet());
        PlainDomain domain = new PlainDomain();
        rig.core.add(domain);
        domain.told.clear();
        List<IfnetEvent> heard = new CopyOnWriteArrayList<>();
        rig.ifnets().listen(heard::add, false);
        all.get(0).detach();
        all.get(2).detach();
        assertEquals(List.of("Detaching", "GroupLeft", "Down", "Detached"), kinds(heard, "em0"));
        rig.ifnets().detachAll(List.of(all.get(1), all.get(3)));
        assertEquals(kinds(heard, "em0"), kinds(heard, "em1"));
        assertEquals(kinds(heard, "em2"), kinds(heard, "em3"));
        assertEquals(told(domain, "em0"), told(domain, "em1"));
        assertEquals(told(domain, "em2"), told(domain, "em3"));
        assertEquals(drivers.get(0).calls, drivers.get(1).calls);
        assertEquals(drivers.get(2).calls, drivers.get(3).calls);
        assertEquals(List.of(), rig.ifnets().list());
        for (int i = 1; i < heard.size(); i++) {
            assertTrue(heard.get(i - 1).sequence() < heard.get(i).sequence(), "sequence");
        }
    }

    private static List<String> kinds(List<IfnetEvent> heard, String name) {
        return heard.stream()
                .filter(event -> event.ifnet().name().equals(name))
                .map(event -> event.getClass().getSimpleName())
                .toList();
    }

    private static List<String> told(PlainDomain domain, String name) {
        return domain.told.stream()
                .filter(line -> line.endsWith(name))
                .map(line -> line.substring(0, line.length() - name.length()))
                .toList();
    }

    @Test
    void waitsForTheNetisrsAtMostTwiceHoweverManyThereAre() throws IfnetException {
        AtomicInteger barriers = new AtomicInteger();
        Netisr counting = (Netisr) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Netisr.class}, (self, method, args) -> {
                    if (method.getName().equals("barrier")) {
                        barriers.getAndIncrement();
                    }
                    return method.invoke(rig.netisr, args);
                });
        Core core = new Core(rig.env, counting, new QueueEngine(rig.env, counting), rig.pool);
        List<Ifnets.Attachment> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            all.add(core.ifnets().attach("em" + i, new TestDriver()));
        }
        barriers.set(0);
        core.ifnets().detachAll(all);
        assertEquals(List.of(), core.ifnets().list());
        assertTrue(barriers.get() >= 1 && barriers.get() <= 2, barriers + " barriers");
        core.close();
    }

    @Test
    void driversThatDoNotReturnCostTheTimeOfOneAndTheOthersNothing() throws Exception {
        rig.sysctl("net.link.detach_timeout", 500);
        List<Ifnets.Attachment> all = attach(40);
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < 5; i++) {
            drivers.get(i).on("detach", () -> awaitQuietly(never));
        }
        List<String> gone = new CopyOnWriteArrayList<>();
        long begin = System.nanoTime();
        List<Long> last = new CopyOnWriteArrayList<>();
        Registration listening = rig.ifnets()
                .listen(
                        event -> {
                            if (event instanceof IfnetEvent.Detached) {
                                gone.add(event.ifnet().name());
                                last.add((System.nanoTime() - begin) / 1_000_000);
                            }
                        },
                        false);
        rig.ifnets().detachAll(all);
        long took = (System.nanoTime() - begin) / 1_000_000;
        listening.close();
        assertEquals(40, gone.size());
        assertTrue(took < 1500, took + " ms for five drivers that keep a thread 500 ms each");
        assertTrue(last.get(34) < 400, "the 35 others after " + last.get(34) + " ms");
        never.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        boolean open = false;
        while (!open) {
            try {
                open = latch.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                // A driver that does not listen to interrupts.
            }
        }
    }

    @Test
    void anInterfaceThatIsBusyDoesNotHoldUpTheOthers() throws Exception {
        List<Ifnets.Attachment> all = attach(10);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        drivers.get(3).on("init", () -> {
            inside.countDown();
            awaitQuietly(go);
        });
        rig.sysctl("net.link.driver_limit", 5000);
        Thread up = new Thread(() -> {
            try {
                rig.up(all.get(3).ifnet());
            } catch (IfnetException e) {
                // It went while it came up.
            }
        });
        up.start();
        inside.await();
        Thread bulk = new Thread(() -> rig.ifnets().detachAll(all));
        bulk.start();
        Rig.await(
                "the nine others are gone",
                () -> rig.ifnets().list().equals(List.of(all.get(3).ifnet())));
        go.countDown();
        bulk.join();
        up.join();
        assertEquals(List.of(), rig.ifnets().list());
    }

    @Test
    void aSecondDetachWaitsForTheFirst() throws Exception {
        List<Ifnets.Attachment> all = attach(2);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        drivers.get(0).on("detach", () -> {
            inside.countDown();
            awaitQuietly(go);
        });
        Thread bulk = new Thread(() -> rig.ifnets().detachAll(all));
        bulk.start();
        inside.await();
        Thread second = new Thread(() -> all.get(0).detach());
        second.start();
        Rig.await(
                "it waits",
                () -> second.getState() == Thread.State.WAITING || second.getState() == Thread.State.TIMED_WAITING);
        go.countDown();
        second.join();
        assertNull(rig.ifnets().byName("em0"));
        assertTrue(drivers.get(0).calls.contains("detach"));
        bulk.join();
    }

    @Test
    void aListenerOfOneDetachesAllAndIsNotWaitedFor() throws IfnetException {
        List<Ifnets.Attachment> all = attach(3);
        Registration listening = rig.ifnets()
                .listen(
                        event -> {
                            if (event instanceof IfnetEvent.Changed) {
                                rig.ifnets().detachAll(all);
                                assertEquals(3, rig.ifnets().list().size(), "posted");
                            }
                        },
                        false);
        rig.control().setMetric(Rig.ROOT, all.get(1).ifnet(), 5);
        Rig.await("all gone", () -> rig.ifnets().list().isEmpty());
        listening.close();
    }

    @Test
    void bulksThatShareInterfacesAndListenersThatComeMeanwhileAgreeWhateverTheInterleaving() {
        Seeds.run(150, seed -> {
            SimEnv env = new SimEnv(seed);
            env.run(() -> {
                try {
                    simulate(env);
                } catch (IfnetException e) {
                    throw new AssertionError(e);
                }
            });
        });
    }

    private static void simulate(SimEnv env) throws IfnetException {
        var netisr = new NetisrEngine(env, 2, null);
        netisr.start();
        var pool = MbufPool.allocate("sim", 64, 256, 64);
        Core core = new Core(env, netisr, new QueueEngine(env, netisr), pool);
        List<Ifnets.Attachment> all = new ArrayList<>();
        List<TestDriver> drivers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            drivers.add(new TestDriver());
            all.add(core.ifnets().attach("em" + i, (IfnetDriver) drivers.get(i)));
        }
        core.control().setFlags(Rig.ROOT, all.get(2).ifnet(), IfFlags.UP, 0);
        List<String> heard = new ArrayList<>();
        List<String> late = new ArrayList<>();
        core.ifnets().listen(event -> heard.add(text(event)), true);
        List<EnvThread> threads = List.of(
                env.start("first", () -> core.ifnets().detachAll(all.subList(0, 4))),
                env.start("second", () -> {
                    List<Ifnets.Attachment> reverse = new ArrayList<>(all.subList(2, 6));
                    Collections.reverse(reverse);
                    core.ifnets().detachAll(reverse);
                }),
                env.start("single", () -> all.get(3).detach()),
                env.start("listen", () -> core.ifnets().listen(event -> late.add(text(event)), true)));
        threads.forEach(thread -> thread.join(-1));
        assertEquals(List.of(), core.ifnets().list());
        for (int i = 0; i < 6; i++) {
            String name = " em" + i;
            assertEquals(1, count(heard, "Detaching" + name), heard.toString());
            assertEquals(1, count(heard, "Detached" + name), heard.toString());
            assertEquals(count(late, "Attached" + name), count(late, "Detached" + name), late.toString());
            assertEquals(
                    1, drivers.get(i).calls.stream().filter("detach"::equals).count());
            assertEquals(List.of(), drivers.get(i).violations);
        }
        core.close();
        netisr.close();
        assertEquals(0, netisr.faultCount());
    }

    private static int count(List<String> lines, String line) {
        return (int) lines.stream().filter(line::equals).count();
    }

    private static String text(IfnetEvent event) {
        Ifnet ifnet = event.ifnet();
        return event.getClass().getSimpleName() + " " + ifnet.name();
    }
}
