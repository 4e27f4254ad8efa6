package org.ifnet.netisr.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.Registration;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.EnvThread;
import org.ifnet.netisr.Netisr;
import org.ifnet.netisr.NetisrJob;
import org.ifnet.netisr.NetisrJob.Phase;
import org.ifnet.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NetisrEngineTest {
    private final RealPlatform platform = new RealPlatform(2);
    private final NetisrEngine netisr = platform.netisr;

    @BeforeAll
    static void hushTheExpected() {
        Quiet.please();
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void hasAPowerOfTwoOfNetisrs() {
        assertEquals(2, netisr.cpus());
        assertEquals(2, new NetisrEngine(platform.env, 3, null).cpus());
        assertEquals(8, new NetisrEngine(platform.env, 15, null).cpus());
        assertThrows(IllegalArgumentException.class, () -> new NetisrEngine(platform.env, 0, null));
        assertThrows(IllegalArgumentException.class, () -> netisr.post(2, () -> {}));
    }

    @Test
    void runsMessagesOnTheirPortInTheOrderOfSending() throws Exception {
        for (int cpu = Netisr.NETCTL; cpu < 2; cpu++) {
            int port = cpu;
            List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < 1000; i++) {
                int n = i;
                netisr.post(cpu, () -> {
                    assertEquals(port, netisr.current());
                    seen.add(n);
                });
            }
            assertEquals(1000, netisr.call(cpu, seen::size));
            for (int i = 0; i < 1000; i++) {
                assertEquals(i, seen.get(i));
            }
        }
        assertEquals(Netisr.NONE, netisr.current());
    }

    @Test
    void bringsExceptionsOfACallBackAsTheyAre() {
        IfnetException refused = new IfnetException(Errno.EINVAL, "no");
        assertSame(
                refused,
                assertThrows(
                        IfnetException.class,
                        () -> netisr.call(0, () -> {
                            throw refused;
                        })));
        IOException other = new IOException("disk");
        assertSame(
                other,
                assertThrows(
                        IOException.class,
                        () -> netisr.call(0, () -> {
                            throw other;
                        })));
        assertEquals(0, netisr.faultCount());
    }

    @Test
    void runsACallToItsOwnPortInline() throws Exception {
        assertEquals("inner", netisr.call(1, () -> netisr.call(1, () -> "inner")));
        assertEquals("inner", netisr.call(Netisr.NETCTL, () -> netisr.call(Netisr.NETCTL, () -> "inner")));
        assertEquals(1, netisr.call(Netisr.NETCTL, () -> netisr.call(1, netisr::current)));
    }

    @Test
    void refusesToWaitOnAPacketNetisr() throws Exception {
        for (NetisrJob.Body body : List.<NetisrJob.Body>of(
                () -> netisr.barrier(-1),
                () -> {
                    try {
                        return netisr.call(1, () -> true);
                    } catch (IfnetException e) {
                        throw new AssertionError(e);
                    }
                },
                () -> {
                    netisr.callout(1, "other", () -> {}).drain();
                    return true;
                })) {
            assertThrows(IllegalStateException.class, () -> netisr.call(0, body::run));
        }
        assertThrows(
                IllegalStateException.class,
                () -> netisr.call(0, () -> {
                    netisr.walk(() -> {});
                    return true;
                }));
    }

    @Test
    void walksTheNetisrsInOrderOneAfterTheOther() throws Exception {
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        netisr.walk(() -> seen.add(netisr.current()));
        assertEquals(List.of(0, 1), seen);
        netisr.call(Netisr.NETCTL, () -> {
            netisr.walk(() -> seen.add(netisr.current()));
            return true;
        });
        assertEquals(List.of(0, 1, 0, 1), seen);
    }

    @Test
    void survivesWhateverABodyThrows() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        Registration rollup = netisr.rollup(10, () -> {
            throw new StackOverflowError();
        });
        netisr.post(0, () -> {
            throw new IllegalStateException("message");
        });
        netisr.post(Netisr.NETCTL, () -> {
            throw new NoClassDefFoundError("message");
        });
        netisr.job(0, Phase.POLL, () -> {
                    throw new AssertionError("job");
                })
                .schedule();
        netisr.callout(0, "bad", () -> {
                    throw new RuntimeException("callout");
                })
                .reset(0);
        NetisrJob good = netisr.job(0, Phase.START, () -> runs.incrementAndGet() < 10);
        good.schedule();
        Await.until(() -> runs.get() == 10 && netisr.faultCount() >= 5, RealPlatform.LONG);
        rollup.close();
        assertEquals(3, netisr.call(0, () -> 3));
        assertEquals(0, netisr.call(Netisr.NETCTL, () -> 0));
    }

    @Test
    void runsRollupsByPriorityAfterEveryBatch() throws Exception {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        Registration low = netisr.rollup(50, () -> seen.add("ifstart"));
        Registration high = netisr.rollup(200, () -> seen.add("tcp"));
        netisr.post(0, () -> seen.add("message"));
        netisr.call(0, () -> true);
        netisr.barrier(-1);
        List<String> first = List.copyOf(seen).subList(seen.indexOf("message"), seen.size());
        assertTrue(first.indexOf("tcp") > 0 && first.indexOf("tcp") < first.indexOf("ifstart"), first.toString());
        low.close();
        high.close();
        int size = seen.size();
        netisr.call(0, () -> true);
        netisr.call(1, () -> true);
        assertEquals(size, seen.size());
    }

    @Test
    void runsAJobThatWantsMoreBehindTheOthers() throws Exception {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        NetisrJob a = netisr.job(0, Phase.POLL, () -> {
            seen.add("a");
            return seen.size() < 6;
        });
        NetisrJob b = netisr.job(0, Phase.POLL, () -> {
            seen.add("b");
            return seen.size() < 6;
        });
        netisr.call(0, () -> {
            a.schedule();
            b.schedule();
            a.schedule();
            return true;
        });
        Await.until(() -> seen.size() >= 6, RealPlatform.LONG);
        assertEquals(List.of("a", "b", "a", "b", "a", "b"), List.copyOf(seen).subList(0, 6));
    }

    @Test
    void startsQueuesAfterAllPollingOfTheRound() throws Exception {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(1);
        NetisrJob start = netisr.job(0, Phase.START, () -> {
            seen.add("start");
            done.countDown();
            return false;
        });
        NetisrJob poll = netisr.job(0, Phase.POLL, () -> {
            seen.add("poll");
            return false;
        });
        netisr.call(0, () -> {
            start.schedule();
            poll.schedule();
            return true;
        });
        done.await();
        assertEquals(List.of("poll", "start"), seen);
    }

    @Test
    void carriesPacketsInOrderAndCountsWhatFindsNoRoom() throws Exception {
        MbufPool pool = MbufPool.allocate("test", 2048, 256, 64);
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        Netisr.PacketHandler handler = packets -> {
            for (int i = 0; i < packets.size(); i++) {
                seen.add(packets.get(i).flowHash());
            }
            packets.freeAll();
        };
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch hold = new CountDownLatch(1);
        netisr.post(1, () -> {
            begun.countDown();
            awaitQuietly(hold);
        });
        begun.await();
        int taken = 0;
        MbufBatch batch = new MbufBatch();
        for (int n = 0; n < 1100; ) {
            while (n < 1100 && !batch.isFull()) {
                Mbuf m = pool.alloc();
                m.flowHash(n++);
                batch.add(m);
            }
            taken += netisr.queue(1, handler, batch);
            assertTrue(batch.isEmpty());
        }
        assertEquals(PacketRing.CAPACITY, taken);
        assertEquals(1100 - taken, netisr.mailboxDrops());
        hold.countDown();
        Await.until(() -> seen.size() == PacketRing.CAPACITY, RealPlatform.LONG);
        for (int i = 0; i < seen.size(); i++) {
            assertEquals(i, seen.get(i));
        }
        Await.until(() -> pool.outstanding() == 0, RealPlatform.LONG);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void freesPacketsThatABrokenHandlerLeft() {
        MbufPool pool = MbufPool.allocate("test", 32, 256, 64);
        MbufBatch batch = new MbufBatch();
        batch.add(pool.alloc());
        netisr.queue(
                0,
                packets -> {
                    throw new IllegalStateException("handler");
                },
                batch);
        Await.until(() -> netisr.faultCount() == 1 && pool.outstanding() == 0, RealPlatform.LONG);
    }

    @Test
    void sleepsWhileThereIsNothingToDo() throws Exception {
        netisr.call(0, () -> true);
        EnvThread self = netisr.call(1, platform.env::current);
        Await.until("asleep", self::isWaiting, RealPlatform.LONG);
        long burnt = self.cpuNanos();
        long begin = platform.env.nanoTime();
        while (platform.env.nanoTime() - begin < 200_000_000L) {
            platform.env.park(50_000_000L);
        }
        assertTrue(self.cpuNanos() - burnt < 5_000_000, "burnt " + (self.cpuNanos() - burnt) + " ns while idle");
    }

    @Test
    void firesCalloutsOfNetctlAndOfNetisrs() {
        for (int cpu = Netisr.NETCTL; cpu < 2; cpu++) {
            AtomicReference<Integer> where = new AtomicReference<>();
            long begin = platform.env.nanoTime();
            netisr.callout(cpu, "once", () -> where.set(netisr.current())).reset(3_000_000);
            Await.until(() -> where.get() != null, RealPlatform.LONG);
            assertEquals(cpu, where.get());
            assertTrue(platform.env.nanoTime() - begin >= 3_000_000);
        }
    }

    @Test
    void endsItsThreadsAndFailsLaterCallsWhenClosed() throws Exception {
        EnvThread netctl = netisr.call(Netisr.NETCTL, platform.env::current);
        EnvThread zero = netisr.call(0, platform.env::current);
        AtomicInteger done = new AtomicInteger();
        netisr.post(0, done::incrementAndGet);
        netisr.post(Netisr.NETCTL, done::incrementAndGet);
        MbufPool pool = MbufPool.allocate("test", 32, 256, 64);
        netisr.close();
        assertEquals(2, done.get(), "messages sent before are done");
        assertFalse(netctl.isAlive());
        assertFalse(zero.isAlive());
        IfnetException e = assertThrows(IfnetException.class, () -> netisr.call(0, () -> 1));
        assertEquals(Errno.ENXIO, e.errno());
        netisr.post(1, () -> {});
        netisr.callout(1, "late", () -> {}).reset(0);
        netisr.job(1, Phase.POLL, () -> false).schedule();
        MbufBatch batch = new MbufBatch();
        batch.add(pool.alloc());
        netisr.queue(0, MbufBatch::freeAll, batch);
        assertEquals(0, pool.outstanding());
        assertTrue(netisr.barrier(0));
    }

    @Test
    void answersEveryCallThatMeetsTheClosing() throws Exception {
        for (int round = 0; round < 50; round++) {
            RealPlatform p = new RealPlatform(2);
            List<EnvThread> callers = new ArrayList<>();
            AtomicReference<Throwable> odd = new AtomicReference<>();
            for (int i = 0; i < 3; i++) {
                int cpu = i - 1;
                callers.add(p.env.start("caller", () -> {
                    try {
                        while (true) {
                            p.netisr.call(cpu, () -> 1);
                        }
                    } catch (IfnetException e) {
                        // the end of the engine
                    } catch (Throwable t) {
                        odd.set(t);
                    }
                }));
            }
            p.close();
            for (EnvThread t : callers) {
                assertTrue(t.join(RealPlatform.LONG.toNanos()), "a call hangs");
            }
            assertEquals(null, odd.get());
        }
    }

    @Test
    void showsAndSetsItsSysctls() throws Exception {
        Knob limit = Knob.of(netisr).get(0);
        assertEquals("net.netisr.stuck_limit", limit.name());
        assertEquals("10", limit.get());
        limit.set("25");
        assertEquals(25_000_000, netisr.stuckLimitNanos());
        for (String bad : List.of("0", "10001", "-1", "ten", "")) {
            IfnetException e = assertThrows(IfnetException.class, () -> limit.set(bad));
            assertEquals(Errno.EINVAL, e.errno());
        }
        assertEquals("25", limit.get());
        for (Knob knob : Knob.of(netisr).subList(1, 4)) {
            assertEquals(
                    Errno.EPERM,
                    assertThrows(IfnetException.class, () -> knob.set("1")).errno());
        }
        assertEquals("2", Knob.of(netisr).get(1).get());
        assertInstanceOf(Knob.class, limit);
    }
}
