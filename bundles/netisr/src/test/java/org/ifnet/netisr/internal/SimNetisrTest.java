package org.ifnet.netisr.internal;

import static org.ifnet.netisr.internal.SimEngine.awaitVirtually;
import static org.ifnet.netisr.internal.SimEngine.forSeeds;
import static org.ifnet.netisr.internal.SimEngine.simulate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.IfnetException;
import org.ifnet.netisr.Callout;
import org.ifnet.netisr.EnvThread;
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

    @Test
    void takesTheSameWayForTheSameSeedAndAnotherForAnother() {
        SimEngine.Script script = (env, engine) -> {
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
}
