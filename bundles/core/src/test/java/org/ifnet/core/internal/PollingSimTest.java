package org.ifnet.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.ifq.internal.QueueEngine;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.EnvThread;
import org.ifnet.netisr.internal.NetisrEngine;
import org.ifnet.testkit.Seeds;
import org.ifnet.testkit.SimEnv;
import org.junit.jupiter.api.Test;

/** Polling on virtual time (reference 4.4): its clock, its budget, and every interleaving of its beginning and end. */
class PollingSimTest {
    private static final long MS = 1_000_000;
    private static final long TICK = 1_000_000_000L / 6000;

    /** A simulated platform with one interface that can be polled. */
    private static final class World {
        final SimEnv env;
        final NetisrEngine netisr;
        final MbufPool pool = MbufPool.allocate("sim", 1024, 256, 64);
        final Core core;
        final PlainLink link = new PlainLink();
        final PolledDriver driver = new PolledDriver();
        final Ifnet em0;

        World(SimEnv env) throws IfnetException {
            this.env = env;
            netisr = new NetisrEngine(env, 2, null);
            netisr.start();
            core = new Core(env, netisr, new QueueEngine(env, netisr), pool);
            core.add(link);
            em0 = core.ifnets().attach("em0", driver).ifnet();
            core.control().setFlags(Rig.ROOT, em0, IfFlags.UP, 0);
        }

        RxContext rx() {
            return core.polling().clock(0).rx();
        }

        void polling(boolean on) throws IfnetException {
            core.control().setPolling(Rig.ROOT, em0, on);
        }

        void set(String name, int value) throws IfnetException {
            core.sysctls().require("net.ifpoll.0." + name).set(Integer.toString(value));
        }

        /** A park may end for no reason. */
        void pass(long nanos) {
            long begin = env.nanoTime();
            for (long left = nanos; left > 0; left = nanos - (env.nanoTime() - begin)) {
                env.park(left);
            }
        }

        void inject(int count) {
            for (int i = 0; i < count; i++) {
                Mbuf m = pool.alloc();
                m.append(60);
                driver.inject(m);
            }
        }

        void send(int count) {
            MbufBatch batch = new MbufBatch(count);
            for (int i = 0; i < count; i++) {
                Mbuf m = pool.alloc();
                m.append(60);
                batch.add(m);
            }
            em0.transmit(batch);
        }

        /** No tick is owed any more: between two ticks, when the round of the last one is over. */
        void caughtUp() {
            for (int looks = 0; looks < 100 && (rx().pending() != 0 || rx().phase() != 0); looks++) {
                pass(TICK / 7);
            }
            assertEquals(0, rx().pending(), "pending");
            assertEquals(0, rx().phase(), "phase");
        }

        void close() {
            core.close();
            netisr.close();
            assertEquals(0, netisr.faultCount());
            assertEquals(List.of(), driver.violations);
        }
    }

    private interface Script {
        void run(World world) throws Exception;
    }

