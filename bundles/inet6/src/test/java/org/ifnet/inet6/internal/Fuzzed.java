package org.ifnet.inet6.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.ifnet.ifaddr.IpAddress;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.route.RouteFlags;

/** A host or a router between two wires; bytes that somebody made up arrive on the first. */
final class Fuzzed implements AutoCloseable {
    private static final MbufPool POOL = MbufPool.allocate("fuzz", 512);
    private static final int LONGEST = 1500;
    private static final int HEADER = 40;
    /** Longer than anything waits for its missing parts or for an answer. */
    private static final double PATIENCE = 70;

    private final World world = new World(POOL);
    private final Host host = world.host("a");
    private final HostIfnet em0 = host.ether("em0");
    private final HostIfnet em1 = host.ether("em1");

    Fuzzed(boolean router) {
        host.sysctl("net.inet6.ip6." + (router ? "forwarding" : "accept_rtadv"), "1");
        host.address(em0, "2001:db8::1/64");
        host.address(em1, "2001:db8:1::1/64");
        host.route("2001:db8:2::/48", "2001:db8::9", 0);
        host.route("2001:db8:3::/48", "2001:db8:1::9", RouteFlags.REJECT);
        world.pass(5);
    }

    private void frame(byte[] packet) {
        ByteBuffer frame = ByteBuffer.allocate(14 + packet.length);
        long mac = em0.lladdr().bits();
        frame.putShort((short) (mac >> 32)).putInt((int) mac);
        frame.putShort((short) 0x0200).putInt(0x77);
        frame.putShort((short) 0x86dd).put(packet);
        MbufBatch one = new MbufBatch();
        one.add(world.packet(frame.array()));
        em0.input(one);
        world.run();
    }

    /** One after the other, each as long as it says. */
    void packets(byte[] data) {
        int at = 0;
        while (at < data.length) {
            int said = at + 6 <= data.length ? (data[at + 4] & 0xff) << 8 | data[at + 5] & 0xff : 0;
            int length = Math.min(Math.min(HEADER + said, data.length - at), LONGEST);
            frame(Arrays.copyOfRange(data, at, at + length));
            at += length;
        }
        settle();
    }

    /** The payload of one packet from a neighbour's link-local address, its checksum made right. */
    void icmp(String to, int hopLimit, byte[] data) {
        int length = Math.min(data.length, LONGEST - HEADER);
        byte[] packet = new byte[HEADER + length];
        ByteBuffer b = ByteBuffer.wrap(packet);
        IpAddress from = IpAddress.parse("fe80::aa");
        IpAddress dst = IpAddress.parse(to);
        b.putInt(0x6000_0000).putShort((short) length).put((byte) 58).put((byte) hopLimit);
        b.putLong(from.hi()).putLong(from.lo()).putLong(dst.hi()).putLong(dst.lo());
        b.put(data, 0, length);
        if (length >= 4) {
            sum(packet, length);
        }
        frame(packet);
        settle();
    }

    private static void sum(byte[] packet, int length) {
        packet[HEADER + 2] = 0;
        packet[HEADER + 3] = 0;
        int sum = length + 58;
        for (int i = 8; i < packet.length; i++) {
            sum += (packet[i] & 0xff) << ((i & 1) == 0 ? 8 : 0);
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        packet[HEADER + 2] = (byte) (~sum >> 8);
        packet[HEADER + 3] = (byte) ~sum;
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
