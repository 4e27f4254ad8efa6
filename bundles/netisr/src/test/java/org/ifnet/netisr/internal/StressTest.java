package org.ifnet.netisr.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.EnvThread;
import org.ifnet.netisr.Netisr;
import org.ifnet.netisr.NetisrJob;
import org.ifnet.netisr.NetisrJob.Phase;
import org.ifnet.testkit.Await;
import org.junit.jupiter.api.Test;

/** What must hold under load on real threads. */
class StressTest {
    private static final long LONG = RealPlatform.LONG.toNanos();

    /** An element that knows who pushed it when. */
    private static final class Item extends Linked<Item> {
        final int sender;
        final int number;

        Item(int sender, int number) {
            this.sender = sender;
            this.number = number;
        }
    }

    @Test
    void losesNothingAndKeepsTheOrderOfEachSender() {
        RealEnv env = new RealEnv();
        Inbox<Item> inbox = new Inbox<>(env);
        int senders = 4;
        int each = 100_000;
        List<EnvThread> threads = new ArrayList<>();
        for (int s = 0; s < senders; s++) {
            int sender = s;
            threads.add(env.start("sender" + s, () -> {
                for (int i = 0; i < each; i++) {
                    inbox.push(new Item(sender, i));
                }
            }));
        }
        int[] next = new int[senders];
        int total = 0;
        long begin = env.nanoTime();
        while (total < senders * each && env.nanoTime() - begin < LONG) {
            inbox.gather();
            for (Item item = inbox.poll(); item != null; item = inbox.poll()) {
                assertEquals(next[item.sender]++, item.number);
                total++;
            }
        }
        assertEquals(senders * each, total);
        assertTrue(inbox.isEmpty());
        threads.forEach(t -> t.join(-1));
    }

    @Test
    void losesNoWakeUp() {
        try (RealPlatform p = new RealPlatform(2)) {
            AtomicLong wanted = new AtomicLong();
            AtomicLong seen = new AtomicLong();
            NetisrJob job = p.netisr.job(1, Phase.POLL, () -> {
                seen.set(wanted.get());
                return false;
            });
            for (int i = 1; i <= 200_000; i++) {
                wanted.set(i);
                job.schedule();
                // Every now and then the netisr falls asleep first, at another distance each time.
                if (i % 64 == 0) {
                    int n = i;
                    Await.until(() -> "schedule " + n + " of job", () -> seen.get() == n, RealPlatform.LONG);
                }
            }
            Await.until(() -> seen.get() == 200_000, RealPlatform.LONG);
        }
    }

    @Test
    void passesWorkToAndFroWithoutEverStoppingShort() throws Exception {
        try (RealPlatform p = new RealPlatform(2)) {
            AtomicInteger hops = new AtomicInteger();
            NetisrJob[] jobs = new NetisrJob[2];
            for (int cpu = 0; cpu < 2; cpu++) {
                int other = 1 - cpu;
                jobs[cpu] = p.netisr.job(cpu, cpu == 0 ? Phase.POLL : Phase.START, () -> {
                    if (hops.incrementAndGet() < 20_000) {
                        jobs[other].schedule();
                    }
                    return false;
                });
            }
            jobs[0].schedule();
            Await.until(() -> "hops " + hops, () -> hops.get() == 20_000, RealPlatform.LONG);
        }
    }

    /** Something that must not be used after it has been withdrawn. */
    private static final class Thing {
        volatile boolean withdrawn;
    }

