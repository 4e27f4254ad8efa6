package org.ifnet.itest.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.ifnet.IfnetException;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.inet.Echo;
import org.ifnet.inet6.NdTable;
import org.ifnet.inet6.internal.Inet6Domain;
import org.ifnet.itest.linux.LinuxPlatform.Cable;
import org.ifnet.itest.linux.LinuxPlatform.Wire;
import org.ifnet.route.RouteSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** IPv6 with the kernel of this machine as its neighbour. */
@NeedsRoot
@Dissected
@Timeout(90)
class Kernel6PeerIT {
    private static final String OURS = "2001:db8:1::2";
    private static final String THEIRS = "2001:db8:1::1";

    private Namespaces namespaces;
    private Namespaces.Namespace host;
    private LinuxPlatform platform;
    private Inet6Domain inet6;

    @BeforeEach
    void start() {
        assumeTrue(Files.isDirectory(Path.of("/proc/sys/net/ipv6")), "this kernel has no IPv6");
        namespaces = new Namespaces();
        host = namespaces.create6();
        platform = new LinuxPlatform(true);
        inet6 = platform.inet6;
        assertNotNull(inet6);
    }

    @AfterEach
    void stop() {
        if (platform != null) {
            platform.close();
            namespaces.close();
        }
    }

    private Cable connect(Namespaces.Namespace to, Wire wire, String ours, String theirs) throws IfnetException {
        Cable cable = platform.connect(namespaces, to, wire);
        platform.route.ifaddrs().add(LinuxPlatform.ROOT, cable.ifnet(), AddressSpec.parse(ours + "/64"));
        to.ip("addr add " + theirs + "/64 dev " + cable.hostDevice() + " nodad");
        platform.settled(cable, ours);
        return cable;
    }

