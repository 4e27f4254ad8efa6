package org.ifnet.inet.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.ifnet.DropReason;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.route.RouteFlags;
import org.ifnet.wire.Checksum;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.Ipv4Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ForwardTest {
    private final World world = new World();
    private final Host a = world.host("a");
    private final Host r = world.host("r");
    private final Host b = world.host("b");
    private final HostIfnet aEm0 = a.ether("em0", "192.0.2.1/24");
    private final HostIfnet rEm0 = r.ether("em0", "192.0.2.254/24");
    private final HostIfnet rEm1 = r.ether("em1", "198.51.100.254/24");
    private final HostIfnet bEm0 = b.ether("em0", "198.51.100.1/24");

    ForwardTest() {
        World.connect(aEm0, rEm0);
        World.connect(rEm1, bEm0);
        a.route("0.0.0.0/0", "192.0.2.254", 0);
        b.route("0.0.0.0/0", "198.51.100.254", 0);
        r.sysctl("net.inet.ip.forwarding", "1");
        world.run();
    }

    @AfterEach
    void leavesNothingBehind() {
        world.close();
    }

    private List<String> ping(String to, int size, int ttl) {
        Pinger ping = new Pinger(a, to);
        ping.session.send(1, size, ttl);
        world.run();
        return ping.heard;
    }

    @Test
    void carriesPacketsBothWays() {
        assertEquals(List.of("1 56 bytes from 198.51.100.1 ttl 63"), ping("198.51.100.1", 56, 64));
        assertEquals(0, r.inet.drops().total());
    }

    @Test
    void forwardsNothingUnlessTold() {
        r.sysctl("net.inet.ip.forwarding", "0");
        assertEquals(List.of(), ping("198.51.100.1", 56, 64));
        assertEquals(1, r.dropped(DropReason.NOT_FORWARDING));
        assertEquals(1, rEm0.counters().drops().get(DropReason.NOT_FORWARDING));
    }

    @Test
    void reportsThatTheTimeToLiveIsOver() {
        assertEquals(List.of("1 from 192.0.2.254: Time to live exceeded"), ping("198.51.100.1", 56, 1));
        assertEquals(1, r.dropped(DropReason.TTL));
        assertEquals(1, ping("198.51.100.1", 56, 2).size());
    }

    @Test
    void reportsWhatHasNoRoute() {
        assertEquals(List.of("1 from 192.0.2.254: Destination Net Unreachable"), ping("203.0.113.1", 56, 64));
        assertEquals(1, r.dropped(DropReason.NO_ROUTE));
    }

    @Test
    void reportsRejectRoutesAndHidesBlackholes() {
        r.route("203.0.113.0/24", null, RouteFlags.REJECT);
        r.route("203.0.114.0/24", null, RouteFlags.BLACKHOLE);
        assertEquals(List.of("1 from 192.0.2.254: Destination Host Unreachable"), ping("203.0.113.1", 56, 64));
        assertEquals(List.of(), ping("203.0.114.1", 56, 64));
        assertEquals(2, r.dropped(DropReason.REJECT_ROUTE));
    }

    @Test
    void reportsANeighbourThatDoesNotAnswer() {
        Pinger ping = new Pinger(a, "198.51.100.77");
        ping.send(1);
        world.pass(10);
        assertEquals(List.of("1 from 192.0.2.254: Destination Host Unreachable"), ping.heard);
        ping.send(2);
        world.run();
        assertEquals(2, ping.heard.size());
    }

    @Test
    void reportsThatAPacketMustNotBeFragmented() {
        rEm1.mtu = 1000;
        ping("198.51.100.1", 972, 64);
        Mbuf m = packet("192.0.2.1", "198.51.100.1", 1001, 64);
        m.put16(Ipv4Header.FRAGMENT, Ipv4Header.DF);
        resum(m);
        aEm0.kept.clear();
        rEm0.keep = true;
        input(rEm0, m);
        world.run();
        Mbuf error = rEm0.kept.get(0);
        assertEquals(0x0304, error.get16(34));
        assertEquals(1000, error.get16(34 + 6));
        assertEquals(576 + 14, error.length(), "no longer than every host must take");
        assertEquals(1, r.dropped(DropReason.CANT_FRAG));
    }

    @Test
    void sendsNoBroadcastToAFarNetworkAndNothingToLoopback() {
        r.loop("127.0.0.1/8");
        ping("198.51.100.255", 56, 64);
        assertEquals(1, r.dropped(DropReason.NOT_FORWARDING));
        input(rEm0, packet("169.254.1.1", "198.51.100.1", 40, 64));
        input(rEm0, packet("192.0.2.1", "240.0.0.1", 40, 64));
        assertEquals(3, r.dropped(DropReason.NOT_FORWARDING));
    }

    @Test
    void answersOnTheFarSideOfTheRouterAsWell() {
        r.loop("127.0.0.1/8");
        assertEquals(List.of("1 56 bytes from 198.51.100.254 ttl 64"), ping("198.51.100.254", 56, 64));
    }

    @Test
    void reportsNoMoreErrorsThanItsLimitInASecond() {
        r.sysctl("net.inet.icmp.icmplim", "10");
        Pinger ping = new Pinger(a, "203.0.113.1");
        for (int i = 0; i < 50; i++) {
            ping.send(i);
            world.run();
        }
        assertEquals(10, ping.heard.size());
        assertEquals(50, r.dropped(DropReason.NO_ROUTE));
        world.pass(1);
        ping.send(99);
        world.run();
        assertEquals(11, ping.heard.size());
    }

    @Test
    void reportsNothingAboutErrorsAndLaterFragments() {
        for (int type : new int[] {3, 4, 5, 11, 12}) {
            Mbuf m = packet("192.0.2.1", "203.0.113.1", 60, 64);
            m.put8(20, type);
            input(rEm0, m);
        }
        Mbuf fragment = packet("192.0.2.1", "203.0.113.1", 60, 64);
        fragment.put16(Ipv4Header.FRAGMENT, 5);
        resum(fragment);
        input(rEm0, fragment);
        assertEquals(6, r.dropped(DropReason.NO_ROUTE));
        assertEquals(0, rEm0.wire.size());
    }

    @Test
    void dropsWhatWouldLeaveThroughADownInterface() {
        rEm1.flags &= ~0x40;
        assertEquals(List.of("1 from 192.0.2.254: Destination Host Unreachable"), ping("198.51.100.1", 56, 64));
        assertEquals(1, r.dropped(DropReason.IF_DOWN));
    }

    @Test
    void spreadsFlowsOverTheGatewaysOfARoute() {
        Host c = world.host("c");
        HostIfnet cEm0 = c.ether("em0", "198.51.101.1/24");
        HostIfnet rEm2 = r.ether("em2", "198.51.101.254/24");
        World.connect(rEm2, cEm0);
        r.route("203.0.113.0/24", "198.51.100.1", 0);
        r.route("203.0.113.0/24", "198.51.101.1", RouteFlags.MPATH);
        for (int flow = 0; flow < 64; flow++) {
            for (int i = 0; i < 2; i++) {
                Mbuf m = packet("192.0.2.1", "203.0.113." + (1 + flow), 60, 64);
                input(rEm0, m);
                world.run();
            }
        }
        long left = b.dropped(DropReason.NOT_FORWARDING);
        long right = c.dropped(DropReason.NOT_FORWARDING);
        assertEquals(128, left + right);
        assertEquals(0, left % 2, "both packets of a flow go one way");
        assertTrue(left >= 32 && right >= 32, left + " and " + right);
    }

    private Mbuf packet(String src, String dst, int total, int ttl) {
        Mbuf m = world.pool.alloc();
        assertTrue(m.append(total));
        for (int i = 20; i < total; i++) {
            m.put8(i, 0);
        }
        m.put8(20, 8);
        int from = IpAddress.parse(src).v4();
        Ipv4Header.put(
                m,
                0,
                0,
                total,
                5,
                0,
                ttl,
                Ipv4Header.ICMP,
                from,
                IpAddress.parse(dst).v4());
        return m;
    }

    private static void resum(Mbuf m) {
        m.put16(Ipv4Header.CHECKSUM, 0);
        m.put16(Ipv4Header.CHECKSUM, Checksum.of(m, 0, 20));
    }

    private static void input(HostIfnet ifnet, Mbuf m) {
        MbufBatch batch = new MbufBatch();
        assertTrue(batch.add(m));
        ifnet.host.inet.input(ifnet, EtherHeader.TYPE_IPV4, batch);
    }
}
