package org.ifnet.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.ifnet.DriverState;
import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.control.ControlListener;
import org.ifnet.control.ControlRecord;
import org.ifnet.control.Credential;
import org.ifnet.control.Privilege;
import org.ifnet.driver.Ifpoll;
import org.ifnet.mbuf.Mbuf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Polling on real threads (reference 4.4, tests 19). */
class PollingTest {
    private final Rig rig = new Rig();
    private final PolledDriver driver = new PolledDriver();

    @AfterEach
    void close() {
        rig.close();
        assertEquals(List.of(), driver.violations);
    }

    private Ifnet attach(String name, TestDriver which) throws IfnetException {
        return rig.up(rig.ifnets().attach(name, which).ifnet());
    }

    private void polling(Ifnet ifnet, boolean on) throws IfnetException {
        rig.control().setPolling(Rig.ROOT, ifnet, on);
    }

    private Errno refused(Ifnet ifnet, boolean on) {
        int flags = ifnet.flags();
        IfnetException e = assertThrows(IfnetException.class, () -> polling(ifnet, on));
        assertTrue(e.getMessage().contains(ifnet.name()) || e.errno() == Errno.EOPNOTSUPP, e.getMessage());
        assertEquals(flags, ifnet.flags(), "a failed operation changed the flags");
        return e.errno();
    }

    private String sysctl(String name) throws IfnetException {
        return rig.core.sysctls().require("net.ifpoll." + name).get();
    }

    private void inject(TestDriver into, int count) {
        for (int i = 0; i < count; i++) {
            Mbuf m = rig.pool.alloc();
            m.append(60);
            into.inject(m);
        }
    }

    @Test
    void receivesByPollingAndGoesBackToWaiting() throws IfnetException {
        Ifnet em0 = attach("em0", driver);
        polling(em0, true);
        assertTrue(em0.has(IfFlags.NPOLLING));
        Rig.await("settled", () -> driver.rx.get() > 10 && driver.tx.get() > 10);
        inject(driver, 200);
        Rig.await("received by polling", () -> rig.link.received.get() == 200);
        assertEquals(Ifpoll.UNLIMITED, driver.txBudget.get());
        polling(em0, false);
        assertFalse(em0.has(IfFlags.NPOLLING));
        assertEquals("0", sysctl("0.rx.handlers"));
        long calls = driver.rx.get();
        inject(driver, 100);
        Rig.await("received by waiting", () -> rig.link.received.get() == 300);
        assertEquals(calls, driver.rx.get(), "a handler was called after deregister");
        polling(em0, true);
        inject(driver, 100);
        Rig.await("polled again", () -> rig.link.received.get() == 400);
    }

    @Test
    void tellsListenersAndRecordsWhatWasAsked() throws IfnetException {
        List<ControlRecord> records = new CopyOnWriteArrayList<>();
        ControlListener listener = records::add;
        rig.core.add(listener);
        Ifnet em0 = attach("em0", driver);
        records.clear();
        polling(em0, true);
        assertEquals(Errno.EBUSY, refused(em0, true));
        polling(em0, false);
        assertEquals(Errno.EINVAL, refused(em0, false));
        assertEquals(
                List.of(
                        new ControlRecord.Polling("test", "em0", true),
                        new ControlRecord.Polling("test", "em0", false)),
                records);
    }

    /** BUG 4.4: ifioctl ignores what registering answers, and the flag does not match what was asked for. */
    @Test
    void bug_4_4_errorsReachTheCallerAndChangeNothing() throws IfnetException {
        Ifnet plain = attach("em1", new TestDriver());
        assertEquals(Errno.EOPNOTSUPP, refused(plain, true));
        assertEquals(Errno.EOPNOTSUPP, refused(plain, false));
        Ifnet em0 = attach("em0", driver);
        assertEquals(Errno.EINVAL, refused(em0, false));
        polling(em0, true);
        assertEquals(Errno.EBUSY, refused(em0, true));
        polling(em0, false);
        driver.on("polling on", () -> {
            throw new IfnetException(Errno.ENOMEM, "em0: no vectors");
        });
        assertEquals(Errno.ENOMEM, refused(em0, true));
        assertEquals("0", sysctl("0.rx.handlers"));
        driver.on("polling on", () -> {});
        polling(em0, true);
        driver.on("polling off", () -> {
            throw new IfnetException(Errno.EIO, "em0: interrupts are broken");
        });
        assertEquals(Errno.EIO, refused(em0, false));
        assertEquals("1", sysctl("0.rx.handlers"));
        inject(driver, 10);
        Rig.await("still polled", () -> rig.link.received.get() == 10);
        driver.on("polling off", () -> {});
        polling(em0, false);
    }

    @Test
    void needsThePrivilege() throws IfnetException {
        Ifnet em0 = attach("em0", driver);
        Credential guest = new Credential("guest", EnumSet.of(Privilege.ROUTE));
        IfnetException e =
                assertThrows(IfnetException.class, () -> rig.control().setPolling(guest, em0, true));
        assertEquals(Errno.EPERM, e.errno());
        assertFalse(driver.calls.contains("polling on"));
    }

    @Test
    void isNoFlagThatAUserMayChange() throws IfnetException {
        Ifnet em0 = attach("em0", driver);
        rig.control().setFlags(Rig.ROOT, em0, IfFlags.NPOLLING, 0);
        assertFalse(em0.has(IfFlags.NPOLLING));
        polling(em0, true);
        rig.control().setFlags(Rig.ROOT, em0, 0, IfFlags.NPOLLING);
        assertTrue(em0.has(IfFlags.NPOLLING));
    }

