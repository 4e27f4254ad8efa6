package org.ifnet.netisr.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.ifnet.netisr.DriverGuard;
import org.ifnet.netisr.EnvThread;
import org.ifnet.netisr.NetisrJob;
import org.ifnet.netisr.NetisrJob.Phase;
import org.ifnet.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A bad driver costs the other work of its netisr less than a tenth of a second. */
class HandOverTest {
    private static final long MS = 1_000_000L;
    private static final long COST = 100 * MS;

    /** A machine that is busy with other things makes gaps of its own; a fault of ours is there every time. */
    private static final int ATTEMPTS = 5;

    private final AtomicInteger reports = new AtomicInteger();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicLong lastRun = new AtomicLong();
    private final AtomicLong longestGap = new AtomicLong();
    private RealPlatform p = new RealPlatform(1);
    private DriverGuard guard = p.netisr.guard("bad0", (thread, nanos) -> reports.incrementAndGet());

    /** What a bad driver does. */
    private interface Scenario {
        void run() throws Exception;
    }

    @BeforeAll
    static void hushTheExpected() {
        Quiet.please();
    }

    @AfterEach
    void close() {
        stop.set(true);
        p.close();
    }

    /** Runs the scenario beside good work of the same netisr, which must not wait long for its next turn. */
    private void costsLittle(Scenario scenario) throws Exception {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            startGoodWork();
            scenario.run();
            if (longestGap.get() < COST) {
                return;
            }
            close();
            stop.set(false);
            reports.set(0);
            p = new RealPlatform(1);
            guard = p.netisr.guard("bad0", (thread, nanos) -> reports.incrementAndGet());
        }
        fail("other work was kept for " + longestGap.get() / MS + " ms");
    }

    /** Other work of the same netisr, which notes how long it was kept from running. */
    private void startGoodWork() {
        DriverGuard good = p.netisr.guard("good0", (thread, nanos) -> {});
        lastRun.set(p.env.nanoTime());
        longestGap.set(0);
        p.netisr
                .job(0, Phase.POLL, () -> {
                    good.enter();
                    good.leave();
                    long now = p.env.nanoTime();
                    longestGap.accumulateAndGet(now - lastRun.getAndSet(now), Math::max);
                    return !stop.get();
                })
                .schedule();
    }

    private static void block(CountDownLatch until, long seconds) {
        try {
            until.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void carriesOnWhenADriverNeverReturns() throws Exception {
        costsLittle(() -> {
            CountDownLatch never = new CountDownLatch(1);
            AtomicLong entered = new AtomicLong();
            NetisrJob bad = p.netisr.job(0, Phase.POLL, () -> {
                guard.enter();
                entered.set(p.env.nanoTime());
                block(never, 60);
                guard.leave();
                return false;
            });
            bad.schedule();
            Await.until(() -> reports.get() == 1, RealPlatform.LONG);
            assertTrue(p.netisr.barrier(RealPlatform.LONG.toNanos()), "the lost thread does not hold up the barrier");
            Await.until(() -> lastRun.get() - entered.get() > COST, RealPlatform.LONG);
            assertEquals(1, guard.inside());
            EnvThread lost = p.netisr.abandoned().get(0).thread();
            never.countDown();
            assertTrue(lost.join(RealPlatform.LONG.toNanos()));
            assertTrue(guard.awaitEmpty(0));
            assertEquals(1, p.netisr.handovers());
        });
    }

    @Test
    void carriesOnWhenADriverComputesForEver() throws Exception {
        costsLittle(() -> {
            AtomicBoolean end = new AtomicBoolean();
            NetisrJob bad = p.netisr.job(0, Phase.START, () -> {
                guard.enter();
                while (!end.get()) {
                    Thread.onSpinWait();
                }
                guard.leave();
                return false;
            });
            bad.schedule();
            Await.until(() -> reports.get() == 1, RealPlatform.LONG);
            end.set(true);
            Await.until(() -> guard.inside() == 0, RealPlatform.LONG);
        });
    }

    @Test
    void runsAJobAgainWhenTheThreadLostInItIsBack() throws Exception {
        costsLittle(() -> {
            CountDownLatch second = new CountDownLatch(1);
            AtomicInteger entered = new AtomicInteger();
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            NetisrJob bad = p.netisr.job(0, Phase.POLL, () -> {
                guard.enter();
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                if (entered.incrementAndGet() == 1) {
                    block(second, 1);
                }
                inside.decrementAndGet();
                guard.leave();
                return false;
            });
            bad.schedule();
            Await.until(() -> reports.get() == 1, RealPlatform.LONG);
            bad.schedule();
            Await.until(() -> entered.get() == 2, RealPlatform.LONG);
            assertEquals(1, most.get(), "threads in the driver at once");
            Await.until(() -> guard.inside() == 0, RealPlatform.LONG);
        });
    }

    @Test
    void carriesOnWhenADriverThrows() throws Exception {
        costsLittle(() -> {
            AtomicInteger thrown = new AtomicInteger();
            NetisrJob bad = p.netisr.job(0, Phase.POLL, () -> {
                guard.enter();
                try {
                    thrown.incrementAndGet();
                    throw new IllegalStateException("driver");
                } finally {
                    guard.leave();
                }
            });
            for (int i = 1; i <= 100; i++) {
                int n = i;
                bad.schedule();
                Await.until(() -> thrown.get() == n, RealPlatform.LONG);
            }
            Await.until(() -> p.netisr.faultCount() == 100, RealPlatform.LONG);
            assertEquals(0, p.netisr.handovers());
        });
    }

    @Test
    void doesNotTakeTheRoleFromWorkThatIsOnlyBusy() {
        startGoodWork();
        long begin = p.env.nanoTime();
        while (p.env.nanoTime() - begin < 300 * MS) {
            p.env.park(10 * MS);
        }
        assertEquals(0, p.netisr.handovers());
    }

    @Test
    void refusesNestedAndForeignDriverCalls() throws Exception {
        DriverGuard other = p.netisr.guard("other", (thread, nanos) -> {});
        String message = p.netisr.call(0, () -> {
            guard.enter();
            try {
                other.enter();
                return "entered";
            } catch (IllegalStateException e) {
                return e.getMessage();
            } finally {
                guard.leave();
            }
        });
        assertEquals("driver calls do not nest: driver other inside driver bad0", message);
        assertThrows(IllegalStateException.class, guard::enter);
        assertThrows(IllegalStateException.class, guard::leave);
        assertThrows(IllegalStateException.class, guard::leaveControl);
    }
}
