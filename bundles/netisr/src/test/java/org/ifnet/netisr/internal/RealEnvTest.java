package org.ifnet.netisr.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
import org.ifnet.netisr.EnvThread;
import org.ifnet.netisr.Serializer;
import org.ifnet.testkit.Await;
import org.junit.jupiter.api.Test;

class RealEnvTest {
    private static final long LONG = RealPlatform.LONG.toNanos();
    private final RealEnv env = new RealEnv();

    @Test
    void startsDaemonThreadsWithoutAContextClassLoader() {
        AtomicReference<Thread> seen = new AtomicReference<>();
        AtomicReference<EnvThread> self = new AtomicReference<>();
        EnvThread t = env.start("ifnet-test", () -> {
            seen.set(Thread.currentThread());
            self.set(env.current());
            assertNull(new RealEnv().current(), "another Env did not start it");
            assertNull(Thread.currentThread().getContextClassLoader());
        });
        assertTrue(t.join(LONG));
        assertEquals("ifnet-test", seen.get().getName());
        assertTrue(seen.get().isDaemon());
        assertSame(t, self.get());
        assertNull(env.current());
        assertFalse(t.isAlive());
    }

    @Test
    void forgetsTheBodyOfAThreadThatHasEnded() {
        EnvThread t = env.start("ifnet-test", () -> {});
        assertTrue(t.join(LONG));
        assertNull(t.body());
    }

    @Test
    void refusesALockOfALowerOrEqualRankInsideAnother() {
        EnvLock table = env.lock("table", Env.Rank.IFNET);
        EnvLock control = env.lock("control", Env.Rank.CONTROL);
        EnvLock other = env.lock("other table", Env.Rank.IFNET);
        table.lock();
        try {
            table.lock();
            table.unlock();
            String message =
                    assertThrows(IllegalStateException.class, control::lock).getMessage();
            assertTrue(message.contains("control(300)") && message.contains("table(500)"), message);
            assertThrows(IllegalStateException.class, other::lock);
        } finally {
            table.unlock();
        }
        control.lock();
        table.lock();
        table.unlock();
        control.unlock();
        assertFalse(table.isHeldByCaller());
    }

    @Test
    void endsATimedWaitAtTheSignalOrAtItsTime() {
        EnvLock lock = env.lock("l", Env.Rank.LEAF);
        AtomicBoolean waiting = new AtomicBoolean();
        EnvThread t = env.start("waiter", () -> {
            lock.lock();
            waiting.set(true);
            lock.await(LONG);
            lock.unlock();
        });
        Await.until(() -> waiting.get() && t.isWaiting(), RealPlatform.LONG);
        lock.lock();
        lock.signalAll();
        lock.unlock();
        assertTrue(t.join(LONG / 2));
        long begin = env.nanoTime();
        lock.lock();
        lock.await(2_000_000);
        lock.unlock();
        assertTrue(env.nanoTime() - begin >= 2_000_000);
    }

    @Test
    void keepsAnInterruptAndDoesNotCutATimedWaitShort() {
        EnvLock lock = env.lock("l", Env.Rank.LEAF);
        Thread.currentThread().interrupt();
        long begin = env.nanoTime();
        lock.lock();
        lock.await(5_000_000);
        lock.unlock();
        assertTrue(env.nanoTime() - begin >= 5_000_000);
        assertTrue(env.interrupted());
        assertFalse(env.interrupted());
    }

    @Test
    void refusesToEnterASerializerTwice() {
        Serializer s = env.serializer("hw");
        s.enter();
        assertThrows(IllegalStateException.class, s::enter);
        assertFalse(s.tryEnter());
        AtomicBoolean taken = new AtomicBoolean();
        assertTrue(env.start("other", () -> taken.set(s.tryEnter())).join(LONG));
        assertFalse(taken.get());
        s.exit();
        assertThrows(IllegalStateException.class, s::exit);
        assertTrue(s.tryEnter());
        s.exit();
    }

    @Test
    void tellsAWaitingThreadFromOneThatBurnsItsProcessor() {
        AtomicBoolean stop = new AtomicBoolean();
        EnvThread busy = env.start("busy", () -> {
            while (!stop.get()) {
                Thread.onSpinWait();
            }
        });
        EnvThread idle = env.start("idle", () -> {
            while (!stop.get()) {
                env.park(-1);
            }
        });
        Await.until("processor time", () -> busy.cpuNanos() > 5_000_000, RealPlatform.LONG);
        Await.until("idle waits", idle::isWaiting, RealPlatform.LONG);
        assertFalse(busy.isWaiting());
        assertTrue(idle.stackTrace().length > 0);
        stop.set(true);
        idle.unpark();
        assertTrue(idle.join(LONG));
        assertTrue(busy.join(LONG));
    }

    @Test
    void bringsAParkedThreadBackByAnInterrupt() {
        AtomicBoolean told = new AtomicBoolean();
        EnvThread t = env.start("parked", () -> {
            while (!env.interrupted()) {
                env.park(-1);
            }
            told.set(true);
        });
        assertFalse(t.join(1_000_000));
        t.interrupt();
        assertTrue(t.join(LONG));
        assertTrue(told.get());
    }

    @Test
    void givesOtherBitsEveryTime() {
        assertNotEquals(env.random(), env.random());
        assertNotNull(env);
    }

    @Test
    void looksOutForWhatAnotherThreadDoesAndGivesUpInTime() {
        AtomicBoolean done = new AtomicBoolean();
        EnvThread other = env.start("ifnet-test", () -> done.set(true));
        while (!env.spin(done::get, 1_000_000)) {
            assertTrue(other.isAlive() || done.get());
        }
        assertTrue(env.spin(() -> true, 0));
        long begin = System.nanoTime();
        assertFalse(env.spin(() -> false, 1_000_000));
        long took = System.nanoTime() - begin;
        assertTrue(took < 1_000_000_000L, took + " ns");
    }
}
