package org.ifnet.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
import org.ifnet.netisr.EnvThread;
import org.ifnet.netisr.Serializer;
import org.junit.jupiter.api.Test;

class SimEnvTest {
    private static final long SECOND = 1_000_000_000L;

    /** Three threads that contend for a lock and note who came when. */
    private static List<String> contention(SimEnv env) {
        List<String> order = new ArrayList<>();
        env.run(() -> {
            EnvLock lock = env.lock("shared", Env.Rank.LEAF);
            List<EnvThread> threads = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                String name = "t" + i;
                threads.add(env.start(name, () -> {
                    for (int k = 0; k < 5; k++) {
                        env.yieldPoint("step");
                        lock.lock();
                        order.add(name);
                        lock.unlock();
                    }
                }));
            }
            threads.forEach(t -> assertTrue(t.join(-1)));
        });
        return order;
    }

    @Test
    void repeatsTheSameRunForTheSameSeed() {
        for (long seed = 0; seed < 50; seed++) {
            SimEnv one = new SimEnv(seed);
            SimEnv two = new SimEnv(seed);
            assertEquals(contention(one), contention(two));
            assertEquals(one.traceHash(), two.traceHash());
            assertEquals(one.steps(), two.steps());
        }
    }

    @Test
    void takesAnotherWayForAnotherSeed() {
        Set<Long> traces = new HashSet<>();
        Set<List<String>> orders = new HashSet<>();
        for (long seed = 0; seed < 50; seed++) {
            SimEnv env = new SimEnv(seed);
            orders.add(contention(env));
            traces.add(env.traceHash());
        }
        assertEquals(50, traces.size());
        assertTrue(orders.size() > 25, "different orders: " + orders.size());
    }

    @Test
    void findsTheLostUpdateOfAnUnguardedCounter() {
        int lost = 0;
        for (long seed = 0; seed < 100; seed++) {
            SimEnv env = new SimEnv(seed);
            int[] counter = {0};
            env.run(() -> {
                Runnable add = () -> {
                    int seen = counter[0];
                    env.yieldPoint("between");
                    counter[0] = seen + 1;
                };
                env.start("a", add);
                env.start("b", add);
            });
            lost += 2 - counter[0];
        }
        assertTrue(lost > 5, "lost " + lost);
    }

    @Test
    void movesTheClockOnlyWhenEveryThreadWaits() {
        SimEnv env = new SimEnv(7);
        List<Long> times = new ArrayList<>();
        env.run(() -> {
            long begin = env.nanoTime();
            EnvThread sleeper = env.start("sleeper", () -> {
                while (env.nanoTime() - begin < 3 * SECOND) {
                    env.park(3 * SECOND - (env.nanoTime() - begin));
                }
                times.add(env.nanoTime() - begin);
            });
            for (int i = 0; i < 1000; i++) {
                env.yieldPoint("busy");
            }
            times.add(env.nanoTime() - begin);
            assertFalse(sleeper.join(SECOND));
            assertTrue(sleeper.join(-1));
        });
        assertEquals(List.of(0L, 3 * SECOND), times);
    }

    @Test
    void namesTheSeedAndTheLocksOfADeadlock() {
        AssertionError error = assertThrows(
                AssertionError.class,
                () -> Seeds.run(100, seed -> {
                    SimEnv env = new SimEnv(seed);
                    env.run(() -> {
                        Serializer a = env.serializer("a");
                        Serializer b = env.serializer("b");
                        env.start("one", () -> both(env, a, b));
                        env.start("two", () -> both(env, b, a));
                    });
                }));
        assertTrue(error.getMessage().contains("seed "), error.getMessage());
        assertTrue(error.getMessage().contains("serializer a of one"), error.getMessage());
        assertTrue(error.getMessage().contains("serializer b of two"), error.getMessage());
    }

    private static void both(SimEnv env, Serializer first, Serializer second) {
        first.enter();
        second.enter();
        second.exit();
        first.exit();
    }

    @Test
    void refusesALockOfALowerRankInsideAHigherOne() {
        SimEnv env = new SimEnv(1);
        env.run(() -> {
            EnvLock table = env.lock("table", Env.Rank.IFNET);
            EnvLock control = env.lock("control", Env.Rank.CONTROL);
            table.lock();
            assertThrows(IllegalStateException.class, control::lock);
            table.unlock();
            control.lock();
            table.lock();
            table.lock();
            table.unlock();
            table.unlock();
            control.unlock();
            assertFalse(control.isHeldByCaller());
        });
    }

    @Test
    void reportsThreadsThatOutliveMain() {
        AssertionError error = assertThrows(AssertionError.class, () -> {
            SimEnv env = new SimEnv(5);
            env.run(() -> env.start("forgotten", () -> {
                while (true) {
                    env.park(-1);
                }
            }));
        });
        assertTrue(error.getMessage().contains("forgotten"), error.getMessage());
    }

    @Test
    void reportsThreadsThatRunInCircles() {
        AssertionError error = assertThrows(AssertionError.class, () -> {
            SimEnv env = new SimEnv(5);
            env.run(() -> {
                while (true) {
                    env.yieldPoint("spin");
                }
            });
        });
        assertTrue(error.getMessage().contains("spin"), error.getMessage());
    }

    @Test
    void rethrowsWhatAThreadThrewWithItsSeed() {
        AssertionError error = assertThrows(AssertionError.class, () -> {
            SimEnv env = new SimEnv(42);
            env.run(() -> env.start("bad", () -> {
                throw new IllegalArgumentException("no");
            }));
        });
        assertTrue(error.getMessage().contains("seed 42"), error.getMessage());
        assertEquals(IllegalArgumentException.class, error.getCause().getClass());
    }

    @Test
    void keepsAnUnparkThatCameBeforeThePark() {
        Seeds.run(50, seed -> {
            SimEnv env = new SimEnv(seed);
            env.run(() -> {
                EnvThread t = env.start("t", () -> env.park(-1));
                t.unpark();
            });
        });
    }

    @Test
    void wakesAWaitingThreadByASignal() {
        Seeds.run(100, seed -> {
            SimEnv env = new SimEnv(seed);
            env.run(() -> {
                EnvLock lock = env.lock("l", Env.Rank.LEAF);
                boolean[] done = {false};
                env.start("signaller", () -> {
                    lock.lock();
                    done[0] = true;
                    lock.signalAll();
                    lock.unlock();
                });
                lock.lock();
                while (!done[0]) {
                    lock.await(-1);
                }
                lock.unlock();
            });
        });
    }

    @Test
    void countsBurntTimeAsWorkAndNotAsWaiting() {
        SimEnv env = new SimEnv(3);
        env.run(() -> {
            EnvThread busy = env.start("busy", () -> env.burn(SECOND));
            EnvThread idle = env.start("idle", () -> {
                EnvThread self = env.current();
                while (!env.interrupted()) {
                    env.park(-1);
                }
                assertEquals(0, self.cpuNanos());
            });
            env.burn(SECOND / 2);
            assertFalse(busy.isWaiting());
            assertEquals(SECOND / 2, busy.cpuNanos());
            assertTrue(idle.isWaiting());
            idle.interrupt();
        });
        assertNull(env.current());
    }

    @Test
    void givesDifferentChanceToDifferentSeeds() {
        assertNotEquals(new SimEnv(1).random(), new SimEnv(2).random());
        assertEquals(new SimEnv(1).random(), new SimEnv(1).random());
    }
}
