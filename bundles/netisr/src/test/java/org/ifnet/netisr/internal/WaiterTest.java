package org.ifnet.netisr.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.netisr.DriverGuard;
import org.ifnet.netisr.EnvThread;
import org.ifnet.netisr.NetisrJob;
import org.ifnet.netisr.NetisrWaiter;
import org.ifnet.testkit.Await;
import org.ifnet.testkit.Seeds;
import org.ifnet.testkit.SimDescriptors;
import org.ifnet.testkit.SimEnv;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WaiterTest {
    private final RealPlatform p = new RealPlatform(1);
    private final SimDescriptors fds = new SimDescriptors(p.env);

    @BeforeAll
    static void hushTheExpected() {
        Quiet.please();
    }

    @AfterEach
    void close() {
        p.close();
        assertEquals(0, fds.open(), "open waiters");
        assertEquals(0, fds.misuses(), "uses of a closed waiter");
    }

    @Test
    void refusesADescriptorWithoutAWaiter() {
        IfnetException e = assertThrows(IfnetException.class, () -> p.netisr.source(0, 5, () -> false));
        assertEquals(Errno.EOPNOTSUPP, e.errno());
    }

    @Test
    void pollsASourceAsOftenAsItsDescriptorCanBeRead() throws Exception {
        p.netisr.waiterFactory(fds.factory());
        AtomicInteger polls = new AtomicInteger();
        NetisrJob source = p.netisr.source(0, 5, () -> {
            if (polls.get() % 3 == 2) {
                fds.readable(5, false);
            }
            polls.incrementAndGet();
            return false;
        });
        for (int i = 1; i <= 100; i++) {
            int n = 3 * i;
            fds.readable(5, true);
            Await.until(() -> "polls " + polls, () -> polls.get() == n, RealPlatform.LONG);
        }
        source.schedule();
        Await.until(() -> polls.get() == 301, RealPlatform.LONG);
        source.close();
        fds.readable(5, true);
        p.netisr.barrier(-1);
        assertEquals(301, polls.get());
    }

    @Test
    void pollsDescriptorsAlsoWhileOtherWorkNeverEnds() throws Exception {
        p.netisr.waiterFactory(fds.factory());
        NetisrJob busy = p.netisr.job(0, NetisrJob.Phase.POLL, () -> true);
        busy.schedule();
        AtomicInteger polls = new AtomicInteger();
        p.netisr.source(0, 5, () -> {
            fds.readable(5, false);
            polls.incrementAndGet();
            return false;
        });
        fds.readable(5, true);
        Await.until(() -> polls.get() == 1, RealPlatform.LONG);
        busy.close();
    }

    @Test
    void takesDescriptorsAlongToAnotherWaiterAndThroughATimeWithoutOne() throws Exception {
        p.netisr.waiterFactory(fds.factory());
        AtomicInteger polls = new AtomicInteger();
        p.netisr.source(0, 7, () -> {
            fds.readable(7, false);
            polls.incrementAndGet();
            return false;
        });
        for (int i = 1; i <= 50; i++) {
            int n = i;
            if (i % 2 == 0) {
                p.netisr.waiterFactory(fds.factory());
                Await.until(() -> polls.get() == n / 2, RealPlatform.LONG);
            } else {
                p.netisr.waiterFactory(null);
                fds.readable(7, true);
                assertEquals(3, p.netisr.call(0, () -> 3), "messages run while descriptors lie dormant");
                assertEquals(n / 2, polls.get());
            }
        }
    }

    @Test
    void exchangesWaitersUnderLoad() throws Exception {
        AtomicInteger done = new AtomicInteger();
        NetisrJob job = p.netisr.job(0, NetisrJob.Phase.POLL, () -> {
            done.incrementAndGet();
            return false;
        });
        for (int i = 0; i < 300; i++) {
            int n = done.get();
            job.schedule();
            p.netisr.waiterFactory(i % 3 == 0 ? null : fds.factory());
            Await.until(() -> done.get() > n, RealPlatform.LONG);
        }
    }

    @Test
    void stopsWatchingTheDescriptorOfALostThread() throws Exception {
        p.netisr.waiterFactory(fds.factory());
        CountDownLatch released = new CountDownLatch(1);
        AtomicInteger polls = new AtomicInteger();
        DriverGuard guard = p.netisr.guard("d", (thread, nanos) -> {});
        NetisrJob source = p.netisr.source(0, 9, () -> {
            guard.enter();
            if (polls.incrementAndGet() == 1) {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            fds.readable(9, false);
            guard.leave();
            return false;
        });
        fds.readable(9, true);
        Await.until(() -> p.netisr.handovers() == 1, RealPlatform.LONG);
        p.netisr.call(0, () -> true);
        int awaits = fds.awaits();
        p.env.park(20_000_000);
        assertTrue(fds.awaits() - awaits < 20, "runs in circles while the descriptor stays readable");
        assertEquals(1, polls.get());
        released.countDown();
        Await.until(() -> guard.inside() == 0 && p.netisr.abandoned().isEmpty(), RealPlatform.LONG);
        fds.readable(9, true);
        Await.until(() -> polls.get() == 2, RealPlatform.LONG);
        source.close();
    }

    @Test
    void exchangesWaitersWhateverTheInterleaving() {
        Seeds.run(2000, seed -> {
            SimEnv env = new SimEnv(seed);
            env.run(() -> {
                SimDescriptors sim = new SimDescriptors(env);
                NetisrEngine netisr = new NetisrEngine(env, 1, sim.factory());
                netisr.start();
                int[] polls = {0};
                int[] runs = {0};
                NetisrJob source = watch(netisr, sim, polls);
                NetisrJob other = netisr.job(0, NetisrJob.Phase.START, () -> ++runs[0] < 0);
                EnvThread traffic = env.start("traffic", () -> {
                    for (int i = 1; i <= 5; i++) {
                        sim.readable(5, true);
                        other.schedule();
                        while (runs[0] < i) {
                            env.park(1000);
                        }
                    }
                });
                netisr.waiterFactory(null);
                netisr.waiterFactory(sim.factory());
                netisr.waiterFactory(sim.factory());
                traffic.join(-1);
                int before = polls[0];
                sim.readable(5, true);
                while (polls[0] == before) {
                    env.park(1000);
                }
                source.close();
                netisr.close();
                assertEquals(0, sim.open());
                assertEquals(0, sim.misuses());
            });
        });
    }

    private static NetisrJob watch(NetisrEngine netisr, SimDescriptors sim, int[] polls) {
        try {
            return netisr.source(0, 5, () -> {
                sim.readable(5, false);
                polls[0]++;
                return false;
            });
        } catch (IfnetException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void livesWithAWaiterThatThrows() throws Exception {
        p.netisr.waiterFactory(() -> new NetisrWaiter() {
            @Override
            public void add(int fd, int token) {
                throw new IllegalArgumentException("bad descriptor");
            }

            @Override
            public void remove(int fd) {}

            @Override
            public void await(long nanos, Ready ready) {
                throw new IllegalStateException("broken");
            }

            @Override
            public void wakeup() {}

            @Override
            public void close() {}
        });
        assertEquals(4, p.netisr.call(0, () -> 4));
        IfnetException e = assertThrows(IfnetException.class, () -> p.netisr.source(0, 3, () -> false));
        assertEquals("cannot watch descriptor 3: bad descriptor", e.getMessage());
        p.netisr.waiterFactory(null);
        assertEquals(5, p.netisr.call(0, () -> 5));
    }
}
