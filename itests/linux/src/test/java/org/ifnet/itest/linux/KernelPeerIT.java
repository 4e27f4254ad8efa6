package org.ifnet.itest.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

import org.ifnet.DropReason;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.itest.linux.LinuxPlatform.Cable;
import org.ifnet.itest.linux.LinuxPlatform.Wire;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole stack with the kernel of this machine as its neighbour. */
@NeedsRoot
@Dissected
@Timeout(90)
class KernelPeerIT {
    private static final String OURS = "10.9.1.2";
    private static final String THEIRS = "10.9.1.1";

    private Namespaces namespaces;
    private Namespaces.Namespace host;
    private LinuxPlatform platform;
    private int descriptors;

    @BeforeEach
    void start() {
        descriptors = Descriptors.count();
        namespaces = new Namespaces();
        host = namespaces.create();
        platform = new LinuxPlatform();
    }

    @AfterEach
    void stop() {
        platform.close();
        namespaces.close();
        assertEquals(descriptors, Descriptors.count(), "sockets, taps and epolls");
    }

    private Cable connect(Wire wire) throws IfnetException {
        return platform.connect(namespaces, host, wire, OURS + "/24", THEIRS + "/24");
    }

    @ParameterizedTest
    @EnumSource
    void theKernelPingsUsAndLosesNothing(Wire wire) throws IfnetException {
        connect(wire);
        try (Tool.Running ping = Pings.start(host, OURS)) {
            Pings.assertNoLoss(ping);
        }
    }

    @ParameterizedTest
    @EnumSource
    void wePingTheKernelAndLoseNothing(Wire wire) throws IfnetException {
        connect(wire);
        Pings.fromUs(platform.inet.echo(), THEIRS, 2000, 56);
        Pings.fromUs(platform.inet.echo(), THEIRS, 500, 1472);
    }

    @ParameterizedTest
    @EnumSource
    void fragmentsOfTheLongestPacketBothWays(Wire wire) throws IfnetException {
        connect(wire);
        for (String size : new String[] {"1472", "1473", "9000", "65507"}) {
            String said = host.exec("ping", "-n", "-c", "5", "-i", "0.05", "-W", "2", "-s", size, OURS);
            assertTrue(said.contains(" 0% packet loss"), said);
            for (int i = 0; i < 5; i++) {
                Pings.fromUs(platform.inet.echo(), THEIRS, 1, Integer.parseInt(size));
            }
        }
    }

    /** The kernel learns from our "fragmentation needed"; what may be cut is cut by us. */
    @Test
    void theKernelFindsThePathMtuThroughUs() throws IfnetException {
        Namespaces.Namespace other = namespaces.create();
        platform.connect(namespaces, host, Wire.TAP, "10.9.1.2/24", "10.9.1.1/24");
        Cable narrow = platform.connect(namespaces, other, Wire.TAP, "10.9.2.2/24", "10.9.2.1/24");
        platform.core.control().setMtu(LinuxPlatform.ROOT, narrow.ifnet(), 1000);
        other.ip("link set " + narrow.hostDevice() + " mtu 1000");
        host.ip("route add default via 10.9.1.2");
        other.ip("route add default via 10.9.2.2");
        platform.sysctl("net.inet.ip.forwarding", "1");
        String[] whole = {"ping", "-n", "-c", "5", "-i", "0.2", "-M", "do", "-s", "1400", "10.9.2.1"};
        String said = Tool.run(Tool.USUAL, host.command(whole)).output();
        assertTrue(said.contains("Frag needed and DF set (mtu = 1000)") || said.contains("mtu=1000"), said);
        assertTrue(host.ip("route get 10.9.2.1").contains("mtu 1000"), "learned");
        Tool.run(Tool.USUAL, host.command("ip", "route", "flush", "cache"));
        said = host.exec("ping", "-n", "-c", "5", "-i", "0.05", "-M", "dont", "-s", "20000", "10.9.2.1");
        assertTrue(said.contains(" 0% packet loss"), said);
    }

    @Test
    void twoNamespacesPingEachOtherThroughUs() throws IfnetException {
        Namespaces.Namespace other = namespaces.create();
        platform.connect(namespaces, host, Wire.TAP, "10.9.1.2/24", "10.9.1.1/24");
        platform.connect(namespaces, other, Wire.AFPACKET, "10.9.2.2/24", "10.9.2.1/24");
        host.ip("route add default via 10.9.1.2");
        other.ip("route add default via 10.9.2.2");
        platform.sysctl("net.inet.ip.forwarding", "1");
        try (Tool.Running there = Pings.start(host, "10.9.2.1");
                Tool.Running back = Pings.start(other, "10.9.1.1")) {
            Pings.assertNoLoss(there);
            Pings.assertNoLoss(back);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tcpdumpFindsNothingWrongWithOurAnswers(Wire wire) throws IfnetException {
        Cable cable = connect(wire);
        String filter = "ether src " + cable.ifnet().lladdr() + " and (arp or icmp)";
        try (Capture capture = Capture.start(host, cable.hostDevice(), 20, filter)) {
            host.exec("ping", "-n", "-q", "-c", "20", "-i", "0.01", "-s", "1000", OURS);
            String text = capture.text();
            assertFalse(text.matches("(?s).*(bad|wrong|incorrect|invalid|truncated|trunc|\\[\\|).*"), text);
            assertEquals(
                    20,
                    text.lines()
                            .filter(l -> l.contains(">"))
                            .filter(l -> l.contains("ethertype"))
                            .count());
        }
    }

    @ParameterizedTest
    @EnumSource
    void badFramesAreCountedDropsAndNothingElse(Wire wire) throws IfnetException {
        Cable cable = connect(wire);
        try (PeerPort peer = PeerPort.open(host, cable.hostDevice())) {
            peer.send(BadFrames.headerChecksum(cable.ifnet().lladdr()));
            peer.send(BadFrames.truncatedArp());
            Tool.run(Tool.USUAL, "ip", "link", "set", namespaces.lastDevice(), "mtu", "65521");
            host.ip("link set " + cable.hostDevice() + " mtu 65521");
            peer.send(Frames.of(65535, 1));
        }
        receiveNothing(cable.ifnet());
        Map<DropReason, Long> expected = Map.of(
                DropReason.BAD_CHECKSUM, 1L, DropReason.BAD_HEADER, 1L, DropReason.TOO_BIG, 1L, DropReason.RUNT, 1L);
        DriverBench.await(
                "four drops: " + expected,
                () -> cable.ifnet().counters().drops().total() >= 4);
        assertEquals(expected, cable.ifnet().counters().drops().nonZero());
        Pings.fromUs(platform.inet.echo(), THEIRS, 10, 56);
    }

    /** A frame of no bytes: no device of Linux would hand it over, so it is fed in above the driver. */
    private void receiveNothing(Ifnet ifnet) throws IfnetException {
        Mbuf nothing = platform.pool.alloc();
        MbufBatch batch = new MbufBatch();
        batch.add(nothing);
        platform.netisr.call(0, () -> {
            ifnet.input(batch);
            return null;
        });
    }
}
