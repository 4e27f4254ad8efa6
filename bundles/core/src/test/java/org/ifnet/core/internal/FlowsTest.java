package org.ifnet.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.control.Sysctl;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.Ipv4Header;
import org.ifnet.wire.Toeplitz;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Received packets on the netisr of their flow (reference 4.2). */
class FlowsTest {
    private static final int HERE = 0x0a000001;
    private static final int THERE = 0x0a000200;
    private static final int AT_ONCE = 64;

    private final Rig rig = new Rig();
    private final TestDriver driver = new TestDriver();
    private final Noting domain = new Noting();
    private Ifnet ifnet;

    /** Notes where packets arrive, and in what order those of one identification do. */
    private final class Noting extends PlainDomain {
        final Map<Integer, Set<Integer>> cpusOfFlow = new ConcurrentHashMap<>();
        final ConcurrentLinkedQueue<Integer> order = new ConcurrentLinkedQueue<>();
        final AtomicLong hashed = new AtomicLong();

        @Override
        public void input(Ifnet from, int etherType, MbufBatch packets) {
            int cpu = rig.netisr.current();
            for (int i = 0; i < packets.size(); i++) {
                Mbuf m = packets.get(i);
                int flow = m.length() < Ipv4Header.LENGTH ? -1 : m.get16(Ipv4Header.ID);
                cpusOfFlow
                        .computeIfAbsent(flow, f -> ConcurrentHashMap.newKeySet())
                        .add(cpu);
                hashed.addAndGet(m.has(Mbuf.HASH) ? 1 : 0);
                if (flow == 0) {
                    order.add(m.get16(Ipv4Header.LENGTH + 4));
                }
            }
            super.input(from, etherType, packets);
        }
    }