    private static void simulate(int seeds, Script script) {
        Seeds.run(seeds, seed -> {
            SimEnv env = new SimEnv(seed);
            List<World> worlds = new ArrayList<>();
            env.run(() -> {
                try {
                    World world = new World(env);
                    worlds.add(world);
                    script.run(world);
                    world.close();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            assertEquals(List.of(), worlds.get(0).pool.leaks());
        });
    }

    @Test
    void callsHandlersAtTheRatesThatWereSet() {
        simulate(5, world -> {
            world.set("pollhz", 1000);
            world.set("rx.each_burst", RxContext.BURST_MAX);
            world.set("status_frac", 10);
            world.core.sysctls().require("net.ifpoll.1.pollhz").set("1000");
            world.core.sysctls().require("net.ifpoll.1.tx_frac").set("5");
            world.polling(true);
            world.pass(100 * MS);
            near(100, world.driver.rx.get());
            near(10, world.driver.status.get());
            near(20, world.driver.tx.get());
            assertEquals(0, world.rx().lostPolls());
            assertEquals(0, world.rx().shortTicks());
        });
    }

    private static void near(long expected, long actual) {
        assertTrue(Math.abs(actual - expected) <= 1, actual + " calls, not " + expected);
    }

    /** Without handlers there is no timer at all: time passes without a step. */
    @Test
    void costsNothingWhileNobodyIsPolled() {
        simulate(5, world -> {
            world.polling(true);
            assertTrue(steps(world) > 1000, "polling makes steps");
            world.polling(false);
            world.pass(200 * MS);
            long idle = steps(world);
            assertTrue(idle < 20, idle + " steps in an idle second");
        });
    }

    private static long steps(World world) {
        long before = world.env.steps();
        world.pass(1000 * MS);
        return world.env.steps() - before;
    }

    @Test
    void givesAHandlerAtMostItsBurstByChunks() {
        simulate(5, world -> {
            world.set("pollhz", 100);
            world.set("rx.burst_max", 70);
            world.set("rx.each_burst", 20);
            world.polling(true);
            // Between two ticks.
            world.pass(405 * MS);
            assertEquals(70, world.rx().burst());
            world.driver.rx.set(0);
            long before = world.link.received.get();
            world.inject(300);
            world.pass(10 * MS);
            assertEquals(70, world.link.received.get() - before, "packets in one tick");
            assertEquals(20, world.driver.mostAtOnce.get());
            assertEquals(4, world.driver.rx.get(), "20, 20, 20 and 10");
            world.pass(50 * MS);
            assertEquals(300, world.link.received.get() - before);
        });
    }

    @Test
    void letsOtherWorkOfTheNetisrRunBetweenChunks() {
        simulate(5, world -> {
            world.set("pollhz", 100);
            world.set("rx.each_burst", 5);
            world.polling(true);
            world.pass(200 * MS);
            List<Long> receivedAt = new ArrayList<>();
            world.netisr.rollup(1, () -> {
                if (world.netisr.current() == 0) {
                    receivedAt.add(world.link.received.get());
                }
            });
            world.inject(30);
            world.pass(15 * MS);
            assertTrue(receivedAt.containsAll(List.of(5L, 10L, 15L, 20L, 25L, 30L)), receivedAt.toString());
        });
    }

    @Test
    void growsTheBurstWhileThereIsTimeAndShrinksItWhenNot() {
        simulate(5, world -> {
            world.polling(true);
            world.pass(300 * TICK);
            assertEquals(RxContext.BURST_MAX, world.rx().burst());
            world.driver.on("rx", () -> world.env.burn(TICK * 60 / 100 / 5));
            int before = world.rx().burst();
            world.pass(20 * TICK);
            int after = world.rx().burst();
            assertTrue(after < before && after >= before - 22, "from " + before + " to " + after);
            assertTrue(world.rx().kernFrac() > 50, world.rx().kernFrac() + " %");
            world.driver.on("rx", () -> {});
            world.pass(50 * TICK);
            assertEquals(before, world.rx().burst());
        });
    }

    @Test
    void slowsDownByEighthsWhenTicksAreMissed() {
        simulate(5, world -> {
            world.polling(true);
            world.pass(300 * TICK);
            world.driver.on("rx", () -> world.env.burn(2 * TICK));
            world.pass(100 * TICK);
            world.driver.on("rx", () -> {});
            assertTrue(world.rx().lostPolls() > 20, world.rx().lostPolls() + " lost polls");
            assertTrue(world.rx().burst() < 100, "burst " + world.rx().burst());
            world.pass(500 * TICK);
            world.caughtUp();
            assertEquals(RxContext.BURST_MAX, world.rx().burst());
        });
    }

    @Test
    void countsAStallAndGoesOn() {
        simulate(5, world -> {
            world.polling(true);
            world.pass(10 * TICK);
            world.netisr.post(0, () -> world.env.burn(300 * TICK));
            world.pass(305 * TICK);
            assertTrue(world.rx().lostPolls() >= 100, world.rx().lostPolls() + " lost polls");
            world.pass(200 * TICK);
            world.caughtUp();
            long calls = world.driver.rx.get();
            world.pass(100 * TICK);
            assertTrue(world.driver.rx.get() - calls >= 99, "no longer polled in every tick");
        });
    }

    /** INV: a handler runs only while its serializer can be had: never beside start of its queue. */
    @Test
    void leavesAHandlerOutWhileItsQueueIsStarted() {
        simulate(60, world -> {
            world.driver.on("start", () -> world.pass(TICK));
            world.driver.on("tx", () -> world.env.yieldPoint("tx"));
            world.polling(true);
            for (int i = 0; i < 30; i++) {
                world.send(2);
                world.pass(TICK / 2);
            }
            assertTrue(world.driver.tx.get() > 0);
        });
    }

    @Test
    void losesNoPacketHoweverPollingBeginsAndEnds() {
        simulate(150, world -> {
            int[] sent = {0};
            List<EnvThread> threads = new ArrayList<>();
            threads.add(world.env.start("traffic", () -> {
                for (int i = 0; i < 20; i++) {
                    world.inject(3);
                    sent[0] += 3;
                    world.pass(world.env.random() & 0x3ffff);
                }
            }));
            threads.add(world.env.start("switch", () -> {
                for (int i = 0; i < 6; i++) {
                    try {
                        world.polling(i % 2 == 0);
                    } catch (IfnetException e) {
                        throw new AssertionError(e);
                    }
                    world.pass(world.env.random() & 0x7ffff);
                }
            }));
            threads.forEach(thread -> thread.join(-1));
            for (int i = 0; world.link.received.get() < 60; i++) {
                assertTrue(i < 1000, "received " + world.link.received.get() + " of " + sent[0]);
                world.pass(TICK);
            }
            assertFalse(world.em0.has(IfFlags.NPOLLING));
        });
    }

    @Test
    void leavesNothingWhenTheInterfaceGoesInTheMiddle() {
        simulate(150, world -> {
            world.driver.on("rx", () -> world.env.yieldPoint("rx"));
            world.driver.on("tx", () -> world.env.yieldPoint("tx"));
            EnvThread on = world.env.start("on", () -> {
                try {
                    world.polling(true);
                } catch (IfnetException e) {
                    assertTrue(List.of(Errno.ENXIO, Errno.EBUSY).contains(e.errno()), e.toString());
                }
            });
            world.pass(world.env.random() & 0xfffff);
            world.core.lifecycle().detach((CoreIfnet) world.em0);
            world.driver.gone = true;
            on.join(-1);
            assertFalse(world.em0.has(IfFlags.NPOLLING));
            for (int cpu = 0; cpu < 2; cpu++) {
                assertEquals(0, world.core.polling().clock(cpu).handlers());
            }
            world.pass(10 * TICK);
        });
    }
}
