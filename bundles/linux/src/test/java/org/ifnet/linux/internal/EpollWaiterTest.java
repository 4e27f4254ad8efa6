package org.ifnet.linux.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.ifnet.linux.Linux;
import org.ifnet.netisr.NetisrWaiter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EpollWaiterTest {
    private static final long MILLI = 1_000_000;
    private final ByteBuffer one = Linux.struct(8).putLong(0, 1);
    private final List<Integer> tokens = new ArrayList<>();
    private NetisrWaiter waiter;
    private int fd;

    @BeforeEach
    void open() {
        assumeTrue(Linux.problem() == null, () -> "no system calls here: " + Linux.problem());
        waiter = new EpollWaiterFactory().open();
        fd = Linux.eventfd(0, Linux.EFD_NONBLOCK | Linux.EFD_CLOEXEC);
    }

    @AfterEach
    void close() {
        waiter.close();
        Linux.close(fd);
    }

    private void makeReadable() {
        assertEquals(8, Linux.write(fd, Linux.address(one), 8));
    }

    @Test
    void tellsAReadableDescriptorAgainAndAgainUntilItIsRead() {
        waiter.add(fd, -7);
        waiter.await(0, tokens::add);
        assertEquals(List.of(), tokens);
        makeReadable();
        waiter.await(-1, tokens::add);
        waiter.await(-1, tokens::add);
        assertEquals(List.of(-7, -7), tokens);
        Linux.read(fd, Linux.address(one), 8);
        waiter.await(0, tokens::add);
        assertEquals(2, tokens.size());
    }

    @Test
    void tellsNothingOfARemovedDescriptor() {
        waiter.add(fd, 1);
        makeReadable();
        waiter.remove(fd);
        waiter.remove(fd);
        waiter.await(0, tokens::add);
        assertEquals(List.of(), tokens);
    }

    @Test
    void refusesADescriptorThatCannotBeWatched() {
        waiter.add(fd, 1);
        assertThrows(IllegalArgumentException.class, () -> waiter.add(fd, 2));
        assertThrows(IllegalArgumentException.class, () -> waiter.add(-1, 2));
    }

    @Test
    void aWakeupBeforeTheWaitEndsOneWaitOnly() {
        waiter.wakeup();
        waiter.wakeup();
        waiter.await(-1, tokens::add);
        long start = System.nanoTime();
        waiter.await(2 * MILLI, tokens::add);
        assertTrue(System.nanoTime() - start >= 2 * MILLI, "the second wait lasted");
    }

    @Test
    void aWakeupBeforeTheWaitStillShowsWhatIsReadable() {
        waiter.add(fd, 3);
        makeReadable();
        waiter.wakeup();
        waiter.await(-1, tokens::add);
        assertEquals(List.of(3), tokens);
    }

    @Test
    void neverEndsBeforeItsTime() {
        for (long nanos : new long[] {1, 50_000, MILLI, 3 * MILLI + 1}) {
            long start = System.nanoTime();
            waiter.await(nanos, tokens::add);
            assertTrue(System.nanoTime() - start >= nanos, nanos + " ns");
        }
    }

    @Test
    void noWakeupIsLostBetweenTwoThreads() throws InterruptedException {
        int rounds = 20_000;
        AtomicLong work = new AtomicLong();
        AtomicInteger done = new AtomicInteger();
        Thread waiting = new Thread(() -> {
            while (done.get() < rounds) {
                while (work.get() > done.get()) {
                    done.incrementAndGet();
                }
                if (done.get() < rounds) {
                    waiter.await(-1, tokens::add);
                }
            }
        });
        waiting.start();
        for (int i = 0; i < rounds; i++) {
            work.incrementAndGet();
            waiter.wakeup();
            if (i % 3 == 0) {
                while (done.get() <= i) {
                    Thread.onSpinWait();
                }
            }
        }
        waiting.join();
        assertEquals(rounds, done.get());
    }

    @Test
    void wakeupsInTheRaceWithCloseHurtNobody() throws InterruptedException {
        int before = descriptors();
        for (int i = 0; i < 500; i++) {
            NetisrWaiter w = new EpollWaiter();
            Thread waker = new Thread(() -> {
                for (int k = 0; k < 20; k++) {
                    w.wakeup();
                }
            });
            waker.start();
            w.await(MILLI, tokens::add);
            w.await(0, tokens::add);
            w.close();
            w.wakeup();
            waker.join();
        }
        assertEquals(before, descriptors());
    }

    private static int descriptors() {
        return new File("/proc/self/fd").list().length;
    }
}
