package org.ifnet.inet.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.ifnet.mbuf.MbufBatch;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.route.RouteFlags;

/** A router with everything switched on, between two wires; bytes that somebody made up arrive on the first. */
final class Fuzzed implements AutoCloseable {
    private static final int LONGEST = 1500;
    private static final int SHORTEST_HEADER = 20;
    /** Longer than anything waits for its missing parts or for an answer. */
    private static final double PATIENCE = 70;

    private static final MbufPool POOL = MbufPool.allocate("fuzz", 512);

    private final World world = new World(POOL);
    private final Host host = world.host("a");
    private final HostIfnet em0 = host.ether("em0", "192.0.2.1/24");
    private final HostIfnet em1 = host.ether("em1", "198.51.100.1/24");

    Fuzzed() {
        for (String on : new String[] {"ip.forwarding", "ip.redirect", "icmp.rediraccept"}) {
            host.sysctl("net.inet." + on, "1");
        }
        host.route("203.0.113.0/24", "192.0.2.9", 0);
        host.route("233.252.0.0/24", "198.51.100.9", RouteFlags.REJECT);
        host.up(em0);
        host.up(em1);
        world.pass(5);
    }

    private void frame(int etherType, byte[] packet) {
        ByteBuffer frame = ByteBuffer.allocate(14 + packet.length);
        long mac = em0.lladdr().bits();
        frame.putShort((short) (mac >> 32)).putInt((int) mac);
        frame.putShort((short) 0x0200).putInt(0x77);
        frame.putShort((short) etherType).put(packet);
        MbufBatch one = new MbufBatch();
        one.add(world.packet(frame.array()));
        em0.input(one);
        world.run();
    }

    /** One after the other, as long as the messages are. */
    void arp(byte[] data) {
        for (int at = 0; at < data.length; at += 28) {
            frame(0x0806, Arrays.copyOfRange(data, at, Math.min(data.length, at + 28)));
        }
        settle();
    }

    /** One after the other, each as long as it says; their checksums are made right. */
    void packets(byte[] data) {
        int at = 0;
        while (at < data.length) {
            int said = at + 4 <= data.length ? (data[at + 2] & 0xff) << 8 | data[at + 3] & 0xff : 0;
            int length = Math.min(Math.min(Math.max(said, SHORTEST_HEADER), data.length - at), LONGEST);
            byte[] packet = Arrays.copyOfRange(data, at, at + length);
            int header = Math.min((packet[0] & 0xf) * 4, length);
            if (header >= SHORTEST_HEADER) {
                sum(packet, 0, header, 10);
            }
            frame(0x0800, packet);
            at += length;
        }
        settle();
    }

    /** The payload of one packet to an address, its checksum made right. */
    void payload(int protocol, int to, byte[] data) {
        int length = Math.min(data.length, LONGEST - SHORTEST_HEADER);
        byte[] packet = new byte[SHORTEST_HEADER + length];
        ByteBuffer b = ByteBuffer.wrap(packet);
        b.putShort((short) 0x4500).putShort((short) packet.length).putInt(0);
        b.put((byte) 1)
                .put((byte) protocol)
                .putShort((short) 0)
                .putInt(0xc0000209)
                .putInt(to);
        b.put(data, 0, length);
        sum(packet, 0, SHORTEST_HEADER, 10);
        if (length >= 4) {
            sum(packet, SHORTEST_HEADER, packet.length, SHORTEST_HEADER + 2);
        }
        frame(0x0800, packet);
        settle();
    }

    private static void sum(byte[] packet, int from, int to, int at) {
        packet[at] = 0;
        packet[at + 1] = 0;
        int sum = 0;
        for (int i = from; i < to; i++) {
            sum += (packet[i] & 0xff) << (((i - from) & 1) == 0 ? 8 : 0);
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        packet[at] = (byte) (~sum >> 8);
        packet[at + 1] = (byte) ~sum;
    }

    /** After a while no packet is held. */
    private void settle() {
        world.pass(PATIENCE);
        assertEquals(0, world.pool.outstanding(), "packets that nobody has");
    }

    @Override
    public void close() {
        world.close();
    }
}
