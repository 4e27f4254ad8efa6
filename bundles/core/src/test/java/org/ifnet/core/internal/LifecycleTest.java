package org.ifnet.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.ifnet.Counter;
import org.ifnet.DriverState;
import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.LinkState;
import org.ifnet.driver.DriverInfo;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.wire.MacAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    private final Rig rig = new Rig();
    private final TestDriver driver = new TestDriver();

    @AfterEach
    void close() {
        rig.close();
        assertEquals(List.of(), driver.violations);
    }

    private Mbuf packet() {
        Mbuf m = rig.pool.alloc();
        m.append(60);
        return m;
    }

    private MbufBatch packets(int count) {
        MbufBatch batch = new MbufBatch(count);
        for (int i = 0; i < count; i++) {
            batch.add(packet());
        }
        return batch;
    }

    @Test
    void callsTheDriverInOrderFromAttachToDetach() throws IfnetException {
        Ifnets.Attachment attachment = rig.ifnets().attach("em0", driver);
        rig.up(attachment.ifnet());
        rig.down(attachment.ifnet());
        rig.up(attachment.ifnet());
        attachment.detach();
        attachment.detach();
        assertEquals(List.of("info", "attach", "init", "stop", "init", "stop", "detach"), driver.calls);
    }

    @Test
    void showsWhatTheDriverSaysOfItself() throws IfnetException {
        driver.info = new DriverInfo(
                IfType.ETHER, MacAddress.local(7), IfFlags.BROADCAST | IfFlags.UP, 1400, 100, 9000, 5, 123, 3);
        Ifnet ifnet = rig.ifnets().attach("em0", driver).ifnet();
        assertEquals(IfType.ETHER, ifnet.type());
        assertEquals(MacAddress.local(7), ifnet.lladdr());
        assertEquals(IfFlags.BROADCAST, ifnet.flags(), "UP is not the driver's");
        assertEquals(1400, ifnet.mtu());
        assertEquals(5, ifnet.capabilities());
        assertEquals(123, ifnet.baudrate());
        assertEquals(3, ifnet.queue().count());
        assertEquals(14, ifnet.headerLength(), "Ethernet, though its link layer is missing");
        assertEquals(DriverState.BOUND, ifnet.driverState());
        assertEquals("fine", ifnet.driverStatus());
        assertTrue(ifnet.isAttached());
    }

    @Test
    void refusesADriverThatDescribesNoDevice() {
        DriverInfo good = TestDriver.INFO;
        for (DriverInfo bad : new DriverInfo[] {
            null,
            new DriverInfo(null, null, 0, 128, 72, 1500, 0, 0, 1),
            new DriverInfo(IfType.ETHER, null, 0, 128, 72, 1500, 0, 0, 1),
            new DriverInfo(IfType.ETHER, MacAddress.BROADCAST, 0, 128, 72, 1500, 0, 0, 1),
            good.withQueues(0),
            good.withMtu(71, 71, 1500),
            good.withMtu(1500, 72, 65_536),
            good.withMtu(1501, 72, 1500)
        }) {
            driver.info = bad;
            IfnetException e =
                    assertThrows(IfnetException.class, () -> rig.ifnets().attach("em0", driver), String.valueOf(bad));
            assertEquals(Errno.EINVAL, e.errno(), String.valueOf(bad));
        }
        assertFalse(driver.calls.contains("attach"));
    }

    @Test
    void aFailedAttachLeavesNothingAndTellsNobody() throws IfnetException {
        List<IfnetEvent> heard = new CopyOnWriteArrayList<>();
        rig.ifnets().listen(heard::add, true);
        driver.on("attach", () -> {
            throw new IfnetException(Errno.ENODEV, "no such device");
        });
        IfnetException e = assertThrows(IfnetException.class, () -> rig.ifnets().attach("em0", driver));
        assertEquals("no such device", e.getMessage());
        driver.on("attach", () -> {
            throw new StackOverflowError("deep");
        });
        e = assertThrows(IfnetException.class, () -> rig.ifnets().attach("em0", driver));
        assertEquals(Errno.EIO, e.errno());
        assertEquals("the driver of em0 failed in attach: java.lang.StackOverflowError: deep", e.getMessage());
        assertNull(rig.ifnets().byName("em0"));
        assertEquals(List.of(), heard);
        assertFalse(driver.calls.contains("detach"), "what did not attach is not detached");
        driver.acts.clear();
        assertEquals(1, rig.ifnets().attach("em0", driver).ifnet().index());
    }

    @Test
    void isFoundByNobodyBeforeItIsComplete() throws IfnetException {
        driver.on("attach", () -> {
            assertNull(rig.ifnets().byName("em0"));
            assertNull(rig.ifnets().byIndex(driver.context.ifnet().index()));
            assertFalse(driver.context.ifnet().isAttached());
        });
        rig.ifnets()
                .listen(
                        event -> {
                            if (event instanceof IfnetEvent.Attached) {
                                assertEquals(event.ifnet(), rig.ifnets().byName("em0"));
                                assertEquals(DriverState.BOUND, event.ifnet().driverState());
                                assertEquals(LinkState.UP, event.ifnet().linkState(), "as attach reported it");
                            }
                        },
                        false);
        driver.on("attach", () -> driver.context.linkState(LinkState.UP, 100));
        assertEquals(100, rig.ifnets().attach("em0", driver).ifnet().baudrate());
    }

    @Test
    void movesPacketsWhileItIsUpAndCountsThem() throws IfnetException {
        Ifnet ifnet = rig.up(rig.ifnets().attach("em0", driver).ifnet());
        for (int i = 0; i < 10; i++) {
            assertEquals(10, ifnet.transmit(packets(10)));
        }
        Rig.await(
                "100 came back and were dropped", () -> ifnet.counters().drops().get(DropReason.NO_PROTO) == 100);
        assertEquals(100, rig.link.received.get());
        assertEquals(100, ifnet.counters().get(Counter.IPACKETS));
        assertEquals(6000, ifnet.counters().get(Counter.IBYTES));
        assertEquals(100, ifnet.counters().get(Counter.OPACKETS));
    }

    @Test
    void dropsAndCountsEveryPacketWhileItIsDownOrGone() throws IfnetException {
        Ifnets.Attachment attachment = rig.ifnets().attach("em0", driver);
        Ifnet ifnet = attachment.ifnet();
        assertEquals(0, ifnet.transmit(packets(3)));
        assertEquals(Errno.ENETDOWN.number(), ifnet.output(packet(), new PlainDomain(), 0, 0));
        driver.inject(packet());
        Rig.await("4 sent, 1 received", () -> ifnet.counters().drops().get(DropReason.IF_DOWN) == 5);
        attachment.detach();
        assertEquals(0, ifnet.transmit(packets(3)));
        assertEquals(Errno.ENXIO.number(), ifnet.output(packet(), new PlainDomain(), 0, 0));
        assertEquals(4, ifnet.counters().drops().get(DropReason.DETACHED));
        assertEquals(DriverState.UNBOUND, ifnet.driverState());
        assertEquals("em0", ifnet.name());
        assertEquals("", ifnet.driverStatus());
    }

    @Test
    void existsWithoutLinkLayerAndDropsUntilOneComes() throws IfnetException {
        rig.core.remove(rig.link);
        Ifnet ifnet = rig.up(rig.ifnets().attach("em0", driver).ifnet());
        assertEquals(Errno.EPROTONOSUPPORT.number(), ifnet.output(packet(), new PlainDomain(), 0, 0));
        driver.inject(packet());
        Rig.await("dropped", () -> ifnet.counters().drops().get(DropReason.NO_PROTO) == 1);
        assertEquals(1, ifnet.counters().drops().get(DropReason.UNSUPPORTED));
        assertEquals(1, ifnet.counters().get(Counter.NOPROTO));
        rig.core.add(rig.link);
        assertEquals(0, ifnet.output(packet(), new PlainDomain(), 0, 0));
        Rig.await("one came back", () -> rig.link.received.get() == 1);
    }

    @Test
    void downLeavesNoPacketWaiting() throws IfnetException {
        driver.on("start", () -> driver.context.queue(0).setOactive());
        Ifnet ifnet = rig.up(rig.ifnets().attach("em0", driver).ifnet());
        ifnet.transmit(packets(20));
        rig.down(ifnet);
        assertEquals(0, ifnet.queue().subqueue(0).length());
        assertFalse(ifnet.isUsable());
        rig.up(ifnet);
        assertTrue(ifnet.isUsable());
    }

    @Test
    void detachEndsTimersThreadsAndLateCallsOfTheDriver() throws IfnetException {
        driver.on(
                "attach",
                () -> driver.context.thread("worker", () -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        java.util.concurrent.locks.LockSupport.park();
                    }
                }));
        Ifnets.Attachment attachment = rig.ifnets().attach("em0", driver);
        rig.up(attachment.ifnet());
        driver.callout.reset(1);
        Rig.await("the timer", () -> driver.packetCalls.get() > 0);
        driver.callout.reset(1_000_000);
        attachment.detach();
        driver.gone = true;
        long calls = driver.packetCalls.get();
        driver.callout.reset(1);
        driver.source.schedule();
        driver.context.linkState(LinkState.UP, 5);
        driver.context.inputDropped(DropReason.NO_MBUF, 5);
        driver.context.thread("late", () -> driver.violations.add("a late thread"));
        driver.context
                .source(0, batch -> driver.violations.add("a late source"))
                .schedule();
        rig.netisr.barrier(-1);
        Rig.await("time passes", new TimePasses(5));
        assertEquals(calls, driver.packetCalls.get());
        assertEquals(0, attachment.ifnet().counters().drops().total());
    }

    @Test
    void returnsWhatTheDriverDidNotSendToTheQueueWhereDetachDropsIt() throws IfnetException {
        driver.on("start", () -> {
            Mbuf m = driver.context.queue(0).dequeue();
            if (m != null) {
                driver.context.queue(0).setOactive();
                driver.on("stop", () -> driver.context.queue(0).prepend(m));
            }
            driver.acts.remove("start");
        });
        Ifnets.Attachment attachment = rig.ifnets().attach("em0", driver);
        Ifnet ifnet = rig.up(attachment.ifnet());
        ifnet.transmit(packets(1));
        Rig.await("taken", () -> driver.acts.containsKey("stop"));
        attachment.detach();
        assertEquals(0, ifnet.counters().get(Counter.OPACKETS));
        assertEquals(1, ifnet.queue().subqueue(0).stats().droppedTotal());
    }

    @Test
    void stopsTheWholeThingFromCoreAndRefusesMore() throws IfnetException {
        rig.up(rig.ifnets().attach("em0", driver).ifnet());
        rig.core.detachAll();
        assertEquals(List.of("info", "attach", "init", "stop", "detach"), driver.calls);
        assertThrows(IfnetException.class, () -> rig.ifnets().attach("em1", driver));
    }
}
