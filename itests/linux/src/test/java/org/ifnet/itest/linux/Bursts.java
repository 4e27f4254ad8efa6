package org.ifnet.itest.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;

/** Ten thousand frames each way at once. The sender waits for the receiver now and then: queues of the host are short. */
final class Bursts {
    static final int FRAMES = 10_000;
    private static final int WINDOW = 256;
    private static final int LENGTH = 60;

    private Bursts() {}

    /** None is lost, reordered or changed in either direction, and no mbuf stays behind. */
    static void bothWays(DriverBench bench, PeerPort peer) throws InterruptedException {
        AtomicInteger wrong = new AtomicInteger();
        Thread sender = new Thread(() -> sendToUs(bench, peer));
        Thread receiver = new Thread(() -> wrong.set(receive(peer)));
        sender.start();
        receiver.start();
        AtomicInteger seen = new AtomicInteger();
        for (int i = 0; i < FRAMES; i++) {
            if (i % WINDOW == 0) {
                DriverBench.await("room in the pool", () -> bench.queue.length() == 0);
            }
            bench.send(numbered(i));
            while (!bench.received.isEmpty()) {
                check(bench, seen);
            }
        }
        while (seen.get() < FRAMES) {
            check(bench, seen);
        }
        sender.join();
        receiver.join();
        assertEquals(0, wrong.get(), "frames from us that the host got wrong, or not at all");
        assertEquals(FRAMES, bench.queue.stats().sent());
    }

    private static void check(DriverBench bench, AtomicInteger seen) throws InterruptedException {
        assertEquals(seen.getAndIncrement(), number(bench.next()), "frames from the host come in order");
    }

    private static void sendToUs(DriverBench bench, PeerPort peer) {
        AtomicInteger sent = new AtomicInteger();
        for (int i = 0; i < FRAMES; i++) {
            peer.send(numbered(i));
            sent.incrementAndGet();
            if (i % WINDOW == WINDOW - 1) {
                DriverBench.await("the bench has read", () -> bench.taken.get() >= sent.get());
            }
        }
    }

    private static int receive(PeerPort peer) {
        int wrong = 0;
        for (int i = 0; i < FRAMES; i++) {
            byte[] frame = peer.receive(5000);
            if (frame == null) {
                return wrong + FRAMES - i;
            }
            wrong += number(frame) == i ? 0 : 1;
        }
        return wrong;
    }

    private static byte[] numbered(int i) {
        byte[] frame = Frames.of(LENGTH, 0);
        frame[14] = (byte) (i >> 8);
        frame[15] = (byte) i;
        return frame;
    }

    private static int number(byte[] frame) {
        return frame.length != LENGTH ? -1 : (frame[14] & 0xff) << 8 | frame[15] & 0xff;
    }
}
