package org.ifnet.netisr.internal;

import static org.ifnet.netisr.internal.SimEngine.awaitVirtually;
import static org.ifnet.netisr.internal.SimEngine.forSeeds;
import static org.ifnet.netisr.internal.SimEngine.simulate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.netisr.Callout;
import org.ifnet.netisr.DriverGuard;
import org.ifnet.netisr.EnvThread;
import org.ifnet.netisr.Netisr;
import org.ifnet.netisr.NetisrJob;
import org.ifnet.netisr.NetisrJob.Phase;
import org.ifnet.testkit.Seeds;
import org.ifnet.testkit.SimEnv;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Drivers that stay inside, under a scheduler that interleaves everything around them. */
class SimGuardTest {
    private static final long MS = 1_000_000L;

    @BeforeAll
    static void hushTheExpected() {
        Quiet.please();
    }

    @Test
    void givesTheRoleAwayWhenADriverHangs() {
        forSeeds(300, (env, engine) -> {
            boolean[] released = {false};
            int[] inDriver = {0};
            List<String> stuck = new ArrayList<>();
            DriverGuard guard = engine.guard("d", (thread, nanos) -> stuck.add(thread));
            NetisrJob bad = engine.job(0, Phase.POLL, () -> {
                guard.enter();
                assertEquals(1, ++inDriver[0], "two threads in one driver");
                while (!released[0]) {
                    env.park(-1);
                }
                inDriver[0]--;
                guard.leave();
                return false;
            });
            int[] good = {0};
            NetisrJob other = engine.job(0, Phase.POLL, () -> ++good[0] < 3);
            bad.schedule();
            long begin = env.nanoTime();
            other.schedule();
            awaitVirtually(env, () -> good[0] >= 3 && stuck.size() == 1);
            assertTrue(env.nanoTime() - begin < 20 * MS, "took " + (env.nanoTime() - begin));
            assertEquals(1, engine.handovers());
            assertEquals(1, guard.inside());
            bad.schedule();
            other.schedule();
            assertTrue(engine.barrier(MS));
            assertFalse(guard.awaitEmpty(MS));
            bad.close();
            released[0] = true;
            for (Carrier c : engine.abandoned()) {
                c.thread().unpark();
            }
            assertTrue(guard.awaitEmpty(-1));
            awaitVirtually(env, () -> engine.abandoned().isEmpty());
        });
    }

    @Test
    void runsAgainWhatWasWantedWhileItsThreadWasLost() {
        forSeeds(200, (env, engine) -> {
            boolean[] released = {false};
            int[] runs = {0};
            int[] seen = {0};
            int[] wanted = {0};
            DriverGuard guard = engine.guard("d", (thread, nanos) -> {});
            NetisrJob job = engine.job(1, env.seed() % 2 == 0 ? Phase.POLL : Phase.START, () -> {
                seen[0] = wanted[0];
                guard.enter();
                runs[0]++;
                while (!released[0]) {
                    env.park(-1);
                }
                guard.leave();
                return false;
            });
            job.schedule();
            awaitVirtually(env, () -> runs[0] == 1);
            env.park(Math.floorMod(env.random(), 25 * MS));
            wanted[0] = 1;
            job.schedule();
            awaitVirtually(env, () -> engine.handovers() == 1);
            assertEquals(1, runs[0]);
            released[0] = true;
            engine.abandoned().forEach(c -> c.thread().unpark());
            awaitVirtually(env, () -> seen[0] == 1);
        });
    }

