package org.ifnet.pseudo.epair.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.DropReason;
import org.ifnet.IfnetException;
import org.ifnet.LinkState;
import org.ifnet.cloner.Clone;
import org.ifnet.driver.Ifpoll;
import org.ifnet.ifq.Subqueue;
import org.ifnet.ifq.SubqueueStats;
import org.ifnet.ifq.internal.QueueEngine;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.EnvThread;
import org.ifnet.testkit.HandNetisr;
import org.ifnet.testkit.HandPort;
import org.ifnet.testkit.Seeds;
import org.ifnet.testkit.SimEnv;
import org.junit.jupiter.api.Test;

class EpairEndTest {
    private SimEnv env = new SimEnv(1);
    private HandNetisr netisr = new HandNetisr(2);
    private final MbufPool pool = MbufPool.allocate("test", 2048, 256, 64);
    private HandPort a;
    private HandPort b;

    private void attach() throws IfnetException {
        List<Clone> clones = new EpairCloner(env).create(0, null);
        QueueEngine engine = new QueueEngine(env, netisr);
        a = new HandPort(
                netisr, engine, pool, env, clones.get(0).name(), clones.get(0).driver());
        b = new HandPort(
                netisr, engine, pool, env, clones.get(1).name(), clones.get(1).driver());
    }

    private void inSimulation(long seed, Step step) {
        env = new SimEnv(seed);
        netisr = new HandNetisr(2);
        env.run(() -> {
            try {
                attach();
                step.run();
                a.detach();
                b.detach();
            } catch (IfnetException e) {
                throw new AssertionError(e);
            }
        });
        assertEquals(List.of(), pool.leaks());
    }

    private interface Step {
        void run() throws IfnetException;
    }

    private void send(HandPort from, int first, int count) {
        for (int i = first; i < first + count; i++) {
            Mbuf m = pool.alloc();
            m.append(60);
            m.put32(0, i);
            m.set(Mbuf.MCAST);
            from.ifq().dispatch(m);
        }
    }

    private static List<Integer> numbers(HandPort port) {
        List<Integer> numbers = new ArrayList<>();
        for (Mbuf m : port.takeReceived()) {
            assertFalse(m.has(Mbuf.MCAST), "a mark of the sender");
            numbers.add(m.get32(0));
            m.free();
        }
        return numbers;
    }

    private static long total(HandPort port, DropReason reason) {
        long sum = 0;
        for (int i = 0; i < port.ifq().count(); i++) {
            sum += port.ifq().subqueue(i).stats().dropped().getOrDefault(reason, 0L);
        }
        return sum;
    }

    @Test
    void namesAndAddressesAPair() throws IfnetException {
        List<Clone> clones = new EpairCloner(env).create(7, null);
        assertEquals("epair7a", clones.get(0).name());
        assertEquals("epair7b", clones.get(1).name());
        String first = clones.get(0).driver().info().lladdr().toString();
        String second = clones.get(1).driver().info().lladdr().toString();
        assertTrue(first.matches("02(:[0-9a-f]{2}){4}:0a"), first);
        assertEquals(first.replaceAll("0a$", "0b"), second);
    }

    @Test
    void carriesFramesBothWaysInOrder() {
        inSimulation(1, () -> {
            a.up();
            b.up();
            send(a, 0, 200);
            send(b, 1000, 3);
            netisr.runAll();
            assertEquals(List.of(1000, 1001, 1002), numbers(a));
            List<Integer> received = numbers(b);
            assertEquals(200, received.size());
            assertEquals(received.stream().sorted().toList(), received);
        });
    }

    @Test
    void hasACarrierWhileThePeerIsUp() {
        inSimulation(1, () -> {
            assertEquals(LinkState.DOWN, a.link());
            assertEquals(LinkState.DOWN, b.link());
            a.up();
            assertEquals(LinkState.UP, b.link());
            assertEquals(LinkState.DOWN, a.link());
            b.up();
            assertEquals(LinkState.UP, a.link());
            a.down();
            assertEquals(LinkState.DOWN, b.link());
            b.detach();
            assertEquals(LinkState.DOWN, a.link());
        });
    }

    @Test
    void dropsFramesForAnEndThatIsDown() {
        inSimulation(1, () -> {
            a.up();
            send(a, 0, 5);
            netisr.runAll();
            assertEquals(5, total(a, DropReason.IF_DOWN));
            assertEquals(List.of(), numbers(b));
            b.up();
            send(a, 5, 2);
            netisr.runAll();
            assertEquals(List.of(5, 6), numbers(b));
        });
    }

    @Test
    void letsTheSenderGoOnWhenThePeerGoesWithFramesOnTheWay() {
        inSimulation(1, () -> {
            a.up();
            b.up();
            send(a, 0, 5);
            netisr.runOnce(0);
            assertTrue(a.ifq().subqueue(0).isOactive(), "on the way");
            b.detach();
            netisr.runAll();
            assertEquals(5, total(a, DropReason.IF_DOWN));
            send(a, 5, 1);
            netisr.runAll();
            assertEquals(6, total(a, DropReason.IF_DOWN));
        });
    }

