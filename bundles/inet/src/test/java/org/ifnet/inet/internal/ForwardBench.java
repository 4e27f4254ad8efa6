package org.ifnet.inet.internal;

import java.lang.management.ManagementFactory;

import org.ifnet.ifaddr.IpAddress;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.Ipv4Header;
import org.ifnet.wire.MacAddress;

/**
 * Nanoseconds a packet from one Ethernet interface through IPv4 to the queue of another, in memory, without drivers and
 * netisrs: batches of 32, 64-byte packets, as many destinations as asked. Run its main method without debug mode.
 */
final class ForwardBench {
    private static final int BATCH = 32;
    private static final int SECONDS = 8;
    private static final int FIRST = 0x0a01_0000;

    private ForwardBench() {}

    public static void main(String[] args) {
        int flows = args.length > 0 ? Integer.parseInt(args[0]) : 1;
        World world = new World();
        Host r = world.host("r");
        HostIfnet in = r.ether("em0", "192.0.2.254/24");
        HostIfnet out = r.ether("em1", "10.0.0.254/8");
        r.sysctl("net.inet.ip.forwarding", "1");
        world.run();
        for (int i = 0; i < flows; i++) {
            int neighbour = FIRST + i;
            Host.quietly(() -> r.inet.arp().set(Host.ROOT, IpAddress.v4(neighbour), new MacAddress(0x0200_0000_9999L)));
        }
        MbufBatch batch = new MbufBatch(BATCH);
        long packets = 0;
        long from = System.nanoTime();
        long second = from;
        long burnt = cpu();
        int next = 0;
        while (System.nanoTime() - from < SECONDS * World.SECOND) {
            for (int round = 0; round < 1000; round++) {
                for (int i = 0; i < BATCH; i++) {
                    batch.add(frame(world, in, FIRST + next));
                    next = (next + 1) % flows;
                }
                in.input(batch);
                for (Mbuf m = out.wire.poll(); m != null; m = out.wire.poll()) {
                    m.free();
                }
            }
            packets += 1000 * BATCH;
            if (System.nanoTime() - second > World.SECOND) {
                System.err.printf("%.1f ns a packet%n", (double) (cpu() - burnt) / packets);
                packets = 0;
                second = System.nanoTime();
                burnt = cpu();
            }
        }
    }

    /** Processor time: a busy machine does not count. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static Mbuf frame(World world, HostIfnet in, int dst) {
        Mbuf m = world.pool.alloc();
        if (m == null || !m.append(64)) {
            throw new IllegalStateException("no mbuf");
        }
        EtherHeader.put(m, 0, in.lladdr().bits(), 0x0200_0000_7777L, EtherHeader.TYPE_IPV4);
        Ipv4Header.put(m, 14, 0, 50, 1, 0, 64, Ipv4Header.UDP, 0xc0000201, dst);
        return m;
    }
}
