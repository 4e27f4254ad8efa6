package org.ifnet.netisr.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.ifnet.IfnetException;
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

/** The engine under a scheduler that interleaves its threads at every interesting point. */
class SimNetisrTest {
    private static final long MS = 1_000_000L;

    @BeforeAll
    static void hushTheExpected() {
        Quiet.please();
    }

    /** What a simulated test does with a running engine of two netisrs. */
    private interface Script {
        void run(SimEnv env, NetisrEngine engine) throws Exception;
    }

    private static SimEnv simulate(long seed, Script script) {
        SimEnv env = new SimEnv(seed);
        env.run(() -> {
            NetisrEngine engine = new NetisrEngine(env, 2, null);
            engine.start();
            try {
                script.run(env, engine);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            engine.close();
            assertEquals(0, engine.faultCount(), "faults");
        });
        return env;
    }

    private static void forSeeds(int count, Script script) {
        Seeds.run(count, seed -> simulate(seed, script));
    }

    @Test
    void takesTheSameWayForTheSameSeedAndAnotherForAnother() {
        Script script = (env, engine) -> {
            List<EnvThread> senders = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int cpu = i % 2;
                senders.add(env.start("sender" + i, () -> engine.post(cpu, () -> env.yieldPoint("work"))));
            }
            senders.forEach(t -> t.join(-1));
            engine.barrier(-1);
        };
        SimEnv first = simulate(1, script);
        assertEquals(first.traceHash(), simulate(1, script).traceHash());
        assertNotEquals(first.traceHash(), simulate(2, script).traceHash());
    }

    @Test
    void runsEveryScheduleOfEveryJob() {
        forSeeds(300, (env, engine) -> {
            int[] wanted = new int[4];
            int[] seen = new int[4];
            NetisrJob[] jobs = new NetisrJob[4];
            for (int i = 0; i < 4; i++) {
                int n = i;
                jobs[i] = engine.job(i % 2, i < 2 ? Phase.POLL : Phase.START, () -> {
                    seen[n] = wanted[n];
                    return false;
                });
            }
            List<EnvThread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int n = i;
                threads.add(env.start("scheduler" + n, () -> {
                    for (int k = 0; k < 10; k++) {
                        wanted[n]++;
                        jobs[n].schedule();
                        env.yieldPoint("more");
                    }
                }));
            }
            threads.forEach(t -> t.join(-1));
            awaitVirtually(env, () -> seen[0] + seen[1] + seen[2] + seen[3] == 40);
        });
    }

    private static void awaitVirtually(SimEnv env, BooleanSupplier condition) {
        for (int i = 0; !condition.getAsBoolean(); i++) {
            assertTrue(i < 1000, "still not so after " + i + " ms");
            env.park(MS);
        }
    }

    @Test
    void neverUsesWhatWasUnpublishedBeforeABarrier() {
        forSeeds(300, (env, engine) -> {
            boolean[] valid = {true};
            boolean[][] published = {valid};
            boolean[] violated = {false};
            List<NetisrJob> jobs = new ArrayList<>();
            for (int cpu = 0; cpu < 2; cpu++) {
                jobs.add(engine.job(cpu, Phase.POLL, () -> {
                    boolean[] thing = published[0];
                    env.yieldPoint("holding");
                    if (thing != null) {
                        violated[0] |= !thing[0];
                    }
                    return false;
                }));
            }
            jobs.forEach(NetisrJob::schedule);
            env.yieldPoint("traffic");
            published[0] = null;
            assertTrue(engine.barrier(-1));
            valid[0] = false;
            jobs.forEach(NetisrJob::schedule);
            engine.barrier(-1);
            assertFalse(violated[0]);
        });
    }

    @Test
    void doesNotBeginAJobAfterCloseAndBarrier() {
        forSeeds(300, (env, engine) -> {
            boolean[] closed = {false};
            NetisrJob job = engine.job(1, Phase.START, () -> {
                env.yieldPoint("in the body");
                assertFalse(closed[0]);
                return true;
            });
            job.schedule();
            env.yieldPoint("go");
            job.close();
            engine.barrier(-1);
            closed[0] = true;
            job.schedule();
            engine.barrier(-1);
        });
    }

    @Test
    void firesACalloutOnceAndNotBeforeItsTime() {
        forSeeds(300, (env, engine) -> {
            List<Long> fired = new ArrayList<>();
            long begin = env.nanoTime();
            int cpu = (int) (env.seed() % 3) - 1;
            Callout[] callout = new Callout[1];
            callout[0] = engine.callout(cpu, "test", () -> {
                assertEquals(cpu, engine.current());
                fired.add(env.nanoTime() - begin);
                if (fired.size() == 1) {
                    callout[0].reset(5 * MS);
                }
            });
            callout[0].reset(50 * MS);
            callout[0].reset(20 * MS);
            callout[0].reset(30 * MS);
            assertTrue(callout[0].isPending());
            awaitVirtually(env, () -> fired.size() == 2);
            assertEquals(List.of(30 * MS, 35 * MS), fired);
            callout[0].reset(MS);
            callout[0].stop();
            assertFalse(callout[0].isPending());
            env.park(10 * MS);
            assertEquals(2, fired.size());
        });
    }

    @Test
    void drainsACalloutThatArmsItselfAgain() {
        forSeeds(300, (env, engine) -> {
            boolean[] drained = {false};
            Callout[] callout = new Callout[1];
            callout[0] = engine.callout(0, "periodic", () -> {
                env.yieldPoint("body");
                assertFalse(drained[0]);
                callout[0].reset(1);
                env.yieldPoint("body");
            });
            callout[0].reset(0);
            env.park(env.random() & 3);
            callout[0].drain();
            drained[0] = true;
            assertFalse(callout[0].isPending());
            env.park(MS);
        });
    }

    @Test
    void drainsFromTheBodyWithoutWaiting() {
        simulate(3, (env, engine) -> {
            boolean[] done = {false};
            Callout[] callout = new Callout[1];
            callout[0] = engine.callout(1, "self", () -> {
                callout[0].drain();
                done[0] = true;
            });
            callout[0].reset(0);
            awaitVirtually(env, () -> done[0]);
        });
    }

    @Test
    void callsFromAnyControlThreadAndAnswersAllWhenItCloses() {
        Seeds.run(300, seed -> {
            SimEnv env = new SimEnv(seed);
            env.run(() -> {
                NetisrEngine engine = new NetisrEngine(env, 2, null);
                engine.start();
                List<EnvThread> callers = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    int cpu = i - 1;
                    callers.add(env.start("caller" + i, () -> {
                        try {
                            assertEquals(cpu, engine.call(cpu, engine::current));
                        } catch (IfnetException e) {
                            assertEquals("netisr is closed", e.getMessage());
                        }
                    }));
                }
                engine.close();
                callers.forEach(t -> assertTrue(t.join(-1)));
                assertThrows(IfnetException.class, () -> engine.call(0, () -> 1));
            });
        });
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
