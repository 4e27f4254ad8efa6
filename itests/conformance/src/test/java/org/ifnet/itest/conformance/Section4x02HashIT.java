package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.ifnet.Ifnet;
import org.ifnet.domain.Domain;
import org.ifnet.driver.DriverInfo;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.testkit.Seeds;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.Ipv4Header;
import org.ifnet.wire.MacAddress;
import org.ifnet.wire.Toeplitz;
import org.junit.jupiter.api.Test;

/** Reference 4.2: flows and the netisr each belongs to. */
class Section4x02HashIT {
    private static final int FLOWS = 40;

    @Test
    void bothDirectionsOfAnyFlowHaveOneHashInRange() {
        Seeds.run(20, seed -> {
            Random random = new Random(seed);
            for (int i = 0; i < 1000; i++) {
                int a = random.nextInt();
                int b = random.nextInt();
                int p = random.nextInt(1 << 16);
                int q = random.nextInt(1 << 16);
                int there = Toeplitz.SYMMETRIC.ipv4(a, b, p, q);
                assertEquals(there, Toeplitz.SYMMETRIC.ipv4(b, a, q, p));
                assertEquals(there, Toeplitz.SYMMETRIC.ipv4(a, b, p, q));
                assertTrue(there >= 0 && there <= Toeplitz.MASK);
            }
        });
    }

    /** Stands in for IPv4 and notes where packets arrive; the identification says of which flow they are. */
    private static final class Noting implements Domain {
        private record Arrival(int flow, int cpu) {}

        final ConcurrentLinkedQueue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
        final Layer layer;

        Noting(Layer layer) {
            this.layer = layer;
        }

        @Override
        public int family() {
            return 98;
        }

        @Override
        public int etherType() {
            return EtherHeader.TYPE_IPV4;
        }

        @Override
        public int[] inputTypes() {
            return new int[] {EtherHeader.TYPE_IPV4};
        }

        @Override
        public void input(Ifnet ifnet, int etherType, MbufBatch packets) {
            int cpu = layer.netisr.current();
            for (int i = 0; i < packets.size(); i++) {
                arrivals.add(new Arrival(packets.get(i).get16(Ipv4Header.ID), cpu));
            }
            packets.freeAll();
        }

        @Override
        public long resolve(Ifnet ifnet, Mbuf m, long hi, long lo) {
            return FAILED;
        }

        Map<Integer, Set<Integer>> cpusOfFlow() {
            Map<Integer, Set<Integer>> cpus = new HashMap<>();
            arrivals.forEach(
                    a -> cpus.computeIfAbsent(a.flow, f -> new HashSet<>()).add(a.cpu));
            return cpus;
        }
    }

    private static Mbuf udp(Layer layer, long mac, int flow, int src, int dst, int srcPort, int dstPort) {
        Mbuf m = layer.pool.alloc();
        int ip = EtherHeader.LENGTH;
        int udp = ip + Ipv4Header.LENGTH;
        m.append(udp + 8);
        EtherHeader.put(m, 0, mac, 0x0200_0000_2002L, EtherHeader.TYPE_IPV4);
        Ipv4Header.put(m, ip, 0, Ipv4Header.LENGTH + 8, flow, 0, 64, Ipv4Header.UDP, src, dst);
        m.put16(udp, srcPort);
        m.put16(udp + 2, dstPort);
        return m;
    }

    @Test
    void bothDirectionsOfAFlowReachOneNetisrAndFlowsAreSpread() {
        Both.run(layer -> {
            layer.core.remove(layer.inet);
            Noting ip = new Noting(layer);
            layer.core.add(ip);
            layer.sysctl("net.netisr.flow_hash", "1");
            long mac = 0x0200_0000_1001L;
            Wire wire = new Wire(DriverInfo.ethernet(new MacAddress(mac)));
            layer.up(layer.attach("em0", wire).ifnet());
            for (int flow = 0; flow < FLOWS; flow++) {
                wire.inject(udp(layer, mac, flow, 0x0a000001, 0x0a000200 + flow, 1000 + flow, 53));
                wire.inject(udp(layer, mac, flow, 0x0a000200 + flow, 0x0a000001, 53, 1000 + flow));
            }
            layer.await("all packets", () -> ip.arrivals.size() == 2 * FLOWS);
            Set<Integer> used = new HashSet<>();
            ip.cpusOfFlow().forEach((flow, cpus) -> {
                assertEquals(1, cpus.size(), "flow " + flow + " on " + cpus);
                used.addAll(cpus);
            });
            assertEquals(Set.of(0, 1), used);
            layer.core.remove(ip);
        });
    }
}