    @Test
    void usesNothingThatWasUnpublishedBeforeTheBarrier() {
        try (RealPlatform p = new RealPlatform(2)) {
            AtomicReference<Thing> published = new AtomicReference<>();
            AtomicReference<String> violation = new AtomicReference<>();
            AtomicBoolean stop = new AtomicBoolean();
            AtomicLong used = new AtomicLong();
            List<NetisrJob> jobs = new ArrayList<>();
            for (int cpu = 0; cpu < 2; cpu++) {
                jobs.add(p.netisr.job(cpu, Phase.POLL, () -> {
                    Thing thing = published.get();
                    if (thing == null) {
                        return false;
                    }
                    for (int k = 0; k < 20; k++) {
                        if (thing.withdrawn) {
                            violation.set("used after the barrier");
                        }
                    }
                    used.incrementAndGet();
                    return !stop.get();
                }));
            }
            for (int round = 0; round < 20_000 && violation.get() == null; round++) {
                Thing thing = new Thing();
                published.set(thing);
                jobs.forEach(NetisrJob::schedule);
                if (round % 3 == 0) {
                    Thread.onSpinWait();
                }
                published.set(null);
                assertTrue(p.netisr.barrier(LONG));
                thing.withdrawn = true;
            }
            stop.set(true);
            assertNull(violation.get());
            assertTrue(used.get() > 1000, "used " + used);
        }
    }

    @Test
    void sharesTheBarrierAmongManyCallers() {
        try (RealPlatform p = new RealPlatform(2)) {
            AtomicBoolean stop = new AtomicBoolean();
            NetisrJob busy = p.netisr.job(0, Phase.POLL, () -> !stop.get());
            busy.schedule();
            List<EnvThread> callers = new ArrayList<>();
            AtomicInteger passed = new AtomicInteger();
            for (int i = 0; i < 4; i++) {
                callers.add(p.env.start("caller", () -> {
                    for (int k = 0; k < 5_000; k++) {
                        if (p.netisr.barrier(LONG)) {
                            passed.incrementAndGet();
                        }
                    }
                }));
            }
            callers.forEach(t -> t.join(-1));
            stop.set(true);
            assertEquals(20_000, passed.get());
        }
    }

    @Test
    void endsABarrierAtItsTimeWhenANetisrDoesNotPass() throws Exception {
        try (RealPlatform p = new RealPlatform(2)) {
            AtomicBoolean inside = new AtomicBoolean();
            AtomicBoolean go = new AtomicBoolean();
            p.netisr.post(0, () -> {
                inside.set(true);
                while (!go.get()) {
                    p.env.park(1_000_000);
                }
            });
            Await.until(inside::get, RealPlatform.LONG);
            long begin = p.env.nanoTime();
            assertEquals(false, p.netisr.barrier(20_000_000));
            assertTrue(p.env.nanoTime() - begin >= 20_000_000);
            go.set(true);
            assertTrue(p.netisr.barrier(LONG));
        }
    }

    @Test
    void losesNoPacketBetweenManySendersAndOneNetisr() {
        try (RealPlatform p = new RealPlatform(2)) {
            MbufPool pool = MbufPool.allocate("test", 4096, 128, 0);
            AtomicLong sum = new AtomicLong();
            AtomicLong handled = new AtomicLong();
            Netisr.PacketHandler handler = packets -> {
                for (int i = 0; i < packets.size(); i++) {
                    sum.addAndGet(packets.get(i).flowHash());
                }
                handled.addAndGet(packets.size());
                packets.freeAll();
            };
            AtomicLong taken = new AtomicLong();
            AtomicLong offered = new AtomicLong();
            List<EnvThread> senders = new ArrayList<>();
            for (int s = 0; s < 3; s++) {
                senders.add(p.env.start("sender", () -> send(p, pool, handler, offered, taken)));
            }
            senders.forEach(t -> t.join(-1));
            Await.until(() -> handled.get() == taken.get(), RealPlatform.LONG);
            assertEquals(offered.get(), taken.get() + p.netisr.mailboxDrops());
            assertEquals(handled.get(), sum.get());
            Await.until(() -> pool.outstanding() == 0, RealPlatform.LONG);
        }
    }

    private static void send(
            RealPlatform p, MbufPool pool, Netisr.PacketHandler handler, AtomicLong offered, AtomicLong taken) {
        MbufBatch batch = new MbufBatch(7);
        for (int i = 0; i < 3_000; i++) {
            for (Mbuf m = pool.alloc(); m != null; m = batch.isFull() ? null : pool.alloc()) {
                m.flowHash(1);
                batch.add(m);
                if (batch.isFull()) {
                    break;
                }
            }
            offered.addAndGet(batch.size());
            taken.addAndGet(p.netisr.queue(1, handler, batch));
        }
    }
}
