package org.ifnet.netisr.internal;

import static org.ifnet.netisr.internal.SimEngine.awaitVirtually;
import static org.ifnet.netisr.internal.SimEngine.forSeeds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.netisr.DriverGuard;
import org.ifnet.netisr.EnvThread;
import org.ifnet.netisr.Netisr;
import org.ifnet.testkit.Await;
import org.ifnet.testkit.Seeds;
import org.ifnet.testkit.SimEnv;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Messages that go from netisr to netisr (reference 4.1). */
class ForwardTest {
    @BeforeAll
    static void hushTheExpected() {
        Quiet.please();
    }

    /** INV: cpu 0 to n-1, each visit after the one before has ended, then the reply. */
    @Test
    void visitsTheNetisrsInOrderAndThenReplies() {
        forSeeds(300, (env, engine) -> {
            List<List<String>> seen = new ArrayList<>();
            List<EnvThread> senders = new ArrayList<>();
            int[] replies = {0};
            for (int i = 0; i < 3; i++) {
                List<String> steps = new ArrayList<>();
                seen.add(steps);
                int replyCpu = i - 1;
                senders.add(env.start("sender" + i, () -> {
                    Runnable visit = () -> {
                        steps.add("in " + engine.current());
                        env.yieldPoint("visit");
                        steps.add("out " + engine.current());
                    };
                    engine.forward(visit, replyCpu, failure -> {
                        assertNull(failure);
                        assertEquals(replyCpu, engine.current());
                        steps.add("reply");
                        replies[0]++;
                    });
                }));
            }
            awaitVirtually(env, () -> replies[0] == 3);
            senders.forEach(t -> t.join(-1));
            for (List<String> steps : seen) {
                assertEquals(List.of("in 0", "out 0", "in 1", "out 1", "reply"), steps);
            }
        });
    }

    @Test
    void keepsTheOrderOfTwoMessagesOnEveryNetisr() {
        forSeeds(200, (env, engine) -> {
            List<String> seen = new ArrayList<>();
            int[] replies = {0};
            for (int n = 0; n < 3; n++) {
                int number = n;
                engine.forward(
                        () -> {
                            env.yieldPoint("visit");
                            seen.add(engine.current() + ":" + number);
                        },
                        Netisr.NETCTL,
                        failure -> assertEquals(number, replies[0]++));
            }
            awaitVirtually(env, () -> replies[0] == 3);
            for (int cpu = 0; cpu < 2; cpu++) {
                String prefix = cpu + ":";
                assertEquals(
                        List.of(prefix + 0, prefix + 1, prefix + 2),
                        seen.stream().filter(s -> s.startsWith(prefix)).toList());
            }
        });
    }

    @Test
    void doesNotWaitNotEvenOnANetisr() throws Exception {
        try (RealPlatform p = new RealPlatform(4)) {
            CountDownLatch hold = new CountDownLatch(1);
            List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
            CountDownLatch replied = new CountDownLatch(1);
            p.netisr.post(3, () -> awaitQuietly(hold));
            int size = p.netisr.call(2, () -> {
                p.netisr.forward(() -> seen.add(p.netisr.current()), 2, failure -> replied.countDown());
                return seen.size();
            });
            assertTrue(size <= 2, "it went past a netisr that was busy");
            Await.until(() -> seen.size() == 3, RealPlatform.LONG);
            assertEquals(1, replied.getCount());
            hold.countDown();
            replied.await();
            assertEquals(List.of(0, 1, 2, 3), seen);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void goesNoFurtherThanAVisitThatThrows() {
        forSeeds(100, (env, engine) -> {
            IllegalStateException wrong = new IllegalStateException("wrong");
            List<Integer> seen = new ArrayList<>();
            List<Throwable> told = new ArrayList<>();
            engine.forward(
                    () -> {
                        seen.add(engine.current());
                        throw wrong;
                    },
                    1,
                    told::add);
            awaitVirtually(env, () -> told.size() == 1);
            assertSame(wrong, told.get(0));
            assertEquals(List.of(0), seen);
        });
    }

    @Test
    void repliesOnceWhateverTheClosingMeets() {
        Seeds.run(300, seed -> {
            SimEnv env = new SimEnv(seed);
            AtomicInteger replies = new AtomicInteger();
            env.run(() -> {
                NetisrEngine engine = new NetisrEngine(env, 2, null);
                engine.start();
                EnvThread sender = env.start("sender", () -> {
                    for (int n = 0; n < 4; n++) {
                        engine.forward(() -> env.yieldPoint("visit"), (int) (env.random() & 1), failure -> {
                            replies.incrementAndGet();
                            if (failure != null) {
                                assertEquals(Errno.ENXIO, ((IfnetException) failure).errno());
                            }
                        });
                    }
                });
                env.yieldPoint("before the end");
                engine.close();
                sender.join(-1);
            });
            assertEquals(4, replies.get());
        });
    }

    @Test
    void repliesAtOnceWhenANetisrIsLostInADriver() throws Exception {
        RealPlatform p = new RealPlatform(2);
        CountDownLatch released = new CountDownLatch(1);
        AtomicReference<Throwable> told = new AtomicReference<>();
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        DriverGuard guard = p.netisr.guard("d", (thread, nanos) -> {});
        p.netisr.forward(
                () -> {
                    seen.add(p.netisr.current());
                    guard.enter();
                    awaitQuietly(released);
                    guard.leave();
                },
                1,
                told::set);
        Await.until(() -> told.get() != null, RealPlatform.LONG);
        assertEquals(
                Errno.EIO, assertInstanceOf(IfnetException.class, told.get()).errno());
        released.countDown();
        Await.until(() -> p.netisr.abandoned().isEmpty(), RealPlatform.LONG);
        assertEquals(List.of(0), seen);
        p.close();
    }
}