    @ParameterizedTest
    @EnumSource
    void theKernelPingsUsAndLosesNothing(Wire wire) throws IfnetException {
        connect(host, wire, OURS, THEIRS);
        try (Tool.Running ping = Pings.start(host, OURS)) {
            Pings.assertNoLoss(ping);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theKernelPingsUsInFragmentsOfTheLongestPacket(Wire wire) throws IfnetException {
        connect(host, wire, OURS, THEIRS);
        for (String size : new String[] {"1452", "1453", "9000", "65487"}) {
            String said = host.exec("ping", "-6", "-n", "-c", "5", "-i", "0.05", "-W", "2", "-s", size, OURS);
            assertTrue(said.contains(" 0% packet loss"), said);
        }
    }

    @ParameterizedTest
    @EnumSource
    void wePingTheKernelAndLoseNothing(Wire wire) throws IfnetException {
        connect(host, wire, OURS, THEIRS);
        Pings.fromUs(inet6.echo(), THEIRS, 2000, 56);
        Pings.fromUs(inet6.echo(), THEIRS, 200, 1452);
        for (int i = 0; i < 5; i++) {
            Pings.fromUs(inet6.echo(), THEIRS, 1, 65_487);
        }
    }

    @Test
    void linkLocalBothWays() throws IfnetException {
        Cable cable = connect(host, Wire.TAP, OURS, THEIRS);
        String ours = "";
        for (Ifaddr a : platform.route.ifaddrs().list(cable.ifnet())) {
            ours = a.address().isLinkLocal() ? a.address().withZone("").toString() : ours;
        }
        platform.settled(cable, ours);
        String said = host.exec("ping", "-6", "-n", "-c", "3", "-i", "0.05", ours + "%" + cable.hostDevice());
        assertTrue(said.contains(" 0% packet loss"), said);
        String theirs = host.ip("-6 -o addr show dev " + cable.hostDevice() + " scope link");
        theirs = theirs.replaceAll("(?s).*inet6 (fe80[^/ ]*).*", "$1");
        Pings.fromUs(inet6.echo(), theirs + "%" + cable.ifnet().name(), 20, 56);
    }

    /** We want an address that the kernel has. */
    @Test
    void weNoticeThatTheKernelHasTheAddress() throws IfnetException {
        Cable cable = connect(host, Wire.TAP, OURS, THEIRS);
        platform.route.ifaddrs().add(LinuxPlatform.ROOT, cable.ifnet(), AddressSpec.parse(THEIRS + "/64"));
        DriverBench.await("a duplicate", () -> platform.words(cable, THEIRS).equals("tentative duplicated"));
    }

    /** The kernel wants an address that we have. */
    @Test
    void theKernelNoticesThatWeHaveTheAddress() throws IfnetException {
        Cable cable = connect(host, Wire.TAP, OURS, THEIRS);
        host.ip("addr add " + OURS + "/64 dev " + cable.hostDevice());
        DriverBench.await(
                "dadfailed",
                () -> host.ip("-6 addr show dev " + cable.hostDevice()).contains("dadfailed"));
        assertEquals("", platform.words(cable, OURS));
    }

    @Test
    void twoNamespacesPingEachOtherThroughUs() throws IfnetException {
        Namespaces.Namespace other = namespaces.create6();
        connect(host, Wire.TAP, "2001:db8:1::2", "2001:db8:1::1");
        connect(other, Wire.AFPACKET, "2001:db8:2::2", "2001:db8:2::1");
        host.ip("route add default via 2001:db8:1::2");
        other.ip("route add default via 2001:db8:2::2");
        platform.sysctl("net.inet6.ip6.forwarding", "1");
        try (Tool.Running there = Pings.start(host, "2001:db8:2::1");
                Tool.Running back = Pings.start(other, "2001:db8:1::1")) {
            Pings.assertNoLoss(there);
            Pings.assertNoLoss(back);
        }
        String hops = Tool.run(Tool.USUAL, host.command("ping", "-6", "-n", "-c", "1", "-t", "1", "2001:db8:2::1"))
                .output();
        assertTrue(hops.contains("Time exceeded: Hop limit"), hops);
    }

    /** The kernel learns from our Packet Too Big how long its packets may be. */
    @Test
    void theKernelFindsThePathMtuThroughUs() throws IfnetException {
        Namespaces.Namespace other = namespaces.create6();
        connect(host, Wire.TAP, "2001:db8:1::2", "2001:db8:1::1");
        Cable narrow = connect(other, Wire.TAP, "2001:db8:2::2", "2001:db8:2::1");
        platform.core.control().setMtu(LinuxPlatform.ROOT, narrow.ifnet(), 1400);
        other.ip("link set " + narrow.hostDevice() + " mtu 1400");
        host.ip("route add default via 2001:db8:1::2");
        other.ip("route add default via 2001:db8:2::2");
        platform.sysctl("net.inet6.ip6.forwarding", "1");
        String said = Tool.run(
                        Tool.USUAL,
                        host.command("ping", "-6", "-n", "-c", "5", "-i", "0.2", "-s", "1440", "2001:db8:2::1"))
                .output();
        assertTrue(said.contains("Packet too big: mtu=1400"), said);
        assertTrue(host.ip("-6 route get 2001:db8:2::1").contains("mtu 1400"), "learned");
        said = host.exec("ping", "-6", "-n", "-c", "3", "-i", "0.1", "-s", "1440", "2001:db8:2::1");
        assertTrue(said.contains(" 0% packet loss"), said);
    }

    /** And we from a router in the kernel. */
    @Test
    void weFindThePathMtuThroughTheKernel() throws IfnetException {
        connect(host, Wire.TAP, OURS, THEIRS);
        Namespaces.Namespace far = namespaces.create6();
        Tool.check(
                "ip",
                "-n",
                host.name(),
                "link",
                "add",
                "up0",
                "type",
                "veth",
                "peer",
                "name",
                "down0",
                "netns",
                far.name());
        host.ip("addr add 2001:db8:9::1/64 dev up0 nodad");
        far.ip("addr add 2001:db8:9::9/64 dev down0 nodad");
        for (String words : new String[] {"link set up0 mtu 1300 up"}) {
            host.ip(words);
        }
        far.ip("link set down0 mtu 1300 up");
        far.ip("route add default via 2001:db8:9::1");
        host.exec("sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/all/forwarding");
        // The kernel takes a moment until a new link carries IPv6.
        far.exec("ping", "-6", "-n", "-q", "-c", "1", "-w", "5", "2001:db8:9::1");
        platform.route
                .routes()
                .add(
                        LinuxPlatform.ROOT,
                        new RouteSpec(IpPrefix.parse("2001:db8:9::/64"), IpAddress.parse(THEIRS), null, 0));
        Pings.fromUs(inet6.echo(), "2001:db8:9::9", 1, 56);
        List<String> errors = new CopyOnWriteArrayList<>();
        List<Integer> replies = new CopyOnWriteArrayList<>();
        Echo.Listener listener = new Echo.Listener() {
            @Override
            public void reply(IpAddress from, int sequence, int bytes, int ttl, long nanos) {
                replies.add(sequence);
            }

            @Override
            public void error(IpAddress from, int sequence, String text) {
                errors.add(text);
            }
        };
        IpAddress to = IpAddress.parse("2001:db8:9::9");
        try (Echo.Session session = inet6.echo().open(LinuxPlatform.ROOT, to, listener)) {
            session.send(1, 1440, 64);
            DriverBench.await("too big", () -> errors.contains("Packet too big: mtu=1300"));
            session.send(2, 1440, 64);
            DriverBench.await("an answer", () -> replies.contains(2));
        }
    }

    /** The address, the default route and their lifetimes from radvd. */
    @Test
    void addressAndRouteFromRadvd() throws IfnetException, IOException {
        assumeTrue(Tool.exists("radvd"), "needs the program radvd");
        platform.sysctl("net.inet6.ip6.accept_rtadv", "1");
        Cable cable = platform.connect(namespaces, host, Wire.TAP);
        host.exec("sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/all/forwarding");
        host.ip("addr add 2001:db8:7::1/64 dev " + cable.hostDevice() + " nodad");
        Path config = Files.createTempFile("ifnet-itest", ".conf");
        Path pid = Files.createTempFile("ifnet-itest", ".pid");
        Files.delete(pid);
        Files.writeString(
                config,
                "interface " + cable.hostDevice() + " { AdvSendAdvert on; MinRtrAdvInterval 3; MaxRtrAdvInterval 4;"
                        + " AdvLinkMTU 1400; prefix 2001:db8:7::/64 { AdvValidLifetime 600; AdvPreferredLifetime 300; }; };");
        try (Tool.Running radvd = host.start(
                "radvd", "-n", "-u", "root", "-m", "stderr", "-C", config.toString(), "-p", pid.toString())) {
            DriverBench.await("a router, or " + radvd.output(), () -> !routers().isEmpty());
            String ours = autoconf(cable);
            settled(cable, ours, "autoconf");
            Pings.fromUs(inet6.echo(), "2001:db8:7::1", 20, 56);
            String said = host.exec("ping", "-6", "-n", "-c", "3", "-i", "0.05", ours);
            assertTrue(said.contains(" 0% packet loss"), said);
            assertEquals(
                    cable.ifnet(),
                    platform.route
                            .routes()
                            .get(IpAddress.parse("2001:db8:ff::1"))
                            .ifnet());
            assertEquals(1, prefixes());
        } finally {
            Files.deleteIfExists(config);
            Files.deleteIfExists(pid);
        }
    }

    private int prefixes() throws IfnetException {
        return inet6.neighbours().prefixes().size();
    }

    private List<NdTable.Router> routers() {
        try {
            return inet6.neighbours().routers();
        } catch (IfnetException e) {
            throw new AssertionError(e);
        }
    }

    private void settled(Cable cable, String address, String words) {
        DriverBench.await(
                address + " is " + words, () -> platform.words(cable, address).equals(words));
    }

    private String autoconf(Cable cable) {
        for (Ifaddr a : platform.route.ifaddrs().list(cable.ifnet())) {
            if (a.address().hi() == IpAddress.parse("2001:db8:7::").hi()) {
                return a.address().toString();
            }
        }
        throw new AssertionError("no address: " + platform.route.ifaddrs().list(cable.ifnet()));
    }

    @Test
    void tcpdumpFindsNothingWrongWithWhatWeSend() throws IfnetException {
        Cable cable = platform.connect(namespaces, host, Wire.TAP);
        String filter = "ether src " + cable.ifnet().lladdr() + " and ip6";
        try (Capture capture = Capture.start(host, cable.hostDevice(), 15, filter)) {
            platform.route.ifaddrs().add(LinuxPlatform.ROOT, cable.ifnet(), AddressSpec.parse(OURS + "/64"));
            host.ip("addr add " + THEIRS + "/64 dev " + cable.hostDevice() + " nodad");
            platform.settled(cable, OURS);
            Tool.run(
                    Duration.ofSeconds(10),
                    host.command("ping", "-6", "-n", "-q", "-c", "10", "-i", "0.01", "-s", "3000", OURS));
            String text = capture.text();
            assertFalse(text.matches("(?s).*(bad|wrong|incorrect|invalid|truncated|trunc|\\[\\|).*"), text);
            assertTrue(text.contains("frag"), text);
        }
    }

    /** A stream of TCP through us that never stands still. */
    @Test
    void tcpFlowsThroughUs() throws IfnetException {
        assumeTrue(Tool.exists("iperf3"), "needs the program iperf3");
        Namespaces.Namespace other = namespaces.create6();
        connect(host, Wire.TAP, "2001:db8:1::2", "2001:db8:1::1");
        connect(other, Wire.TAP, "2001:db8:2::2", "2001:db8:2::1");
        host.ip("route add default via 2001:db8:1::2");
        other.ip("route add default via 2001:db8:2::2");
        platform.sysctl("net.inet6.ip6.forwarding", "1");
        try (Tool.Running server = other.start("iperf3", "-6", "-s", "-1", "--forceflush")) {
            DriverBench.await("iperf3 listens", () -> server.output().contains("listening"));
            String said = Tool.run(
                            Duration.ofSeconds(30),
                            host.command("iperf3", "-6", "-c", "2001:db8:2::1", "-t", "10", "-i", "1", "-f", "m"))
                    .output();
            long seconds = said.lines()
                    .filter(line ->
                            line.contains("Mbits/sec") && !line.contains("sender") && !line.contains("receiver"))
                    .filter(line -> !line.contains(" 0.00 Mbits/sec"))
                    .count();
            assertTrue(seconds >= 10, said);
        }
    }
}
