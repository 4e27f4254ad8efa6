package org.ifnet.itest.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.LinkState;
import org.ifnet.driver.afpacket.internal.AfPacketDriver;
import org.ifnet.linux.HostDevice;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.wire.MacAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The AF_PACKET driver alone, on one end of a veth pair whose other end lies in a namespace. */
@NeedsRoot
@Timeout(60)
class AfPacketDriverIT {
    private static final String THEIRS = "peer0";
    private static final int TYPE_SERVICE_TAG = 0x88a8;

    private final long seed = System.nanoTime();
    private final Frames frames = new Frames(seed);
    private Namespaces namespaces;
    private Namespaces.Namespace host;
    private String device;
    private AfPacketDriver driver;
    private DriverBench bench;
    private PeerPort peer;

    @BeforeEach
    void plugIn() throws IfnetException {
        namespaces = new Namespaces();
        host = namespaces.create();
        device = namespaces.veth(host, THEIRS);
        driver = new AfPacketDriver(device, null);
        bench = DriverBench.up(driver);
        peer = PeerPort.open(host, THEIRS);
    }

    @AfterEach
    void unplug() {
        bench.close();
        peer.close();
        namespaces.close();
    }

    @Test
    void framesFromTheHostArriveByteForByte() throws InterruptedException {
        for (int length : new int[] {14, 15, 60, 64, 1000, 1514}) {
            byte[] frame = frames.next(length);
            peer.send(frame);
            assertArrayEquals(frame, bench.next(), "seed " + seed);
            assertEquals(-1, bench.tags.take());
        }
    }

    @Test
    void tcpdumpOnTheHostSeesOurFramesByteForByte() {
        byte[][] sent = {frames.next(60), frames.next(61), frames.next(1514)};
        try (Capture capture = Capture.start(host, THEIRS, sent.length, "ether proto 0x88b5")) {
            for (byte[] frame : sent) {
                bench.send(frame);
            }
            assertArrayEquals(sent, capture.frames().toArray(), "seed " + seed);
        }
    }

    @Test
    void doesNotHearItself() throws InterruptedException {
        bench.send(Frames.of(60, 1));
        assertEquals(1, peer.receive(5000)[20]);
        peer.send(Frames.of(60, 2));
        assertEquals(2, bench.next()[20]);
    }

    @Test
    void aChainIsOneFrame() {
        bench.send(Frames.of(60, 9), new byte[] {1, 2, 3}, new byte[40]);
        byte[] seen = peer.receive(5000);
        assertEquals(103, seen.length);
        assertEquals(3, seen[62]);
    }

    @Test
    void aTagOfTheHostTravelsBesideTheFrame() throws InterruptedException {
        byte[] frame = frames.next(100);
        peer.send(Frames.tagged(frame, 0x8100, 0x6064));
        assertArrayEquals(frame, bench.next());
        assertEquals(0x6064, bench.tags.take());
    }

    @Test
    void aServiceTagStaysInsideTheFrame() throws InterruptedException {
        byte[] tagged = Frames.tagged(frames.next(100), TYPE_SERVICE_TAG, 5);
        peer.send(tagged);
        assertArrayEquals(tagged, bench.next());
        assertEquals(-1, bench.tags.take());
    }

    @Test
    void aTagBesideTheFrameIsSentInside() {
        byte[] frame = Frames.of(60, 5);
        Mbuf m = bench.pool.alloc();
        m.append(frame.length);
        m.region().put(m.offset(), frame);
        m.vlanTag(7);
        try (Capture capture = Capture.start(host, THEIRS, 1, "vlan 7")) {
            bench.send(m);
            assertArrayEquals(Frames.tagged(frame, 0x8100, 7), capture.frames().get(0));
        }
    }

    @Test
    void aFrameLongerThanOursIsDroppedAndCounted() throws InterruptedException {
        Tool.check("ip", "link", "set", device, "mtu", "65521");
        host.ip("link set " + THEIRS + " mtu 65521");
        peer.send(Frames.of(1519, 1));
        peer.send(Frames.of(65535, 1));
        peer.send(Frames.of(1514, 2));
        assertEquals(1514, bench.next().length);
        assertEquals(2, bench.inputDrops(DropReason.TOO_BIG));
    }

    @Test
    void whatTheDeviceRefusesIsDroppedAndCountedAndTheRestGoes() {
        bench.send(new byte[0]);
        bench.send(Frames.of(60, 3));
        bench.send(new byte[13]);
        bench.send(Frames.of(1515, 4));
        bench.send(Frames.of(60, 5));
        assertEquals(3, peer.receive(5000)[20]);
        assertEquals(5, peer.receive(5000)[20]);
        bench.settle();
        assertEquals(3, bench.queue.dropped(DropReason.DRIVER_ERROR));
        assertEquals(2, bench.queue.stats().sent());
        assertEquals(LinkState.UP, bench.link);
    }

