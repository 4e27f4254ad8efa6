package org.ifnet.itest.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.ifnet.IfnetException;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.inet.Echo;
import org.ifnet.itest.linux.LinuxPlatform.Wire;
import org.ifnet.route.RouteSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two namespaces whose only way to each other is through us, and a router of the kernel on our way. */
@NeedsRoot
@Dissected
@Timeout(90)
class ForwardPeerIT {
    private static final int SECONDS = "full".equals(System.getProperty("ifnet.tier")) ? 10 : 4;

    private final Namespaces namespaces = new Namespaces();
    private final Namespaces.Namespace host = namespaces.create();
    private final LinuxPlatform platform = new LinuxPlatform();

    @AfterEach
    void stop() {
        platform.close();
        namespaces.close();
    }

    private Namespaces.Namespace other() throws IfnetException {
        Namespaces.Namespace other = namespaces.create();
        platform.connect(namespaces, host, Wire.TAP, "10.9.1.2/24", "10.9.1.1/24");
        platform.connect(namespaces, other, Wire.TAP, "10.9.2.2/24", "10.9.2.1/24");
        host.ip("route add default via 10.9.1.2");
        other.ip("route add default via 10.9.2.2");
        platform.sysctl("net.inet.ip.forwarding", "1");
        return other;
    }

    /** TCP, and UDP at 50 Mbit/s: something arrives in every second. */
    @ParameterizedTest
    @ValueSource(strings = {"", "-u -b 50M"})
    void iperf3ThroughUsWithoutAStall(String mode) throws IfnetException {
        assumeTrue(Tool.exists("iperf3"), "needs the program iperf3");
        Namespaces.Namespace other = other();
        try (Tool.Running server = other.start("iperf3", "-s", "-1", "-i", "1", "-f", "m", "--forceflush")) {
            DriverBench.await("iperf3 listens", () -> server.output().contains("listening"));
            List<String> command = new ArrayList<>(List.of("iperf3", "-c", "10.9.2.1", "-t", "" + SECONDS, "-f", "m"));
            if (!mode.isEmpty()) {
                command.addAll(List.of(mode.split(" ")));
            }
            Tool.run(Duration.ofSeconds(SECONDS + 20), host.command(command.toArray(String[]::new)));
            String said = server.await(Duration.ofSeconds(10)).output();
            long seconds = said.lines()
                    .filter(line ->
                            line.contains("Mbits/sec") && !line.contains("sender") && !line.contains("receiver"))
                    .filter(line -> !line.contains(" 0.00 Mbits/sec"))
                    .count();
            assertTrue(seconds >= SECONDS, said);
        }
    }

    @Test
    void tracerouteSeesUsOnTheWay() throws IfnetException {
        assumeTrue(Tool.exists("traceroute"), "needs the program traceroute");
        other();
        // ICMP, and what it does unasked: UDP to ports of no protocol that could look broken.
        for (String how : new String[] {"-I", "-n"}) {
            String said = Tool.run(
                            Tool.USUAL,
                            host.command("traceroute", how, "-n", "-q", "1", "-w", "2", "-N", "1", "10.9.2.1"))
                    .output();
            String ways = said.replaceAll(" +[0-9.]+ ms", "").replaceAll("(?m) +$", "");
            assertTrue(ways.endsWith("\n 1  10.9.1.2\n 2  10.9.2.1\n"), said);
        }
    }

    @Test
    void weSeeARouterOfTheKernelOnOurWay() throws IfnetException {
        platform.connect(namespaces, host, Wire.TAP, "10.9.1.2/24", "10.9.1.1/24");
        Namespaces.Namespace far = namespaces.create();
        host.ip("link add far0 type veth peer name near0 netns " + far.name());
        far.ip("link set near0 up");
        host.ip("addr add 10.9.3.1/24 dev far0");
        host.ip("link set far0 up");
        host.exec("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
        platform.route
                .routes()
                .add(
                        LinuxPlatform.ROOT,
                        new RouteSpec(IpPrefix.parse("10.9.3.0/24"), IpAddress.parse("10.9.1.1"), null, 0));
        List<String> heard = new CopyOnWriteArrayList<>();
        Echo.Listener listener = new Echo.Listener() {
            @Override
            public void reply(IpAddress from, int sequence, int bytes, int ttl, long nanos) {
                heard.add(sequence + " " + from);
            }

            @Override
            public void error(IpAddress from, int sequence, String text) {
                throw new IllegalStateException("not without its kind");
            }

            @Override
            public void error(IpAddress from, int sequence, Echo.Trouble what, String text) {
                heard.add(sequence + " " + from + " " + what);
            }
        };
        try (Echo.Session session =
                platform.inet.echo().open(LinuxPlatform.ROOT, IpAddress.parse("10.9.3.9"), listener)) {
            assertEquals(0, session.send(1, 32, 1));
            DriverBench.await("the router says so", () -> heard.equals(List.of("1 10.9.1.1 EXPIRED")));
        }
        try (Echo.Session session =
                platform.inet.echo().open(LinuxPlatform.ROOT, IpAddress.parse("10.9.3.1"), listener)) {
            assertEquals(0, session.send(2, 32, 2));
            DriverBench.await("an answer", () -> heard.contains("2 10.9.3.1"));
        }
    }
}
