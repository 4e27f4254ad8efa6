package org.ifnet.inet6.internal;

import java.lang.management.ManagementFactory;

import org.ifnet.ifaddr.IpAddress;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.Ip6Header;
import org.ifnet.wire.MacAddress;

/**
 * Nanoseconds a packet from one Ethernet interface through IPv6 to the queue of another, in memory, without drivers and
 * netisrs: batches of 32, 64-byte packets, as many destinations as asked. Run its main method without debug mode.
 */
final class ForwardBench {
    private static final int BATCH = 32;
    private static final int SECONDS = 8;
    private static final long NET = 0x2001_0db8_0002_0000L;
    private static final int FIRST = 0x1000;

    private ForwardBench() {}

    public static void main(String[] args) {
        int flows = args.length > 0 ? Integer.parseInt(args[0]) : 1;
        World world = new World();
        Host r = world.host("r");
        HostIfnet in = r.ether("em0", "2001:db8:1::fe/64");
        HostIfnet out = r.ether("em1", "2001:db8:2::fe/64");
        r.sysctl("net.inet6.ip6.forwarding", "1");
        world.pass(5);
        for (int i = 0; i < flows; i++) {
            int neighbour = FIRST + i;
            Host.quietly(() -> r.inet.neighbours()
                    .set(Host.ROOT, IpAddress.v6(NET, neighbour), new MacAddress(0x0200_0000_9999L)));
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
        EtherHeader.put(m, 0, in.lladdr().bits(), 0x0200_0000_7777L, EtherHeader.TYPE_IPV6);
        Ip6Header.put(m, 14, 0, 10, Ip6Header.UDP, 64);
        Ip6Header.src(m, 14, 0x2001_0db8_0001_0000L, 1);
        Ip6Header.dst(m, 14, NET, dst);
        return m;
    }
}
