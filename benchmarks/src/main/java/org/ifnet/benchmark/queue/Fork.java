package org.ifnet.benchmark.queue;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.mbuf.MbufPool;

import jdk.jfr.Recording;

/** One measurement in its own process: prints nanoseconds a packet, and bytes allocated a packet. */
final class Fork {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CHUNK = 1_000_000;
    private static final int WARM_UPS = 20;
    private static final int CHUNKS = 10;
    private static final long SECOND = 1_000_000_000L;

    private final Subject subject;
    private final Lane lane;
    private final MbufPool pool = MbufPool.allocate("bench", 1024, 256, 64);
    private final MbufBatch in;
    private final MbufBatch out;

    private Fork(Subject subject) {
        this.subject = subject;
        lane = Lanes.of(subject);
        in = new MbufBatch(subject.batch());
        out = new MbufBatch(subject.batch());
    }

    /** @param arguments the subject, and {@code recorded} with a flight recorder that writes the events of queues */
    public static void main(String[] arguments) throws InterruptedException {
        Fork fork = new Fork(Subject.valueOf(arguments[0]));
        if (arguments.length > 1) {
            Recording recording = new Recording();
            recording.enable("ifnet.Transmit").withPeriod(Duration.ofMillis(100));
            recording.enable("ifnet.TransmitDrop");
            recording.start();
        }
        double[] result = fork.run();
        System.out.println(String.format(Locale.ROOT, "%.3f %.6f", result[0], result[1]));
        System.exit(0);
    }

    private double[] run() throws InterruptedException {
        boolean two = subject.name().startsWith("TWO");
        double best = Double.MAX_VALUE;
        long allocated = 0;
        for (int i = 0; i < WARM_UPS + CHUNKS; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            long begin = System.nanoTime();
            if (two) {
                hand();
            } else if (subject == Subject.SINGLE) {
                singles();
            } else {
                batches();
            }
            long nanos = System.nanoTime() - begin;
            if (i >= WARM_UPS) {
                best = Math.min(best, (double) nanos / CHUNK);
                allocated += THREADS.getCurrentThreadAllocatedBytes() - before;
            }
        }
        return new double[] {best, (double) allocated / CHUNKS / CHUNK};
    }

    private Mbuf packet() {
        Mbuf m = pool.alloc();
        if (m == null || !m.append(60)) {
            throw new IllegalStateException("no packet");
        }
        return m;
    }

    private void singles() {
        Mbuf m = packet();
        MbufBatch one = out;
        for (int i = 0; i < CHUNK; i++) {
            lane.offer(m);
            lane.poll(one);
            m = one.get(0);
            one.clear();
        }
        m.free();
    }

    private void batches() {
        MbufBatch batch = in;
        while (!batch.isFull()) {
            batch.add(packet());
        }
        for (int i = 0; i < CHUNK / subject.batch(); i++) {
            lane.offer(batch);
            lane.poll(batch);
        }
        batch.freeAll();
    }

    /** Packets go round: what has come through is sent again, so that neither side waits for the pool. */
    private void hand() throws InterruptedException {
        AtomicLong received = new AtomicLong();
        Thread consumer = new Thread(() -> {
            long n = 0;
            MbufBatch batch = new MbufBatch(32);
            while (n < CHUNK) {
                int got = lane.poll(batch);
                batch.clear();
                n += got;
                if (got != 0) {
                    received.setRelease(n);
                }
            }
        });
        Mbuf[] ring = new Mbuf[2 * Lanes.CAPACITY];
        for (int i = 0; i < ring.length; i++) {
            ring[i] = packet();
        }
        consumer.start();
        long sent = 0;
        long deadline = System.nanoTime() + 60 * SECOND;
        while (sent < CHUNK) {
            if (sent - received.getAcquire() <= Lanes.CAPACITY - subject.batch()) {
                sent += send(ring, sent);
            } else if (System.nanoTime() > deadline) {
                throw new IllegalStateException("stuck at " + sent);
            }
        }
        consumer.join();
        for (Mbuf m : ring) {
            m.free();
        }
    }

    private int send(Mbuf[] ring, long sent) {
        if (subject.batch() == 1) {
            return lane.offer(ring[(int) (sent % ring.length)]) ? 1 : 0;
        }
        for (int i = 0; i < subject.batch(); i++) {
            in.add(ring[(int) ((sent + i) % ring.length)]);
        }
        lane.offer(in);
        return subject.batch();
    }
}