    @Test
    void takesExactlyOneOfReturnAndRevocation() {
        int[] revoked = {0};
        forSeeds(200, (env, engine) -> {
            int[] rounds = {0};
            int[] inside = {0};
            DriverGuard guard = engine.guard("slow", (thread, nanos) -> {});
            NetisrJob job = engine.job(0, Phase.START, () -> {
                guard.enter();
                assertEquals(1, ++inside[0], "two threads in one driver");
                env.park(9 * MS + Math.floorMod(env.random(), 6 * MS));
                inside[0]--;
                guard.leave();
                return ++rounds[0] < 3;
            });
            job.schedule();
            for (int i = 0; i < 1000 && rounds[0] < 3; i++) {
                env.park(2 * MS);
                job.schedule();
            }
            assertTrue(rounds[0] >= 3);
            job.close();
            assertTrue(guard.awaitEmpty(-1));
            assertTrue(engine.barrier(-1));
            revoked[0] += (int) engine.handovers();
        });
        assertTrue(revoked[0] > 10, "revoked " + revoked[0]);
    }

    @Test
    void letsACallThatOnlyComputesGoOnUntilItHasBurntTheLimit() {
        simulate(1, (env, engine) -> {
            List<Long> stuck = new ArrayList<>();
            DriverGuard guard = engine.guard("busy", (thread, nanos) -> stuck.add(nanos));
            NetisrJob job = engine.job(0, Phase.POLL, () -> {
                guard.enter();
                env.burn(9 * MS);
                guard.leave();
                guard.enter();
                env.burn(40 * MS);
                guard.leave();
                return false;
            });
            job.schedule();
            awaitVirtually(env, () -> !stuck.isEmpty());
            assertTrue(stuck.get(0) >= 10 * MS && stuck.get(0) <= 13 * MS, stuck.toString());
            assertEquals(1, engine.handovers());
            awaitVirtually(env, () -> engine.abandoned().isEmpty());
        });
    }

    @Test
    void reportsAControlCallThatStaysLongerThanItsLimit() {
        forSeeds(50, (env, engine) -> {
            List<String> stuck = new ArrayList<>();
            DriverGuard guard = engine.guard("slow", (thread, nanos) -> stuck.add(thread));
            EnvThread worker = env.start("worker", () -> {
                guard.enterControl(90 * MS);
                assertTrue(guard.isInside());
                env.burn(50 * MS);
                guard.leaveControl();
                guard.enterControl(-1);
                env.burn(500 * MS);
                guard.leaveControl();
                assertEquals(0, stuck.size());
                guard.enterControl(90 * MS);
                env.burn(200 * MS);
                assertEquals(List.of("worker"), stuck);
                guard.leaveControl();
                assertFalse(guard.isInside());
            });
            assertTrue(worker.join(-1));
            assertEquals(0, guard.inside());
        });
    }

    @Test
    void abandonsACalloutThatHangsInItsDriver() {
        forSeeds(100, (env, engine) -> {
            boolean[] released = {false};
            int[] runs = {0};
            DriverGuard guard = engine.guard("d", (thread, nanos) -> {});
            Callout callout = engine.callout(1, "driver's", () -> {
                guard.enter();
                runs[0]++;
                while (!released[0]) {
                    env.park(-1);
                }
                guard.leave();
            });
            callout.reset(0);
            awaitVirtually(env, () -> engine.handovers() == 1);
            callout.reset(MS);
            env.park(5 * MS);
            assertEquals(1, runs[0], "begun again while the first is lost");
            assertTrue(callout.isPending());
            callout.drain();
            released[0] = true;
            engine.abandoned().get(0).thread().unpark();
            awaitVirtually(env, () -> engine.abandoned().isEmpty());
            assertFalse(callout.isPending());
            assertEquals(1, runs[0]);
        });
    }

    @Test
    void closesWhileADriverHangs() {
        Seeds.run(100, seed -> {
            SimEnv env = new SimEnv(seed);
            env.run(() -> {
                NetisrEngine engine = new NetisrEngine(env, 2, null);
                engine.start();
                DriverGuard guard = engine.guard("d", (thread, nanos) -> {});
                NetisrJob bad = engine.job(0, Phase.POLL, () -> {
                    guard.enter();
                    while (!env.interrupted()) {
                        env.park(-1);
                    }
                    guard.leave();
                    return false;
                });
                bad.schedule();
                env.park(env.random() & 31 * MS);
                engine.close();
                assertEquals(Netisr.NONE, engine.current());
            });
        });
    }
}
