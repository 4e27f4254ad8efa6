package org.ifnet.ifq.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.ifnet.DropReason;
import org.ifnet.ifq.Subqueue;
import org.ifnet.ifq.SubqueueStats;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing is ever stuck (reference section 11 item 10): senders, a driver that sometimes takes no more, gives packets
 * back or loses them, a device that takes packets again from another thread, and an administrator who stops the queue.
 */
@Timeout(60)
class LivenessTest {
    private static final int PACKETS = 2_000;

    private final QueueBench bench = new QueueBench(1, 1, 64, 2000);
    private final Subqueue q = bench.ifq.subqueue(0);
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger inDriver = new AtomicInteger();
    private final AtomicBoolean oactive = new AtomicBoolean();
    private final AtomicBoolean quiet = new AtomicBoolean();
    private final List<Throwable> failures = new ArrayList<>();
    private int sent;
    private int lost;

    @ParameterizedTest
    @ValueSource(longs = {1, 20151, 77001})
    void sendsOrDropsEveryPacket(long seed) throws InterruptedException {
        Random random = new Random(seed);
        bench.driver = queue -> drive(random);
        List<Thread> senders = List.of(thread(() -> send(seed + 1)), thread(() -> send(seed + 2)));
        Thread device = thread(this::wakeUp);
        Thread administrator = thread(() -> administrate(seed + 3));
        while (senders.stream().anyMatch(Thread::isAlive)) {
            if (bench.netisr.runOnce(0) == 0) {
                Thread.yield();
            }
        }
        quiet.set(true);
        administrator.join();
        device.join();
        settle();
        assertEquals(List.of(), failures, "seed " + seed);
        SubqueueStats stats = q.stats();
        assertEquals(0, stats.queued(), "stuck, seed " + seed);
        assertEquals(sent, stats.sent(), "seed " + seed);
        assertEquals(stats.enqueued(), stats.sent() + stats.droppedTotal(), "seed " + seed);
        assertEquals(lost, stats.dropped().getOrDefault(DropReason.DRIVER_ERROR, 0L), "seed " + seed);
        assertTrue(accepted.get() >= sent + lost, "seed " + seed);
        assertTrue(sent > 0, "seed " + seed + " tested nothing: " + stats);
        assertEquals(List.of(), bench.pool.leaks());
    }

    /** All are at rest but the netisr: what waits must leave by itself, given that the device takes it. */
    private void settle() {
        do {
            bench.netisr.runAll();
            if (oactive.getAndSet(false)) {
                q.clearOactive();
            }
        } while (bench.netisr.pending() != 0);
    }

    private void drive(Random random) {
        assertEquals(1, inDriver.incrementAndGet(), "two starts at once");
        MbufBatch batch = new MbufBatch(8);
        while (q.dequeue(batch) != 0) {
            int take = random.nextInt(batch.size() + 1);
            for (int i = 0; i < take; i++) {
                finish(batch.get(i), random);
            }
            boolean full = take < batch.size() || random.nextInt(4) == 0;
            q.prepend(batch, take);
            if (full) {
                oactive.set(true);
                q.setOactive();
                break;
            }
        }
        inDriver.decrementAndGet();
    }

    private void finish(Mbuf m, Random random) {
        if (random.nextInt(16) == 0) {
            q.drop(m, DropReason.DRIVER_ERROR);
            lost++;
        } else {
            m.free();
            sent++;
        }
    }

    private void wakeUp() {
        while (!quiet.get()) {
            if (q.isOactive() && oactive.getAndSet(false)) {
                q.clearOactive();
            }
            Thread.yield();
        }
    }

    private void administrate(long seed) {
        Random random = new Random(seed);
        while (!quiet.get()) {
            bench.ifq.setRunning(false);
            bench.ifq.setRunning(true);
            for (int i = random.nextInt(64); i > 0; i--) {
                Thread.yield();
            }
        }
    }

    private void send(long seed) {
        Random random = new Random(seed);
        MbufBatch batch = new MbufBatch(4);
        for (int i = 0; i < PACKETS; i++) {
            Mbuf m = bench.packet(i);
            m.flags(random.nextInt(8) == 0 ? Mbuf.PRIO : 0);
            if (random.nextBoolean() && batch.add(m)) {
                continue;
            }
            accepted.addAndGet(bench.ifq.dispatch(batch));
            if (bench.ifq.dispatch(m) == 0) {
                accepted.getAndIncrement();
            } else {
                Thread.yield();
            }
        }
        accepted.addAndGet(bench.ifq.dispatch(batch));
    }

    private Thread thread(Runnable body) {
        Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (RuntimeException | Error e) {
                synchronized (failures) {
                    failures.add(e);
                }
            }
        });
        thread.start();
        return thread;
    }
}