    @Test
    void hearsNothingWhileItIsDown() throws InterruptedException, IfnetException {
        driver.stop();
        for (int i = 0; i < 100; i++) {
            peer.send(Frames.of(60, i));
        }
        driver.init();
        peer.send(Frames.of(60, 7));
        assertEquals(7, bench.next()[20]);
        assertNull(bench.received.poll());
    }

    @Test
    void anEmptyPoolCostsCountedFramesAndNothingElse() throws InterruptedException {
        peer.send(Frames.of(60, 1));
        bench.next();
        int kept = bench.pool.outstanding();
        Mbuf[] all = new Mbuf[bench.pool.capacity() - kept];
        for (int i = 0; i < all.length; i++) {
            all[i] = bench.pool.alloc();
        }
        for (int i = 0; i < 100; i++) {
            peer.send(Frames.of(60, i));
        }
        DriverBench.await("all seen", () -> bench.taken.get() + bench.inputDrops(DropReason.NO_MBUF) == 101);
        for (Mbuf m : all) {
            m.free();
        }
        bench.received.clear();
        peer.send(Frames.of(60, 7));
        assertEquals(7, bench.next()[20]);
    }

    @Test
    void burstsBothWaysLoseNothing() throws InterruptedException {
        Bursts.bothWays(bench, peer);
    }

    @Test
    void countsWhatFoundNoRoomInTheSocket() throws InterruptedException {
        int frames = 50_000;
        bench.pause();
        for (int i = 0; i < frames; i++) {
            peer.send(Frames.of(1000, 1));
        }
        bench.resume();
        DriverBench.await(
                "every frame taken or counted",
                () -> bench.taken.get() + bench.inputDrops(DropReason.MAILBOX_FULL) == frames);
        assertTrue(bench.inputDrops(DropReason.MAILBOX_FULL) > 0, "the test sent too little");
    }

    @Test
    void aDeviceDeletedInFullFlowGoesDownAndIsQuiet() throws InterruptedException {
        Thread flow = new Thread(() -> {
            while (peer.trySend(Frames.of(60, 1)) > 0) {
                Thread.onSpinWait();
            }
        });
        flow.start();
        bench.next();
        Tool.check("ip", "link", "del", device);
        DriverBench.await("link down", () -> bench.link == LinkState.DOWN);
        flow.join();
        bench.settle();
        long polls = bench.polls.get();
        bench.send(Frames.of(60, 2));
        bench.settle();
        assertEquals(1, bench.queue.dropped(DropReason.DRIVER_ERROR));
        assertEquals(polls, bench.polls.get(), "polls without being asked");
        assertEquals("host device " + device + ", deleted on the host", driver.status());
    }

    @Test
    void hasTheAddressAndMtuOfItsDeviceUnlessToldOtherwise() throws IfnetException {
        assertEquals(HostDevice.named(device).lladdr(), driver.info().lladdr());
        assertEquals(1500, driver.info().maxMtu());
        Tool.check("ip", "link", "set", device, "mtu", "1400");
        MacAddress other = MacAddress.parse("02:00:00:00:00:42");
        AfPacketDriver told = new AfPacketDriver(device, other);
        assertEquals(other, told.info().lladdr());
        assertEquals(1400, told.info().mtu());
        assertEquals(1400, told.info().maxMtu());
    }

    @Test
    void setsTheDeviceUpAndLeavesItAsItWas() throws IfnetException {
        HostDevice own = HostDevice.named(device);
        bench.close();
        assertTrue(own.isRunning(), "was up before");
        own.setUp(false);
        bench = DriverBench.up(driver);
        Namespaces.awaitRunning(device);
        bench.close();
        assertFalse(own.isRunning());
    }

    @Test
    void detachClosesEverything() {
        int before = Descriptors.count();
        bench.close();
        assertEquals(before - 2, Descriptors.count(), "the packet socket, and the epoll of the bench");
    }

    @Test
    void refusesWhatDoesNotExistOrIsNotEthernet() throws IfnetException {
        IfnetException e = assertThrows(IfnetException.class, () -> new AfPacketDriver("iv-none", null));
        assertEquals(Errno.ENXIO, e.errno());
        assertEquals("host device iv-none does not exist", e.getMessage());
        AfPacketDriver lo = new AfPacketDriver("lo", null);
        assertEquals(
                Errno.EOPNOTSUPP, assertThrows(IfnetException.class, lo::info).errno());
    }
}