    @BeforeEach
    void attach() throws IfnetException {
        rig.core.add(domain);
        ifnet = rig.up(rig.ifnets().attach("em0", driver).ifnet());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** A UDP packet; {@code flow} is its identification, by which the test knows it. */
    private Mbuf udp(int flow, int src, int dst, int srcPort, int dstPort, int number) {
        Mbuf m = rig.pool.alloc();
        m.append(Ipv4Header.LENGTH + 8);
        Ipv4Header.put(m, 0, 0, Ipv4Header.LENGTH + 8, flow, 0, 64, Ipv4Header.UDP, src, dst);
        m.put16(Ipv4Header.LENGTH, srcPort);
        m.put16(Ipv4Header.LENGTH + 2, dstPort);
        m.put16(Ipv4Header.LENGTH + 4, number);
        return m;
    }

    private void inject(List<Mbuf> packets) {
        long before = domain.received.get();
        int done = 0;
        for (Mbuf m : packets) {
            driver.inject(m);
            if (++done % AT_ONCE == 0) {
                long wanted = before + done;
                Rig.await("received", () -> domain.received.get() == wanted);
            }
        }
        Rig.await("received", () -> domain.received.get() == before + packets.size());
    }

    private List<Mbuf> bothDirections(int flows) {
        List<Mbuf> packets = new ArrayList<>();
        for (int flow = 0; flow < flows; flow++) {
            packets.add(udp(flow, HERE, THERE + flow, 1000 + flow, 53, 0));
            packets.add(udp(flow, THERE + flow, HERE, 53, 1000 + flow, 0));
        }
        return packets;
    }

    @Test
    void staysWithItsSourceByDefault() {
        inject(bothDirections(50));
        domain.cpusOfFlow.values().forEach(cpus -> assertEquals(Set.of(0), cpus));
        assertEquals(0, domain.hashed.get());
    }

    /** INV: both directions of a flow arrive on one netisr, and not all flows on the same. */
    @Test
    void bringsBothDirectionsOfAFlowToOneNetisr() throws IfnetException {
        rig.sysctl("net.netisr.flow_hash", 1);
        inject(bothDirections(200));
        inject(bothDirections(200));
        int[] flows = new int[2];
        domain.cpusOfFlow.forEach((flow, cpus) -> {
            assertEquals(1, cpus.size(), "flow " + flow + " was on netisrs " + cpus);
            flows[cpus.iterator().next()]++;
        });
        assertTrue(flows[0] > 40 && flows[1] > 40, flows[0] + " and " + flows[1] + " flows");
        assertEquals(800, domain.hashed.get());
    }

    @Test
    void keepsTheOrderOfAFlow() throws IfnetException {
        rig.sysctl("net.netisr.flow_hash", 1);
        List<Mbuf> packets = new ArrayList<>();
        for (int n = 0; n < 200; n++) {
            packets.add(udp(0, HERE, THERE, 7, 8, n));
            packets.add(udp(1, HERE, THERE + n, 9, n, n));
        }
        inject(packets);
        List<Integer> numbers = List.copyOf(domain.order);
        for (int n = 0; n < 200; n++) {
            assertEquals(n, numbers.get(n));
        }
    }

    @Test
    void bringsAllFragmentsOfAPacketTogether() throws IfnetException {
        rig.sysctl("net.netisr.flow_hash", 1);
        List<Mbuf> packets = new ArrayList<>();
        for (int flow = 0; flow < 60; flow++) {
            for (int part = 0; part < 3; part++) {
                Mbuf m = udp(flow, HERE, THERE + flow, 1000 + part * 77, part, 0);
                m.put16(Ipv4Header.FRAGMENT, part == 2 ? part * 100 : Ipv4Header.MF | part * 100);
                packets.add(m);
            }
        }
        inject(packets);
        domain.cpusOfFlow.forEach((flow, cpus) -> assertEquals(1, cpus.size(), "flow " + flow + " was on " + cpus));
    }

    @Test
    void leavesWhatHasNoHeaderWhereItIs() throws IfnetException {
        rig.sysctl("net.netisr.flow_hash", 1);
        List<Mbuf> packets = new ArrayList<>();
        for (int length = 0; length < Ipv4Header.LENGTH; length++) {
            Mbuf m = rig.pool.alloc();
            m.append(length);
            packets.add(m);
        }
        inject(packets);
        assertEquals(Map.of(-1, Set.of(0)), domain.cpusOfFlow);
        assertEquals(0, domain.hashed.get());
    }

    @Test
    void countsWhatFindsTheOtherNetisrFull() throws Exception {
        rig.sysctl("net.netisr.flow_hash", 1);
        int port = 2;
        while ((Toeplitz.SYMMETRIC.ipv4(HERE, THERE, 1, port) & 1) == 0) {
            port++;
        }
        CountDownLatch hold = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        rig.netisr.post(1, () -> {
            begun.countDown();
            awaitQuietly(hold);
        });
        begun.await();
        for (int sent = 0; sent < 1200; sent++) {
            driver.inject(udp(1, HERE, THERE, 1, port, 0));
        }
        Rig.await("dropped", () -> ifnet.counters().drops().get(DropReason.MAILBOX_FULL) == 1200 - 1024);
        assertEquals(0, domain.received.get());
        hold.countDown();
        Rig.await("received", () -> domain.received.get() == 1024);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void hashesPortsOfTcpAndUdpOnlyAndOfBothFamilies() {
        Mbuf m = udp(1, HERE, THERE, 1, 2, 0);
        int udp = FlowHash.of(m, EtherHeader.TYPE_IPV4);
        m.put16(Ipv4Header.LENGTH, 77);
        assertFalse(udp == FlowHash.of(m, EtherHeader.TYPE_IPV4));
        m.put8(Ipv4Header.PROTOCOL, Ipv4Header.ICMP);
        int icmp = FlowHash.of(m, EtherHeader.TYPE_IPV4);
        m.put16(Ipv4Header.LENGTH, 1);
        assertEquals(icmp, FlowHash.of(m, EtherHeader.TYPE_IPV4));
        assertEquals(FlowHash.NONE, FlowHash.of(m, EtherHeader.TYPE_ARP));
        assertEquals(FlowHash.NONE, FlowHash.of(m, EtherHeader.TYPE_IPV6), "version 4 and too short");
        m.append(32);
        for (int i = 0; i < m.length(); i++) {
            m.put8(i, i * 37);
        }
        m.put8(0, 0x60);
        m.put8(6, Ipv4Header.TCP);
        int tcp6 = FlowHash.of(m, EtherHeader.TYPE_IPV6);
        m.put16(40, m.get16(40) ^ 0x1234);
        assertFalse(tcp6 == FlowHash.of(m, EtherHeader.TYPE_IPV6));
        m.put8(6, 44);
        int fragment6 = FlowHash.of(m, EtherHeader.TYPE_IPV6);
        m.put16(40, m.get16(40) ^ 0x1234);
        assertEquals(fragment6, FlowHash.of(m, EtherHeader.TYPE_IPV6));
        m.free();
    }

    @Test
    void showsTheSeedsAndTakesOnlyOnAndOff() throws IfnetException {
        Sysctl flowHash = rig.core.sysctls().require("net.netisr.flow_hash");
        assertEquals("0", flowHash.get());
        for (String bad : List.of("2", "-1", "on")) {
            assertEquals(
                    Errno.EINVAL,
                    assertThrows(IfnetException.class, () -> flowHash.set(bad)).errno());
        }
        for (String seed : List.of("net.toeplitz.keyseed0", "net.toeplitz.keyseed1")) {
            Sysctl node = rig.core.sysctls().require(seed);
            assertEquals(seed.endsWith("0") ? "109" : "90", node.get());
            assertEquals(
                    Errno.EPERM,
                    assertThrows(IfnetException.class, () -> node.set("1")).errno());
        }
    }
}
