package org.ifnet.itest.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

import org.ifnet.IfnetException;
import org.ifnet.datagram.Datagram;
import org.ifnet.datagram.DatagramEndpoint;
import org.ifnet.datagram.DatagramSpec;
import org.ifnet.datagram.internal.Endpoints;
import org.ifnet.dhcp.DhcpClients.State;
import org.ifnet.dhcp.DhcpClients.Status;
import org.ifnet.dhcp.internal.Sessions;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.Echo;
import org.ifnet.inet.UpperProtocol;
import org.ifnet.itest.linux.LinuxPlatform.Cable;
import org.ifnet.itest.linux.LinuxPlatform.Wire;
import org.ifnet.netisr.Worker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Datagrams and DHCP with dnsmasq and the kernel as peers. */
@NeedsRoot
@Dissected
@Timeout(90)
class DhcpPeerIT {
    private static final String SERVER = "10.9.1.1";

    private final Namespaces namespaces = new Namespaces();
    private final Namespaces.Namespace host = namespaces.create();
    private final LinuxPlatform platform = new LinuxPlatform();
    private final Worker worker = new Worker(platform.env, "ifnet-dhcp", Throwable::printStackTrace);
    private Endpoints endpoints;
    private UpperProtocol input;
    private Sessions sessions;

    @BeforeEach
    void start() {
        endpoints = new Endpoints(
                platform.env,
                platform.pool,
                platform.core.ifnets(),
                platform.route.ifaddrs(),
                platform.core.ifmaddrs(),
                worker);
        input = endpoints.input();
        endpoints.output(AddressFamily.INET, platform.inet.output());
        platform.inet.upper().add(input);
        sessions = new Sessions(
                platform.env,
                platform.netisr,
                platform.core.ifnets(),
                platform.core.control(),
                platform.route.ifaddrs(),
                platform.route.routes(),
                endpoints,
                worker);
    }

    @AfterEach
    void stop() {
        sessions.close();
        platform.inet.upper().remove(input);
        endpoints.close();
        worker.close();
        platform.close();
        namespaces.close();
    }

    private Tool.Running dnsmasq(Cable cable, Path leases) {
        return host.start(
                "dnsmasq",
                "--no-daemon",
                "--conf-file=/dev/null",
                "--user=root",
                "--pid-file=",
                "--interface=" + cable.hostDevice(),
                "--bind-interfaces",
                "--no-resolv",
                "--no-hosts",
                "--no-ping",
                "--address=/router.test/10.9.1.77",
                "--dhcp-range=10.9.1.100,10.9.1.150,255.255.255.0,2m",
                "--dhcp-leasefile=" + leases);
    }

    private Status status() {
        return sessions.list().get(0);
    }

    private String addresses(Cable cable) {
        StringBuilder s = new StringBuilder();
        for (Ifaddr a : platform.route.ifaddrs().list(cable.ifnet())) {
            s.append(a.address()).append('/').append(a.prefix().length()).append(' ');
        }
        return s.toString().trim();
    }

    @ParameterizedTest
    @EnumSource
    void aLeaseFromDnsmasqAndBack(Wire wire) throws IfnetException, IOException {
        assumeTrue(Tool.exists("dnsmasq") && Tool.exists("ethtool"), "needs the programs dnsmasq and ethtool");
        Cable cable = platform.connect(namespaces, host, wire);
        host.ip("addr add " + SERVER + "/24 dev " + cable.hostDevice());
        if (wire == Wire.AFPACKET) {
            // A veth leaves checksums to hardware that is not there.
            host.exec("ethtool", "-K", cable.hostDevice(), "tx", "off");
        }
        Path leases = Files.createTempFile("ifnet-itest", ".leases");
        try (Tool.Running dnsmasq = dnsmasq(cable, leases)) {
            DriverBench.await("dnsmasq is there", () -> dnsmasq.output().contains("IP range"));
            sessions.start(LinuxPlatform.ROOT, cable.ifnet());
            DriverBench.await("a lease, or " + dnsmasq.output(), () -> status().state() == State.BOUND);
            IpAddress ours = status().lease().address();
            assertEquals(ours + "/24", addresses(cable));
            assertEquals(IpAddress.parse(SERVER), status().lease().server());
            assertTrue(status().lease().expires() > 100);
            assertEquals(
                    IpAddress.parse(SERVER),
                    platform.route.routes().get(IpAddress.parse("203.0.113.1")).gateway());
            assertTrue(Files.readString(leases).contains(ours.toString()));
            Pings.fromUs(platform.inet.echo(), SERVER, 20, 56);
            asksTheNameServer();
            sessions.release(LinuxPlatform.ROOT, cable.ifnet());
            DriverBench.await(
                    "the address is given back", () -> addresses(cable).isEmpty());
            DriverBench.await("dnsmasq knows it", () -> read(leases).isBlank());
        } finally {
            Files.deleteIfExists(leases);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A question for the address of router.test. */
    private void asksTheNameServer() throws IfnetException {
        AtomicReference<Datagram> answer = new AtomicReference<>();
        try (DatagramEndpoint dns = endpoints.open(
                LinuxPlatform.ROOT,
                DatagramSpec.udp(AddressFamily.INET, 0),
                endpoint -> worker.execute(() -> answer.set(endpoint.poll())))) {
            byte[] query = ("\0\7\1\0\0\1\0\0\0\0\0\0\6router\4test\0\0\1\0\1").getBytes(StandardCharsets.ISO_8859_1);
            assertEquals(0, dns.send(IpAddress.parse(SERVER), 53, query));
            DriverBench.await("an answer", () -> answer.get() != null);
            byte[] said = answer.get().payload();
            assertEquals(7, said[1]);
            assertEquals(77, said[said.length - 1]);
            assertEquals(53, answer.get().port());
        }
    }

    /** The kernel says that nobody is at a port, and hears it from us. */
    @Test
    void portsWhereNobodyIsAreReportedBothWays() throws IfnetException {
        platform.connect(namespaces, host, Wire.TAP, "10.9.1.2/24", SERVER + "/24");
        AtomicReference<String> heard = new AtomicReference<>("");
        try (DatagramEndpoint e = endpoints.open(
                LinuxPlatform.ROOT, DatagramSpec.udp(AddressFamily.INET, 0), new org.ifnet.datagram.DatagramListener() {
                    @Override
                    public void arrived(DatagramEndpoint endpoint) {}

                    @Override
                    public void failed(DatagramEndpoint endpoint, IpAddress to, int port, Echo.Trouble what) {
                        heard.set(to + " " + port + " " + what);
                    }
                })) {
            assertEquals(0, e.send(IpAddress.parse(SERVER), 9999, new byte[100]));
            DriverBench.await("port unreachable", () -> heard.get().equals(SERVER + " 9999 PORT_UNREACHABLE"));
        }
        String said = Tool.run(
                        Tool.USUAL,
                        host.command(
                                "bash",
                                "-c",
                                "exec 3<>/dev/udp/10.9.1.2/9999; echo x >&3; read -t 5 -u 3 y; echo x >&3"))
                .output();
        assertTrue(said.contains("Connection refused"), said);
    }
}