    @Test
    void keepsEachSubqueueOnItsNetisrAllTheWay() {
        inSimulation(1, () -> {
            a.up();
            b.up();
            netisr.current(1);
            send(a, 0, 3);
            netisr.current(HandNetisr.NONE);
            while (netisr.runOnce(1) != 0) {
                assertEquals(3, a.ifq().subqueue(1).stats().enqueued());
            }
            assertEquals(List.of(0, 1, 2), numbers(b));
        });
    }

    /** One netisr carries both ends while the far one goes down and up: each frame arrives or is counted. */
    @Test
    void losesNoFrameWithoutCountingItWhileThePeerComesAndGoes() {
        Seeds.run(
                100,
                seed -> inSimulation(seed, () -> {
                    a.up();
                    EnvThread sender = env.start("sender", () -> {
                        for (int i = 0; i < 60; i++) {
                            send(a, i, 1);
                        }
                    });
                    EnvThread administrator = env.start("administrator", () -> {
                        for (int i = 0; i < 8; i++) {
                            upDown(b, i % 2 == 0);
                        }
                    });
                    while (sender.isAlive() || administrator.isAlive() || netisr.pending() != 0) {
                        netisr.runAll();
                        env.park(100);
                    }
                    SubqueueStats stats = a.ifq().subqueue(0).stats();
                    assertEquals(0, stats.queued(), "stuck");
                    assertEquals(60, stats.enqueued());
                    assertEquals(stats.sent(), numbers(b).size());
                    assertEquals(60, stats.sent() + stats.droppedTotal());
                }));
    }

    private static void upDown(HandPort port, boolean up) {
        try {
            if (up) {
                port.up();
            } else {
                port.down();
            }
        } catch (IfnetException e) {
            throw new AssertionError(e);
        }
    }

    /** What the platform's clock does at each tick: every handler once, on its netisr. */
    private static final class Ticks implements Ifpoll {
        private final List<Rx> handlers = new ArrayList<>();
        private final List<Mbuf> received = new ArrayList<>();

        @Override
        public int cpus() {
            return 2;
        }

        @Override
        public void status(Runnable handler) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void rx(int cpu, Rx handler) {
            assertEquals(handlers.size() % 2, cpu);
            handlers.add(handler);
        }

        @Override
        public void tx(int cpu, Subqueue queue, Tx handler) {
            throw new UnsupportedOperationException();
        }

        int tick(int budget) {
            int most = 0;
            for (Rx handler : handlers) {
                MbufBatch batch = new MbufBatch();
                handler.poll(batch, budget);
                most = Math.max(most, batch.size());
                for (int i = 0; i < batch.size(); i++) {
                    received.add(batch.get(i));
                }
            }
            return most;
        }

        List<Integer> numbers() {
            List<Integer> numbers = new ArrayList<>();
            for (Mbuf m : received) {
                assertFalse(m.has(Mbuf.MCAST), "a mark of the sender");
                numbers.add(m.get32(0));
                m.free();
            }
            received.clear();
            return numbers;
        }
    }

    @Test
    void isPolledWithinTheBudgetAndNotWokenMeanwhile() {
        inSimulation(1, () -> {
            a.up();
            b.up();
            Ticks ticks = new Ticks();
            b.driver().polling(ticks);
            assertEquals(EpairEnd.QUEUES, ticks.handlers.size());
            send(a, 0, 100);
            netisr.runAll();
            assertEquals(List.of(), numbers(b), "it was woken");
            for (int i = 0; i < 40; i++) {
                assertTrue(ticks.tick(7) <= 7, "over the budget");
                netisr.runAll();
            }
            List<Integer> received = ticks.numbers();
            assertEquals(100, received.size());
            assertEquals(received.stream().sorted().toList(), received);
            send(a, 100, 10);
            netisr.runAll();
            b.driver().polling(null);
            netisr.runAll();
            assertEquals(10, numbers(b).size(), "what waited when polling ended");
            send(a, 110, 2);
            netisr.runAll();
            assertEquals(2, numbers(b).size());
        });
    }

    /** However switching and sending meet: each frame arrives. */
    @Test
    void losesNoFrameWhilePollingBeginsAndEnds() {
        Seeds.run(
                200,
                seed -> inSimulation(seed, () -> {
                    a.up();
                    b.up();
                    Ticks[] ticks = {null};
                    int[] polled = {0};
                    EnvThread sender = env.start("sender", () -> {
                        for (int i = 0; i < 40; i++) {
                            send(a, i, 1);
                        }
                    });
                    while (sender.isAlive() || netisr.pending() != 0 || ticks[0] != null) {
                        netisr.runAll();
                        env.park(100);
                        if (ticks[0] != null) {
                            ticks[0].tick(3);
                            polled[0] += ticks[0].numbers().size();
                        }
                        switchPolling(ticks);
                    }
                    SubqueueStats stats = a.ifq().subqueue(0).stats();
                    assertEquals(0, stats.queued(), "stuck");
                    assertEquals(40, polled[0] + numbers(b).size());
                }));
    }

    private void switchPolling(Ticks[] ticks) throws IfnetException {
        if ((env.random() & 3) == 0) {
            ticks[0] = ticks[0] == null ? new Ticks() : null;
            b.driver().polling(ticks[0]);
        }
    }
}
