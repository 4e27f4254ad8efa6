package org.ifnet.inet6.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ifnet.DropReason;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.route.RouteFlags;
import org.ifnet.route.RouteMetrics;
import org.ifnet.route.RouteSpec;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.Ip6Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForwardTest {
    private final World world = new World();
    private final Host a = world.host("a");
    private final Host r = world.host("r");
    private final Host b = world.host("b");
    private final HostIfnet aEnd = a.ether("em0", "2001:db8:1::2/64");
    private final HostIfnet left = r.ether("em0", "2001:db8:1::1/64");
    private final HostIfnet right = r.ether("em1", "2001:db8:2::1/64");
    private final HostIfnet bEnd = b.ether("em0", "2001:db8:2::2/64");

    @BeforeEach
    void settled() {
        World.connect(aEnd, left);
        World.connect(right, bEnd);
        a.route("::/0", "2001:db8:1::1", 0);
        b.route("::/0", "2001:db8:2::1", 0);
        r.sysctl("net.inet6.ip6.forwarding", "1");
        world.pass(3);
    }

    @AfterEach
    void leavesNothingBehind() {
        world.close();
    }

    private String ping(String to, int size, int hops) {
        Pinger ping = new Pinger(a, to);
        int error = ping.session.send(1, size, hops);
        world.pass(5);
        ping.session.close();
        return error + " " + ping.heard;
    }

    @Test
    void forwardsAndCountsHops() {
        assertEquals("0 [1 56 bytes from 2001:db8:2::2 ttl 63]", ping("2001:db8:2::2", 56, 64));
        assertEquals("0 [1 from 2001:db8:1::1: Time exceeded: Hop limit]", ping("2001:db8:2::2", 56, 1));
        assertEquals(1, r.dropped(DropReason.TTL));
    }

    @Test
    void spreadsFlowsOverTheGatewaysOfARoute() {
        Host c = world.host("c");
        HostIfnet other = r.ether("em2", "2001:db8:3::1/64");
        World.connect(other, c.ether("em0", "2001:db8:3::2/64"));
        world.pass(3);
        r.route("2001:db8:9::/48", "2001:db8:2::2", 0);
        r.route("2001:db8:9::/48", "2001:db8:3::2", RouteFlags.MPATH);
        for (int flow = 1; flow <= 64; flow++) {
            assertEquals("0 []", ping("2001:db8:9::" + flow, 56, 64));
            assertEquals("0 []", ping("2001:db8:9::" + flow, 56, 64));
        }
        long one = b.dropped(DropReason.NOT_FORWARDING);
        long two = c.dropped(DropReason.NOT_FORWARDING);
        assertEquals(128, one + two);
        assertEquals(0, one % 2, "both packets of a flow go one way");
        assertTrue(one >= 32 && two >= 32, one + " and " + two);
    }

    /** RFC 4861, 8.2: the host hears of the better router with its link-level address, and takes it. */
    @Test
    void tellsAHostOfABetterRouterWhenAskedTo() {
        long better = 0x0200_0000_00ccL;
        r.nd().learn(Link6.of(left), Ip6Header.LINK_LOCAL_HI, 0xcc, better, true);
        r.route("2001:db8:7::/48", "fe80::cc%em0", 0);
        IpAddress router = r.routes.ifaddrs().list(left).stream()
                .map(Ifaddr::address)
                .filter(IpAddress::isLinkLocal)
                .findFirst()
                .orElseThrow();
        a.route("2001:db8:7::/48", router.toString(), 0);
        ping("2001:db8:7::1", 56, 64);
        assertFalse(a.nd().isKnown(Link6.of(aEnd), Ip6Header.LINK_LOCAL_HI, 0xcc), "not unless asked to");
        r.sysctl("net.inet6.ip6.redirect", "1");
        ping("2001:db8:7::1", 2000, 64);
        assertEquals(better, a.nd().lladdr(Link6.of(aEnd), Ip6Header.LINK_LOCAL_HI, 0xcc));
        Pinger again = new Pinger(a, "2001:db8:7::1");
        again.session.send(2, 56, 64);
        assertEquals(better, EtherHeader.dst(aEnd.wire.peek(), 0));
        world.run();
        again.session.close();
    }

    @Test
    void keepsToTheMtuOfARoute() {
        RouteSpec shorter =
                new RouteSpec(IpPrefix.parse("2001:db8:2::2/128"), null, "em1", 0, new RouteMetrics(1300, false));
        Host.quietly(() -> r.routes.routes().add(Host.ROOT, shorter));
        assertEquals("0 [1 from 2001:db8:1::1: Packet too big: mtu=1300]", ping("2001:db8:2::2", 1300, 64));
        assertEquals("0 [1 1252 bytes from 2001:db8:2::2 ttl 63]", ping("2001:db8:2::2", 1252, 64));
    }

    @Test
    void doesNotForwardUnlessTold() {
        r.sysctl("net.inet6.ip6.forwarding", "0");
        assertEquals("0 []", ping("2001:db8:2::2", 56, 64));
        assertEquals(1, r.dropped(DropReason.NOT_FORWARDING));
    }

    @Test
    void reportsWhatCannotBeReached() {
        assertEquals(
                "0 [1 from 2001:db8:1::1: Destination unreachable: No route to destination]",
                ping("2001:db8:9::9", 56, 64));
        assertEquals(
                "0 [1 from 2001:db8:1::1: Destination unreachable: Address unreachable]",
                ping("2001:db8:2::77", 56, 64));
        r.route("2001:db8:7::/48", null, RouteFlags.REJECT);
        assertEquals(
                "0 [1 from 2001:db8:1::1: Destination unreachable: No route to destination]",
                ping("2001:db8:7::1", 56, 64));
        r.route("2001:db8:8::/48", null, RouteFlags.BLACKHOLE);
        assertEquals("0 []", ping("2001:db8:8::1", 56, 64));
    }

    @Test
    void saysWhatFits() {
        right.mtu = 1300;
        bEnd.mtu = 1300;
        assertEquals("0 [1 from 2001:db8:1::1: Packet too big: mtu=1300]", ping("2001:db8:2::2", 1300, 64));
        assertEquals(1, r.dropped(DropReason.CANT_FRAG));
        assertEquals("0 [1 1300 bytes from 2001:db8:2::2 ttl 63]", ping("2001:db8:2::2", 1300, 64), "in fragments now");
        assertEquals(1, r.dropped(DropReason.CANT_FRAG));
    }

    @Test
    void throughALinkLocalRouter() throws Exception {
        a.routes.routes().flush(Host.ROOT, AddressFamily.INET6);
        a.route("::/0", "fe80::ff:fe00:7201%em0", 0);
        assertEquals("0 [1 56 bytes from 2001:db8:2::2 ttl 63]", ping("2001:db8:2::2", 56, 64));
    }
}