    @Test
    void undoesWhatFindsAListFull() throws IfnetException {
        Ifnet em0 = attach("em0", driver);
        driver.handlers = PollContext.LIMIT;
        polling(em0, true);
        assertEquals("128", sysctl("0.rx.handlers"));
        PolledDriver other = new PolledDriver();
        Ifnet em1 = attach("em1", other);
        assertEquals(Errno.ENOENT, refused(em1, true));
        assertEquals(List.of("polling on", "polling off"), other.calls.subList(3, 5));
        assertFalse(other.isPolled());
        assertEquals("128", sysctl("0.rx.handlers"));
        assertEquals("1", sysctl("1.tx.handlers"));
        inject(other, 5);
        Rig.await("the other waits as before", () -> rig.link.received.get() == 5);
        polling(em0, false);
        polling(em1, true);
        assertEquals("1", sysctl("0.rx.handlers"));
    }

    @Test
    void callsHandlersOnlyWhileTheInterfaceRuns() throws IfnetException {
        Ifnet em0 = attach("em0", driver);
        polling(em0, true);
        Rig.await("polled", () -> driver.rx.get() > 0 && driver.tx.get() > 0);
        rig.down(em0);
        long calls = driver.rx.get() + driver.tx.get();
        Rig.await("some ticks", new TimePasses(20));
        assertEquals(calls, driver.rx.get() + driver.tx.get());
        assertEquals("1", sysctl("0.rx.handlers"));
        rig.up(em0);
        Rig.await("polled again", () -> driver.rx.get() + driver.tx.get() > calls);
    }

    @Test
    void endsWithTheInterface() throws IfnetException {
        CoreIfnet em0 = (CoreIfnet) attach("em0", driver);
        polling(em0, true);
        Rig.await("polled", () -> driver.rx.get() > 0);
        driver.calls.clear();
        rig.detach(em0);
        driver.gone = true;
        assertEquals(List.of("polling off", "stop", "detach"), driver.calls);
        assertEquals("0", sysctl("0.rx.handlers"));
        assertEquals("0", sysctl("1.tx.handlers"));
        assertFalse(em0.has(IfFlags.NPOLLING));
        assertFalse(driver.isPolled());
    }

    @Test
    void aHandlerThatHangsCostsItsDriverAloneAndOthersAreStillPolled() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        Ifnet em0 = attach("em0", driver);
        PolledDriver good = new PolledDriver();
        Ifnet em1 = attach("em1", good);
        polling(em0, true);
        polling(em1, true);
        driver.on("rx", () -> awaitQuietly(released));
        Rig.await("quarantined", () -> em0.driverState() == DriverState.QUARANTINED);
        Rig.await("no longer polled", () -> !em0.has(IfFlags.NPOLLING));
        long calls = good.rx.get();
        inject(good, 50);
        Rig.await("the other is polled", () -> rig.link.received.get() == 50 && good.rx.get() > calls);
        assertTrue(em1.has(IfFlags.NPOLLING));
        released.countDown();
        driver.on("rx", () -> {});
        CoreIfnet known = (CoreIfnet) em0;
        Rig.await("the thread is back", () -> known.binding().guarded().guard().inside() == 0);
        rig.up(em0);
        assertEquals(1, driver.calls.stream().filter("polling off"::equals).count());
        polling(em0, true);
        inject(driver, 10);
        Rig.await("polled again", () -> rig.link.received.get() == 60);
        assertEquals(List.of(), good.violations);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aHandlerThatThrowsLeadsToQuarantine() throws IfnetException {
        Ifnet em0 = attach("em0", driver);
        driver.on("tx", () -> {
            throw new IllegalStateException("broken");
        });
        driver.on("rx", () -> {
            throw new IllegalStateException("broken");
        });
        polling(em0, true);
        Rig.await("quarantined", () -> em0.driverState() == DriverState.QUARANTINED);
        Rig.await("no longer polled", () -> !em0.has(IfFlags.NPOLLING));
        assertEquals(Errno.EBUSY, refused(em0, true));
    }

    @Test
    void keepsItsSettingsInRange() throws IfnetException {
        for (String bad :
                List.of("0.pollhz=0", "0.pollhz=-1", "1.tx_frac=0", "0.status_frac=0", "0.rx.user_frac=101")) {
            String[] set = bad.split("=");
            IfnetException e = assertThrows(
                    IfnetException.class,
                    () -> rig.core.sysctls().require("net.ifpoll." + set[0]).set(set[1]));
            assertEquals(Errno.EINVAL, e.errno());
        }
        assertEquals("6000", sysctl("0.pollhz"));
        assertEquals("120", sysctl("0.status_frac"));
        assertEquals("1", sysctl("0.tx_frac"));
        assertEquals("250", sysctl("0.rx.burst_max"));
        assertEquals("50", sysctl("0.rx.each_burst"));
        assertEquals("50", sysctl("0.rx.user_frac"));
        for (String set : List.of(
                "0.pollhz=40000:30000",
                "0.rx.burst_max=5:10",
                "0.rx.each_burst=11:10",
                "0.rx.burst_max=6000:5000",
                "0.rx.each_burst=0:1")) {
            String[] parts = set.split("[=:]");
            rig.core.sysctls().require("net.ifpoll." + parts[0]).set(parts[1]);
            assertEquals(parts[2], sysctl(parts[0]));
        }
        assertThrows(IfnetException.class, () -> rig.core.sysctls().require("net.ifpoll.1.status_frac"));
        IfnetException readOnly = assertThrows(
                IfnetException.class,
                () -> rig.core.sysctls().require("net.ifpoll.0.rx.burst").set("1"));
        assertEquals(Errno.EPERM, readOnly.errno());
    }

    @Test
    void ticksALittleApartOnEachNetisr() {
        assertEquals(6000, rig.core.polling().clock(0).hz());
        assertEquals(6003, rig.core.polling().clock(1).hz());
    }
}
