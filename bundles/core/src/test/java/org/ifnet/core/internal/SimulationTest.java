package org.ifnet.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.ifnet.DriverState;
import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
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

/** Core on virtual time, with its threads interleaved as the seed decides. */
class SimulationTest {
    private static final long MS = 1_000_000;

    /** One simulated platform. */
    private static final class World {
        final SimEnv env;
        final NetisrEngine netisr;
        final MbufPool pool = MbufPool.allocate("sim", 256, 256, 64);
        final Core core;
        final PlainLink link = new PlainLink();

        World(SimEnv env) {
            this.env = env;
            netisr = new NetisrEngine(env, 2, null);
            netisr.start();
            core = new Core(env, netisr, new QueueEngine(env, netisr), pool);
            core.add(link);
        }

        void close() {
            core.close();
            netisr.close();
            assertEquals(0, netisr.faultCount());
        }

        void send(Ifnet ifnet, int count) {
            MbufBatch batch = new MbufBatch(count);
            for (int i = 0; i < count; i++) {
                Mbuf m = pool.alloc();
                if (m != null) {
                    m.append(60);
                    batch.add(m);
                }
            }
            ifnet.transmit(batch);
        }

        void register(long id, String name, TestDriver driver) {
            core.whiteboard().registered(id, name, () -> driver, () -> {});
        }

        void await(BooleanSupplier condition) {
            for (int i = 0; !condition.getAsBoolean(); i++) {
                assertTrue(i < 5000, "still not so after " + i + " ms");
                env.park(MS);
            }
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
                World world = new World(env);
                worlds.add(world);
                try {
                    script.run(world);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
                world.close();
            });
            assertEquals(List.of(), worlds.get(0).pool.leaks());
        });
    }

    @Test
    void unregisterEndsEveryCallWhateverElseHappens() {
        simulate(150, world -> {
            TestDriver driver = new TestDriver();
            driver.on("poll", () -> world.env.yieldPoint("poll"));
            driver.on("start", () -> world.env.yieldPoint("start"));
            driver.on("init", () -> world.env.yieldPoint("init"));
            List<EnvThread> threads = new ArrayList<>();
            threads.add(world.env.start("register", () -> world.register(1, "em0", driver)));
            threads.add(world.env.start("use", () -> use(world)));
            threads.add(world.env.start("unregister", () -> {
                world.env.park(world.env.random() & 0xfffff);
                world.core.whiteboard().unregistering(1);
                driver.gone = true;
            }));
            threads.forEach(thread -> thread.join(-1));
            world.register(1, "em0", driver);
            assertEquals(List.of(), world.core.ifnets().list());
            driver.drain();
            assertEquals(List.of(), driver.violations);
        });
    }

    private static void use(World world) {
        for (int i = 0; i < 20; i++) {
            Ifnet ifnet = world.core.ifnets().byName("em0");
            if (ifnet != null) {
                try {
                    world.core.control().setFlags(Rig.ROOT, ifnet, IfFlags.UP, 0);
                    world.send(ifnet, 4);
                    world.core.control().rename(Rig.ROOT, ifnet, "em" + i % 2);
                } catch (IfnetException e) {
                    assertTrue(List.of(Errno.ENXIO, Errno.EBUSY, Errno.EEXIST).contains(e.errno()), e.toString());
                }
            }
            world.env.park(world.env.random() & 0xffff);
        }
    }

    @Test
    void listenersHearOfEachInterfaceExactlyOnce() {
        simulate(150, world -> {
            List<String> heard = new ArrayList<>();
            List<EnvThread> threads = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int id = i;
                threads.add(world.env.start("register" + i, () -> world.register(id, "em" + id, new TestDriver())));
            }
            threads.add(world.env.start(
                    "listen", () -> world.core.ifnets().listen(event -> heard.add(name(event)), true)));
            threads.add(world.env.start("leave", () -> world.core.whiteboard().unregistering(2)));
            threads.forEach(thread -> thread.join(-1));
            assertEquals(1, heard.stream().filter("Attached em0"::equals).count());
            assertEquals(1, heard.stream().filter("Attached em1"::equals).count());
            assertEquals(
                    heard.stream().filter("Attached em2"::equals).count(),
                    heard.stream().filter("Detached em2"::equals).count());
        });
    }

    private static String name(IfnetEvent event) {
        return event.getClass().getSimpleName() + " " + event.ifnet().name();
    }

    @Test
    void aDriverThatBurnsTimeIsQuarantinedAndNothingIsLostOfOthers() {
        simulate(60, world -> {
            TestDriver good = new TestDriver();
            TestDriver bad = new TestDriver();
            world.register(1, "ok0", good);
            world.register(2, "em0", bad);
            Ifnet ok0 = world.core.ifnets().require("ok0");
            Ifnet em0 = world.core.ifnets().require("em0");
            world.core.control().setFlags(Rig.ROOT, ok0, IfFlags.UP, 0);
            world.core.control().setFlags(Rig.ROOT, em0, IfFlags.UP, 0);
            bad.on("start", () -> world.env.burn(200 * MS));
            long before = world.env.elapsed();
            world.send(em0, 3);
            world.send(ok0, 20);
            world.await(() -> em0.driverState() == DriverState.QUARANTINED);
            assertTrue(world.env.elapsed() - before < 30 * MS, "after " + (world.env.elapsed() - before) / MS + " ms");
            world.await(() -> ok0.counters().drops().get(DropReason.NO_PROTO) == 20);
            world.core.whiteboard().unregistering(2);
            bad.gone = true;
            assertEquals(List.of(), good.violations);
        });
    }

    @Test
    void domainsAttachOncePerInterfaceUnderAnyInterleaving() {
        simulate(150, world -> {
            PlainDomain domain = new PlainDomain();
            List<EnvThread> threads = new ArrayList<>();
            threads.add(world.env.start("register", () -> world.register(1, "em0", new TestDriver())));
            threads.add(world.env.start("add", () -> world.core.add(domain)));
            threads.add(world.env.start("layers", () -> {
                world.core.remove(world.link);
                world.core.add(world.link);
            }));
            threads.forEach(thread -> thread.join(-1));
            assertEquals(List.of("attach em0"), domain.told);
            EnvThread removing = world.env.start("remove", () -> world.core.remove(domain));
            world.core.whiteboard().unregistering(1);
            removing.join(-1);
            assertEquals(List.of("attach em0", "detach em0"), domain.told);
            assertEquals(world.link.attached.get(), world.link.detached.get());
        });
    }
}
