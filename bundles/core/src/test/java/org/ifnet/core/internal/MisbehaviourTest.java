package org.ifnet.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.ifnet.DriverState;
import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.LinkState;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drivers that throw, take too long, or never come back: found soon, shut out at once, and of no harm to others. */
class MisbehaviourTest {
    private static final long MS = 1_000_000;

    private final Rig rig = new Rig();
    private final TestDriver bad = new TestDriver();
    private final CountDownLatch release = new CountDownLatch(1);
    private Traffic other;

    @AfterEach
    void close() {
        other.assertNothingLost();
        release.countDown();
        rig.close();
        assertEquals(List.of(), bad.violations);
    }

    private Ifnet up() throws IfnetException {
        other = Traffic.start(rig, "ok0");
        return rig.up(rig.ifnets().attach("em0", bad).ifnet());
    }

    private MbufBatch packet() {
        MbufBatch batch = new MbufBatch(1);
        Mbuf m = rig.pool.alloc();
        m.append(60);
        batch.add(m);
        return batch;
    }

    /** Waits in a way that no interrupt ends. */
    private void never() {
        boolean interrupted = false;
        while (true) {
            try {
                release.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void fail() {
        throw new NoClassDefFoundError("expected by this test");
    }

    private static void sleepASecond() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes the driver be called there. */
    private void provoke(Ifnet ifnet, String callback) {
        switch (callback) {
            case "start" -> ifnet.transmit(packet());
            case "poll" -> bad.source.schedule();
            case "callout" -> bad.callout.reset(1);
            default -> throw new IllegalArgumentException(callback);
        }
    }

    private void assertQuarantined(Ifnet ifnet, long limitMillis, long since) {
        Rig.await("quarantine", () -> ifnet.driverState() == DriverState.QUARANTINED);
        long took = (System.nanoTime() - since) / MS;
        assertTrue(took < limitMillis, "found after " + took + " ms");
        Rig.await("down", () -> !ifnet.has(IfFlags.UP) && !ifnet.has(IfFlags.RUNNING));
        assertTrue(ifnet.isAttached(), "it stays visible");
        assertTrue(ifnet.driverFaults() > 0);
        assertFalse(ifnet.driverStatus().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "poll", "callout"})
    void aDriverThatThrowsOnThePacketPathIsQuarantined(String callback) throws IfnetException {
        Ifnet ifnet = up();
        bad.on(callback, MisbehaviourTest::fail);
        long since = System.nanoTime();
        // A poll that the attach asked for may still come between and go well: then the row is longer.
        for (int i = 0; i < 2 * Faults.IN_A_ROW && ifnet.driverState() == DriverState.BOUND; i++) {
            long calls = bad.packetCalls.get();
            provoke(ifnet, callback);
            Rig.await("called", () -> bad.packetCalls.get() > calls || ifnet.driverState() != DriverState.BOUND);
        }
        assertQuarantined(ifnet, 1000, since);
        assertTrue(ifnet.driverStatus().contains("NoClassDefFoundError"), ifnet.driverStatus());
        long calls = bad.packetCalls.get();
        bad.source.schedule();
        bad.callout.reset(1);
        assertEquals(0, ifnet.transmit(packet()));
        Rig.await("time passes", new TimePasses(5));
        assertEquals(calls, bad.packetCalls.get(), "nothing calls it any more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "poll", "callout"})
    void aDriverThatNeverReturnsOnThePacketPathIsQuarantinedInNoTime(String callback) throws IfnetException {
        Ifnet ifnet = up();
        bad.on(callback, this::never);
        long since = System.nanoTime();
        provoke(ifnet, callback);
        assertQuarantined(ifnet, 1000, since);
        IfnetException e = assertThrows(IfnetException.class, () -> rig.up(ifnet));
        assertEquals(Errno.EBUSY, e.errno());
        assertEquals("the driver of em0 is still in a call", e.getMessage());
        release.countDown();
        bad.acts.clear();
        Rig.await("back", () -> ((CoreIfnet) ifnet).binding().guarded().guard().inside() == 0);
        rig.up(ifnet);
        assertEquals(DriverState.BOUND, ifnet.driverState());
        assertEquals(0, ifnet.driverFaults());
        ifnet.transmit(packet());
        long before = rig.link.received.get();
        Rig.await("packets again", () -> bad.sent.get() > 0 && rig.link.received.get() > before);
    }

    @Test
    void aDriverThatBlocksASecondInPollLosesNothingOfOthers() throws IfnetException {
        Ifnet ifnet = up();
        bad.on("poll", MisbehaviourTest::sleepASecond);
        long since = System.nanoTime();
        bad.inject(packet().get(0));
        assertQuarantined(ifnet, 1000, since);
        Rig.await("back", () -> ((CoreIfnet) ifnet).binding().guarded().guard().inside() == 0);
    }

    @Test
    void whatAnAbandonedThreadBringsBackIsFreedAndCounted() throws IfnetException {
        Ifnet ifnet = up();
        bad.on("poll", this::never);
        for (int i = 0; i < 5; i++) {
            bad.inject(packet().get(0));
        }
        Rig.await("quarantine", () -> ifnet.driverState() == DriverState.QUARANTINED);
        release.countDown();
        Rig.await("abandoned", () -> ifnet.counters().drops().get(org.ifnet.DropReason.ABANDONED) == 5);
    }

    @Test
    void anAbandonedThreadTakesNothingFromTheQueueOfTheNextDriver() throws IfnetException {
        Ifnet ifnet = up();
        bad.on("start", this::never);
        ifnet.transmit(packet());
        Rig.await("quarantine", () -> ifnet.driverState() == DriverState.QUARANTINED);
        release.countDown();
        Rig.await("back", () -> ((CoreIfnet) ifnet).binding().guarded().guard().inside() == 0);
        assertEquals(0, bad.sent.get(), "it found an empty queue");
    }

    @ParameterizedTest
    @ValueSource(strings = {"init", "stop", "setMtu", "setFilter", "status"})
    void aDriverThatNeverReturnsFromAControlCallIsQuarantinedAndItsCallerLetGo(String callback) throws IfnetException {
        other = Traffic.start(rig, "ok0");
        Ifnet ifnet = rig.ifnets().attach("em0", bad).ifnet();
        if (callback.equals("stop")) {
            rig.up(ifnet);
        }
        bad.on(callback, this::never);
        long since = System.nanoTime();
        switch (callback) {
            case "init" -> timesOut(() -> rig.up(ifnet));
            case "stop" -> rig.down(ifnet);
            case "setMtu" -> timesOut(() -> rig.control().setMtu(Rig.ROOT, ifnet, 200));
            case "setFilter" -> timesOut(() -> rig.control().setFlags(Rig.ROOT, ifnet, IfFlags.PPROMISC, 0));
            default -> assertTrue(ifnet.driverStatus().contains("did not return"));
        }
        long took = (System.nanoTime() - since) / MS;
        assertTrue(took < 1000, "the caller came back after " + took + " ms");
        assertQuarantined(ifnet, 1000, since);
        assertEquals(128, ifnet.mtu());
    }

    private static void timesOut(org.junit.jupiter.api.function.Executable change) {
        assertEquals(Errno.ETIMEDOUT, assertThrows(IfnetException.class, change).errno());
    }

    @Test
    void aDriverThatThrowsInInitIsQuarantinedAndComesBackByCommand() throws IfnetException {
        List<String> heard = new CopyOnWriteArrayList<>();
        rig.ifnets()
                .listen(
                        event -> {
                            if (event instanceof IfnetEvent.DriverChanged changed) {
                                heard.add(changed.state() + " " + changed.why());
                            }
                        },
                        false);
        other = Traffic.start(rig, "ok0");
        Ifnet ifnet = rig.ifnets().attach("em0", bad).ifnet();
        bad.on("init", MisbehaviourTest::fail);
        IfnetException e = assertThrows(IfnetException.class, () -> rig.up(ifnet));
        assertEquals(Errno.EIO, e.errno());
        assertQuarantined(ifnet, 1000, System.nanoTime());
        bad.on("attach", () -> {
            throw new IfnetException(Errno.ENODEV, "the device is gone");
        });
        assertThrows(IfnetException.class, () -> rig.up(ifnet));
        assertEquals(DriverState.QUARANTINED, ifnet.driverState());
        assertEquals("the device is gone", ifnet.driverStatus());
        bad.acts.clear();
        rig.up(ifnet);
        assertTrue(ifnet.isUsable());
        assertEquals(
                List.of("QUARANTINED init threw java.lang.NoClassDefFoundError: expected by this test", "BOUND "),
                heard);
        assertEquals(
                List.of("info", "attach", "init", "detach", "attach", "attach", "init"),
                bad.calls.stream().filter(call -> !call.equals("status")).toList());
    }

    @Test
    void aDriverThatComesBackIsToldWhatWasChanged() throws IfnetException {
        Ifnet ifnet = up();
        rig.control().setMtu(Rig.ROOT, ifnet, 200);
        ((CoreIfnet) ifnet).binding().quarantine("because of this test", null);
        Rig.await("down", () -> !ifnet.has(IfFlags.UP));
        bad.calls.clear();
        rig.control().setFlags(Rig.ROOT, ifnet, IfFlags.UP | IfFlags.PPROMISC | IfFlags.LINK0, 0);
        assertEquals(List.of("stop", "detach", "attach", "setMtu", "setFlags", "setFilter", "init"), bad.calls);
        assertTrue(ifnet.has(IfFlags.PROMISC));
    }

    @Test
    void aQuarantinedInterfaceGoesDownForEverybody() throws IfnetException {
        PlainDomain domain = new PlainDomain();
        rig.core.add(domain);
        Ifnet ifnet = up();
        bad.context.linkState(LinkState.UP, 0);
        Rig.await("link", () -> ifnet.linkState() == LinkState.UP);
        ((CoreIfnet) ifnet).binding().quarantine("because of this test", null);
        Rig.await("down", () -> domain.told.contains("down em0"));
        Rig.await("link", () -> ifnet.linkState() == LinkState.UNKNOWN);
        assertEquals("because of this test", ifnet.driverStatus());
        assertThrows(IfnetException.class, () -> rig.control().setMtu(Rig.ROOT, ifnet, 200));
        rig.down(ifnet);
        assertEquals(DriverState.QUARANTINED, ifnet.driverState());
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "poll", "callout", "init", "stop", "detach", "attach", "info"})
    void detachReturnsInTimeFromADriverThatNeverReturns(String callback) throws Exception {
        rig.sysctl("net.link.detach_timeout", 500);
        other = Traffic.start(rig, "ok0");
        bad.on(callback, this::never);
        Ifnets.Attachment attachment = null;
        long since = System.nanoTime();
        try {
            attachment = rig.ifnets().attach("em0", bad);
            rig.up(attachment.ifnet());
            if (List.of("start", "poll", "callout").contains(callback)) {
                provoke(attachment.ifnet(), callback);
                Ifnet ifnet = attachment.ifnet();
                Rig.await("quarantine", () -> ifnet.driverState() == DriverState.QUARANTINED);
            }
        } catch (IfnetException e) {
            assertEquals(Errno.ETIMEDOUT, e.errno());
        }
        if (attachment != null) {
            since = System.nanoTime();
            attachment.detach();
        }
        bad.gone = callback.equals("detach");
        long took = (System.nanoTime() - since) / MS;
        assertTrue(took < 700, "took " + took + " ms");
        assertNull(rig.ifnets().byName("em0"));
        bad.gone = false;
    }

    @Test
    void aDriverThatSleepsInDetachIsWokenAtTheEndOfTheTime() throws IfnetException, InterruptedException {
        rig.sysctl("net.link.detach_timeout", 300);
        other = Traffic.start(rig, "ok0");
        Ifnets.Attachment attachment = rig.ifnets().attach("em0", bad);
        CountDownLatch woken = new CountDownLatch(1);
        bad.on("detach", () -> {
            sleepASecond();
            if (Thread.interrupted()) {
                woken.countDown();
            }
        });
        attachment.detach();
        assertTrue(woken.await(500, TimeUnit.MILLISECONDS), "woken before its second is over");
    }
}
