package org.ifnet.itest.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.LinkState;
import org.ifnet.driver.tap.internal.TapDriver;
import org.ifnet.linux.HostDevice;
import org.ifnet.linux.Linux;
import org.ifnet.linux.LinuxErrno;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.wire.MacAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tap driver alone; the host's end of its device lies in a namespace. */
@NeedsRoot
@Timeout(60)
class TapDriverIT {
    private static final MacAddress OURS = MacAddress.parse("02:00:00:00:00:77");

    private final long seed = System.nanoTime();
    private final Frames frames = new Frames(seed);
    private Namespaces namespaces;
    private Namespaces.Namespace host;
    private String device;
    private TapDriver driver;
    private DriverBench bench;
    private PeerPort peer;

    @BeforeEach
    void plugIn() throws IfnetException {
        namespaces = new Namespaces();
        host = namespaces.create();
        device = namespaces.deviceName();
        driver = new TapDriver("tap0", "dev " + device, OURS);
        bench = DriverBench.up(driver);
        namespaces.move(device, host);
        host.ip("link set " + device + " up");
        peer = PeerPort.open(host, device);
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
        }
        assertEquals(LinkState.UP, bench.link);
    }

    @Test
    void tcpdumpOnTheHostSeesOurFramesByteForByte() {
        byte[][] sent = {frames.next(60), frames.next(61), frames.next(1514)};
        try (Capture capture = Capture.start(host, device, sent.length, "ether proto 0x88b5")) {
            for (byte[] frame : sent) {
                bench.send(frame);
            }
            assertArrayEquals(sent, capture.frames().toArray(), "seed " + seed);
        }
        assertEquals(sent.length, bench.queue.stats().sent());
    }

    @Test
    void aChainIsOneFrame() {
        byte[] tail = {1, 2, 3};
        bench.send(Frames.of(60, 9), tail, new byte[40]);
        byte[] seen = peer.receive(5000);
        assertEquals(103, seen.length);
        assertEquals(3, seen[62]);
    }

    @Test
    void aTagBesideTheFrameIsSentInside() {
        byte[] frame = Frames.of(60, 5);
        Mbuf m = bench.pool.alloc();
        m.append(frame.length);
        m.region().put(m.offset(), frame);
        m.vlanTag(0x2007);
        try (Capture capture = Capture.start(host, device, 1, "vlan 7")) {
            bench.send(m);
            assertArrayEquals(
                    Frames.tagged(frame, 0x8100, 0x2007), capture.frames().get(0));
        }
    }

    @Test
    void aFrameLongerThanOursIsDroppedAndCounted() throws InterruptedException {
        host.ip("link set " + device + " mtu 65521");
        peer.send(Frames.of(1519, 1));
        peer.send(Frames.of(65535, 1));
        peer.send(Frames.of(1518, 2));
        assertEquals(1518, bench.next().length);
        assertEquals(2, bench.inputDrops(DropReason.TOO_BIG));
    }

    @Test
    void whatTheDeviceRefusesIsDroppedAndCountedAndTheRestGoes() {
        bench.send(new byte[0]);
        bench.send(new byte[13]);
        bench.send(Frames.of(60, 3));
        assertEquals(60, peer.receive(5000).length);
        bench.settle();
        assertEquals(2, bench.queue.dropped(DropReason.DRIVER_ERROR));
        assertEquals(1, bench.queue.stats().sent());
    }

    @Test
    void framesAreDroppedWhileTheHostsEndIsDown() {
        host.ip("link set " + device + " down");
        bench.send(Frames.of(60, 1));
        bench.settle();
        assertEquals(1, bench.queue.dropped(DropReason.DRIVER_ERROR));
        assertEquals(LinkState.UP, bench.link);
        host.ip("link set " + device + " up");
        bench.send(Frames.of(60, 2));
        assertEquals(2, nextOfOurs()[20]);
    }

    /** Skips what the host itself may say while it sets its device up. */
    private byte[] nextOfOurs() {
        byte[] frame = peer.receive(5000);
        while (frame != null && (frame[12] & 0xff) != Frames.TYPE >> 8) {
            frame = peer.receive(5000);
        }
        return frame;
    }

    @Test
    void framesAreTakenAndCountedWhileWeAreDown() throws InterruptedException, IfnetException {
        driver.stop();
        for (int i = 0; i < 100; i++) {
            peer.send(Frames.of(60, i));
        }
        DriverBench.await("all dropped", () -> bench.inputDrops(DropReason.IF_DOWN) == 100);
        driver.init();
        peer.send(Frames.of(60, 7));
        assertEquals(7, bench.next()[20]);
    }

    @Test
    void anEmptyPoolCostsCountedFramesAndNothingElse() throws InterruptedException {
        Mbuf[] all = new Mbuf[bench.pool.capacity()];
        for (int i = 0; i < all.length; i++) {
            all[i] = bench.pool.alloc();
        }
        for (int i = 0; i < 40; i++) {
            peer.send(Frames.of(60, i));
        }
        DriverBench.await("all dropped", () -> bench.inputDrops(DropReason.NO_MBUF) == 40);
        for (Mbuf m : all) {
            m.free();
        }
        peer.send(Frames.of(60, 7));
        assertEquals(7, bench.next()[20]);
    }

    @Test
    void burstsBothWaysLoseNothing() throws InterruptedException {
        Bursts.bothWays(bench, peer);
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
        host.ip("link del " + device);
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
    void detachClosesEverythingAndTheDriverCanBeAttachedAgain() throws IfnetException {
        int before = Descriptors.count();
        bench.close();
        assertEquals(before - 2, Descriptors.count(), "the tap, and the epoll of the bench");
        assertNotEquals(
                0,
                Tool.run(Tool.USUAL, host.command("ip", "link", "show", device)).status());
        assertEquals("host device " + device + ", closed", driver.status());
        bench = DriverBench.up(driver);
        assertTrue(HostDevice.named(device).index() > 0);
    }

    @Test
    void theSameHostDeviceTwiceIsBusy() throws IfnetException {
        String shared = namespaces.deviceName();
        DriverBench first = DriverBench.up(new TapDriver("tap1", "dev " + shared, OURS));
        int before = Descriptors.count();
        TapDriver second = new TapDriver("tap2", "dev " + shared, OURS);
        IfnetException e = assertThrows(IfnetException.class, () -> second.attach(bench));
        assertEquals(Errno.EBUSY, e.errno());
        assertEquals("host device " + shared + " is in use by another tap or program", e.getMessage());
        assertEquals(before, Descriptors.count());
        first.close();
    }

    @Test
    void aDeviceOfAnotherKindIsRefused() throws IfnetException {
        TapDriver lo = new TapDriver("tap1", "dev lo", OURS);
        assertEquals(
                Errno.EINVAL,
                assertThrows(IfnetException.class, () -> lo.attach(bench)).errno());
    }

    @Test
    void configuresTheHostsEndWhenAsked() throws Exception {
        String name = namespaces.deviceName();
        TapDriver made = new TapDriver("tap1", "dev " + name + " host 10.99.7.1/24", OURS);
        DriverBench own = new DriverBench(made, 64);
        host.call(() -> {
            own.attach();
            return null;
        });
        assertTrue(host.ip("-o addr show dev " + name).contains("inet 10.99.7.1/24"));
        assertTrue(host.ip("-o link show dev " + name).contains("UP"));
        long theirs = host.call(() -> HostDevice.named(name).lladdr().bits());
        assertNotEquals(OURS.bits(), theirs);
        own.close();
        assertEquals(-LinuxErrno.ENODEV, host.<Integer>call(() -> Linux.ifNameToIndex(name)));
        assertNull(bench.received.poll());
    }
}
