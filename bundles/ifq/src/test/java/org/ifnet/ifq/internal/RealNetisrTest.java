package org.ifnet.ifq.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;

import org.ifnet.IfnetCounters;
import org.ifnet.ifq.Ifq;
import org.ifnet.ifq.IfqEngine;
import org.ifnet.ifq.Subqueue;
import org.ifnet.ifq.SubqueueStats;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Callout;
import org.ifnet.netisr.EnvThread;
import org.ifnet.netisr.internal.NetisrEngine;
import org.ifnet.netisr.internal.RealEnv;
import org.ifnet.testkit.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two senders, two subqueues, the real netisrs, and a device that takes eight packets at a time. */
@Timeout(60)
class RealNetisrTest {
    private static final int BATCHES = 2_000;
    private static final int RING = 8;

    private final MbufPool pool = MbufPool.allocate("test", 1024, 256, 64);
    private final AtomicIntegerArray inDriver = new AtomicIntegerArray(2);
    private final Callout[] interrupts = new Callout[2];

    private final MbufBatch[] rings = {new MbufBatch(RING), new MbufBatch(RING)};

    @Test
    void sendsOrCountsEveryPacketOfTwoSenders() {
        RealEnv env = new RealEnv();
        try (NetisrEngine netisr = new NetisrEngine(env, 2, null)) {
            netisr.start();
            IfqEngine.Spec spec = new IfqEngine.Spec("real0", 2, 250, 1514, 14, 0);
            Ifq ifq = new QueueEngine(env, netisr)
                    .create(
                            spec,
                            q -> {
                                start(netisr.current(), q);
                                return true;
                            },
                            new IfnetCounters());
            for (int i = 0; i < 2; i++) {
                Subqueue q = ifq.subqueue(i);
                interrupts[i] = netisr.callout(i, "transmitted", q::clearOactive);
            }
            ifq.setRunning(true);
            EnvThread one = env.start("sender 1", () -> send(ifq, 1));
            EnvThread two = env.start("sender 2", () -> send(ifq, 2));
            assertTrue(one.join(50_000_000_000L) && two.join(50_000_000_000L));
            Await.until(
                    () -> "queued: " + ifq.subqueue(0).stats() + ifq.subqueue(1).stats(),
                    () -> ifq.subqueue(0).length() + ifq.subqueue(1).length() == 0,
                    Duration.ofSeconds(10));
            Await.until(() -> pool.outstanding() == 0, Duration.ofSeconds(10));
            long enqueued = check(ifq.subqueue(0)) + check(ifq.subqueue(1));
            assertTrue(enqueued > BATCHES, enqueued + " packets");
            ifq.close();
        }
        assertEquals(List.of(), pool.leaks());
    }

    private static long check(Subqueue q) {
        SubqueueStats stats = q.stats();
        assertEquals(0, stats.queued());
        assertEquals(stats.enqueued(), stats.sent() + stats.droppedTotal());
        return stats.enqueued();
    }

    private void send(Ifq ifq, int sender) {
        MbufBatch batch = new MbufBatch();
        for (int n = 0; n < BATCHES; n++) {
            for (Mbuf m = pool.alloc(); m != null; m = batch.isFull() ? null : pool.alloc()) {
                m.append(60);
                m.flowHash(sender + n + batch.size() % 3);
                batch.add(m);
            }
            ifq.dispatch(batch);
        }
    }

    /** On the owner of the queue, never twice at once; the ninth packet goes back and a timer clears oactive. */
    private void start(int cpu, Subqueue q) {
        if (cpu != q.index() || inDriver.getAndIncrement(q.index()) != 0) {
            throw new IllegalStateException("subqueue " + q.index() + " started on " + cpu);
        }
        MbufBatch ring = rings[q.index()];
        q.dequeue(ring);
        ring.freeAll();
        Mbuf more = q.dequeue();
        if (more != null) {
            q.setOactive();
            q.prepend(more);
            interrupts[q.index()].reset(1_000);
        }
        inDriver.getAndDecrement(q.index());
    }
}
