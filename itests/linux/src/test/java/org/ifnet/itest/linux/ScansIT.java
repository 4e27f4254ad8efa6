package org.ifnet.itest.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import org.ifnet.DriverState;
import org.ifnet.DropReason;
import org.ifnet.IfnetException;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.inet.ArpTable;
import org.ifnet.itest.linux.LinuxPlatform.Cable;
import org.ifnet.itest.linux.LinuxPlatform.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever scanners, senders of floods and made-up frames do to us: we stay up, and everything is counted. */
@NeedsRoot
@Timeout(900)
class ScansIT {
    private static final boolean FULL = "full".equals(System.getProperty("ifnet.tier"));
    private static final int STORM_SECONDS = Integer.getInteger("ifnet.storm", FULL ? 600 : 6);
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String OURS = "10.9.1.2";
    private static final String OURS6 = "2001:db8:1::2";

    private final Namespaces namespaces = new Namespaces();
    private final Namespaces.Namespace host = namespaces.create6();
    private final Namespaces.Namespace bystander = namespaces.create();
    private final LinuxPlatform platform = new LinuxPlatform(true);
    private Cable cable;

    @BeforeEach
    void connect() throws IfnetException {
        cable = platform.connect(namespaces, host, Wire.TAP, OURS + "/24", "10.9.1.1/24");
        platform.route.ifaddrs().add(LinuxPlatform.ROOT, cable.ifnet(), AddressSpec.parse(OURS6 + "/64"));
        host.ip("addr add 2001:db8:1::1/64 dev " + cable.hostDevice() + " nodad");
        platform.settled(cable, OURS6);
        platform.connect(namespaces, bystander, Wire.TAP, "10.9.2.2/24", "10.9.2.1/24");
        platform.sysctl("net.inet.ip.forwarding", "1");
    }

    @AfterEach
    void stop() {
        platform.close();
        namespaces.close();
    }

    private String run(String... command) {
        assumeTrue(Tool.exists(command[0]), "needs the program " + command[0]);
        return Tool.run(PATIENCE, host.command(command)).output();
    }

    private void unharmed() {
        assertEquals(0, platform.netisr.faultCount(), "exceptions on netisrs");
        assertEquals(0, cable.ifnet().counters().drops().get(DropReason.FAULT));
        assertEquals(DriverState.BOUND, cable.ifnet().driverState());
        String said = bystander.exec("ping", "-n", "-c", "3", "-i", "0.05", "-W", "2", "10.9.2.2");
        assertTrue(said.contains(" 0% packet loss"), said);
    }

    @Test
    void nmapFindsUsAndWhatWeSpeak() {
        String said = run("nmap", "-n", "-sn", "-PR", OURS);
        assertTrue(said.contains("Host is up"), said);
        said = run("nmap", "-n", "-Pn", "-sO", "-p", "1,2,6,17,99", "--max-retries", "2", OURS);
        assertTrue(said.matches("(?s).*1 +open +icmp.*"), said);
        assertTrue(said.matches("(?s).*99 +closed.*"), said);
        run("nmap", "-n", "-Pn", "-sS", "-p", "1-1000", "--max-retries", "0", "--max-rate", "2000", OURS);
        run("nmap", "-n", "-Pn", "-sU", "-p", "1-200", "--max-retries", "0", "--max-rate", "2000", "-f", OURS);
        unharmed();
        assertTrue(platform.inet.drops().get(DropReason.NO_PROTO) >= 1000, "each is counted");
    }

    @Test
    void nmapFindsUsOverIpv6() {
        String said = run("nmap", "-6", "-n", "-sn", OURS6);
        assertTrue(said.contains("Host is up"), said);
        run("nmap", "-6", "-n", "-Pn", "-sS", "-p", "1-500", "--max-retries", "0", "--max-rate", "2000", OURS6);
        unharmed();
        assertNotNull(platform.inet6);
        assertTrue(platform.inet6.drops().get(DropReason.NO_PROTO) >= 500, "each is counted");
    }

    @Test
    void neighboursAskForUs() {
        String said = run("arping", "-c", "5", "-W", "0.05", "-i", cable.hostDevice(), OURS);
        assertTrue(said.contains("5 packets received"), said);
        said = run("ndisc6", "-1", OURS6, cable.hostDevice());
        assertTrue(
                said.toUpperCase(Locale.ROOT)
                        .contains(String.valueOf(cable.ifnet().lladdr()).toUpperCase(Locale.ROOT)),
                said);
        unharmed();
    }

    /** From sources that nobody has, in fragments, with bad checksums. */
    @Test
    void hping3Floods() {
        run("hping3", "-q", "-n", "-1", "-c", "3000", "-i", "u100", "--rand-source", OURS);
        run("hping3", "-q", "-n", "-S", "-p", "80", "-c", "3000", "-i", "u100", "--rand-source", OURS);
        run("hping3", "-q", "-n", "-2", "-x", "-d", "3000", "-c", "1000", "-i", "u100", OURS);
        run("hping3", "-q", "-n", "-1", "-b", "-c", "500", "-i", "u100", OURS);
        unharmed();
        assertTrue(platform.pool.outstanding() < 4096, "held: " + platform.pool.outstanding());
    }

    /** Every header that we know, with bytes changed. */
    @Test
    void madeUpFramesOfEachHeader() throws IfnetException {
        long seed = Long.getLong("ifnet.seed", System.nanoTime());
        Mutations frames = new Mutations(seed, cable.ifnet().lladdr());
        long sent = 0;
        try (PeerPort peer = PeerPort.open(host, cable.hostDevice())) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STORM_SECONDS);
            while (System.nanoTime() - end < 0) {
                for (int i = 0; i < 5000; i++) {
                    sent += peer.trySend(frames.next()) > 0 ? 1 : 0;
                }
                unharmed();
                assertTrue(
                        platform.pool.outstanding() < 4096, "seed " + seed + " held: " + platform.pool.outstanding());
            }
        }
        assertTrue(sent > STORM_SECONDS * 1000L, "sent " + sent);
        recovers(seed);
    }

    /** Who lied about a neighbour is forgotten; then all is as before. */
    private void recovers(long seed) throws IfnetException {
        for (ArpTable.Entry entry : platform.inet.arp().list()) {
            platform.inet.arp().delete(LinuxPlatform.ROOT, entry.address());
        }
        platform.inet6.neighbours().clear(LinuxPlatform.ROOT);
        String said = host.exec("ping", "-n", "-c", "5", "-i", "0.1", "-W", "2", OURS);
        assertTrue(said.contains(" 0% packet loss"), "seed " + seed + ": " + said);
        said = host.exec("ping", "-6", "-n", "-c", "5", "-i", "0.1", "-W", "2", OURS6);
        assertTrue(said.contains(" 0% packet loss"), "seed " + seed + ": " + said);
    }
}
