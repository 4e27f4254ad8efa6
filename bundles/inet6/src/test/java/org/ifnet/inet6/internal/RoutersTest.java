package org.ifnet.inet6.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.ifnet.DropReason;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet6.Address6State;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.route.Route;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.Icmp6Header;
import org.ifnet.wire.Ip6Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoutersTest {
    private static final int BOTH = 0xc0;
    private static final String AUTO = "2001:db8:5:0:0:ff:fe00:6101";

    private final World world = new World();
    private final Host a = world.host("a");
    private final HostIfnet em0 = a.ether("em0");

    @BeforeEach
    void settled() {
        a.sysctl("net.inet6.ip6.accept_rtadv", "1");
        a.address(em0, "2001:db8::1/64");
        world.pass(20);
    }

    @AfterEach
    void leavesNothingBehind() {
        world.close();
    }

    private Mbuf advert(int lifetime) {
        return Adverts.advert(world, lifetime, 0, 0);
    }

    private void prefix(int preferred, int valid) {
        Adverts.receive(em0, Adverts.prefix(advert(1800), "2001:db8:5::/64", BOTH, preferred, valid));
    }

    private Address6State state(String address) {
        for (Ifaddr x : a.routes.ifaddrs().list(em0)) {
            if (x.address().equals(IpAddress.parse(address))) {
                return a.inet.states().state(x);
            }
        }
        return null;
    }

    private String defaultRoute() {
        Route route = a.routes.routes().get(IpAddress.parse("2001:db8:ffff::1"));
        return route == null ? "none" : String.valueOf(route.gateway());
    }

    /** RFC 4861, 6.3.7: three times, from the link-local address, until somebody answers. */
    @Test
    void asksForRoutersWhenUp() {
        HostIfnet em1 = a.ether("em1");
        em1.keep = true;
        a.up(em1);
        world.pass(30);
        long solicits = em1.kept.stream()
                .filter(m -> m.get8(EtherHeader.LENGTH + Ip6Header.LENGTH) == Icmp6Header.ROUTER_SOLICIT)
                .count();
        assertEquals(3, solicits);
        em1.keep = false;
    }

    /** Longer than a router may say (RFC 4861, 6.2.1), or less than nothing to who reads it signed. */
    @Test
    void timesThatNoRouterMaySayAreIgnored() {
        for (long times : new long[] {-1, 0x7fff_ffff_7fff_ffffL, 0x0036_ee81_0036_ee81L}) {
            Mbuf m = advert(1800);
            m.put64(Ip6Header.LENGTH + 8, times);
            Adverts.receive(em0, m);
        }
        a.address(em0, "2001:db8::2/64");
        world.pass(5);
        assertEquals("", a.words(em0, "2001:db8::2"));
    }

    @Test
    void defaultRouterComesAndGoes() throws Exception {
        assertEquals("none", defaultRoute());
        Adverts.receive(em0, advert(100));
        assertEquals("fe80::aa%em0", defaultRoute());
        assertEquals(1, a.inet.neighbours().routers().size());
        assertTrue(a.inet.neighbours().list().get(0).router());
        Adverts.receive(em0, advert(0));
        assertEquals("none", defaultRoute());
        Adverts.receive(em0, advert(100));
        world.pass(99);
        assertEquals("fe80::aa%em0", defaultRoute());
        world.pass(3);
        assertEquals("none", defaultRoute());
    }

    /** RFC 4191: the preferred one, and the other when that does not answer. */
    @Test
    void thePreferredRouterIsTaken() {
        Adverts.receive(em0, advert(1800));
        Mbuf better = Adverts.advert(world, 1800, 1, 0);
        Ip6Header.src(better, 0, Ip6Header.LINK_LOCAL_HI, 0xbb);
        Adverts.receive(em0, better);
        assertEquals("fe80::bb%em0", defaultRoute());
        Pinger ping = new Pinger(a, "2001:db8:ffff::1");
        ping.send(1);
        world.pass(12);
        ping.session.close();
        assertEquals("fe80::aa%em0", defaultRoute(), "the neighbour bb is gone");
    }

    @Test
    void aRouteByHandStays() {
        a.route("::/0", "2001:db8::99", 0);
        Adverts.receive(em0, advert(1800));
        assertEquals("2001:db8::99", defaultRoute());
        Adverts.receive(em0, advert(0));
        assertEquals("2001:db8::99", defaultRoute());
    }

    @Test
    void makesAnAddressThatAgesAndGoes() {
        prefix(100, 200);
        assertEquals("tentative autoconf", a.words(em0, AUTO));
        world.pass(3);
        assertEquals("autoconf", a.words(em0, AUTO));
        assertEquals(97, state(AUTO).preferred());
        world.pass(99);
        assertEquals("deprecated autoconf", a.words(em0, AUTO));
        world.pass(100);
        assertEquals("absent", a.words(em0, AUTO));
        assertEquals("none", defaultRoute().replace("fe80::aa%em0", "none"));
    }

    /** RFC 4862, 5.5.3 e: an advertisement cannot end an address in less than two hours. */
    @Test
    void theTwoHourRule() {
        prefix(10_000, 20_000);
        prefix(1, 1);
        assertEquals(7200, state(AUTO).valid());
        assertEquals(1, state(AUTO).preferred());
        prefix(100, 8000);
        assertEquals(8000, state(AUTO).valid());
        world.pass(1000);
        prefix(100, 100);
        assertEquals(7000, state(AUTO).valid(), "less than two hours: left as it is");
        prefix(-1, -1);
        assertEquals(Address6State.FOREVER, state(AUTO).valid());
    }

    @Test
    void impossiblePrefixesMakeNothing() throws Exception {
        int before = a.routes.ifaddrs().list(em0).size();
        Adverts.receive(em0, Adverts.prefix(advert(0), "fe80::/64", BOTH, 100, 100));
        Adverts.receive(em0, Adverts.prefix(advert(0), "2001:db8:7::/64", BOTH, 200, 100));
        Adverts.receive(em0, Adverts.prefix(advert(0), "2001:db8:7::/56", 0x40, 100, 100));
        Adverts.receive(em0, Adverts.prefix(advert(0), "2001:db8:7::/64", BOTH, 0, 0));
        assertEquals(before, a.routes.ifaddrs().list(em0).size());
    }

    /** On the link without an address: the route goes to the interface, and hosts there are neighbours. */
    @Test
    void onLinkWithoutAddress() {
        Adverts.receive(em0, Adverts.prefix(advert(0), "2001:db8:6::/64", 0x80, 100, 100));
        Route route = a.routes.routes().get(IpAddress.parse("2001:db8:6::9"));
        assertEquals(em0, route.ifnet());
        assertTrue(Link6.of(em0).isNear(IpAddress.parse("2001:db8:6::9").hi(), 9));
        world.pass(102);
        assertEquals(null, a.routes.routes().get(IpAddress.parse("2001:db8:6::9")));
    }

    @Test
    void takesMtuAndHopLimit() {
        Adverts.receive(em0, Adverts.mtu(Adverts.advert(world, 0, 0, 33), 1400));
        assertEquals(1400, Link6.of(em0).mtu());
        assertEquals(33, Link6.of(em0).hopLimit);
        Adverts.receive(em0, Adverts.mtu(advert(0), 1200));
        Adverts.receive(em0, Adverts.mtu(advert(0), 9000));
        assertEquals(1400, Link6.of(em0).mtu());
        assertEquals(33, Link6.of(em0).hopLimit);
    }

    @Test
    void believesNobodyUnlessTold() {
        a.sysctl("net.inet6.ip6.accept_rtadv", "0");
        Adverts.receive(em0, advert(1800));
        assertEquals("none", defaultRoute());
        a.sysctl("net.inet6.ip6.accept_rtadv", "1");
        Adverts.receive(em0, advert(1800));
        assertEquals("fe80::aa%em0", defaultRoute());
        a.sysctl("net.inet6.ip6.forwarding", "1");
        assertEquals("none", defaultRoute(), "a router has no default router of this kind");
    }

    @Test
    void badAdvertsAreDropped() {
        long before = a.dropped(DropReason.BAD_HEADER);
        Mbuf far = advert(1800);
        far.put8(Ip6Header.HOPS, 64);
        Adverts.receive(em0, far);
        Mbuf global = advert(1800);
        Ip6Header.src(global, 0, 0x2001_0db8L << 32, 9);
        Adverts.receive(em0, global);
        Mbuf odd = advert(1800);
        odd.put8(odd.length() - 7, 0);
        Adverts.receive(em0, odd);
        assertEquals(before + 3, a.dropped(DropReason.BAD_HEADER));
        assertEquals("none", defaultRoute());
    }

    /** RFC 8981. */
    @Test
    void temporaryAddressesAreRenewed() {
        a.sysctl("net.inet6.ip6.use_tempaddr", "1");
        a.sysctl("net.inet6.ip6.temppltime", "60");
        prefix(1000, 2000);
        world.pass(3);
        assertEquals(1, temporary(0));
        world.pass(60);
        assertEquals(1, temporary(Address6State.DEPRECATED));
        assertEquals(1, temporary(0));
        Own6 source = new Sources(a.inet.ifnets(), a.routes.ifaddrs()).choose(em0, 0x2001_0db8_0005_0000L, 77);
        assertTrue(source.has(Address6State.TEMPORARY), "rule 7 prefers it");
    }

    private long temporary(int also) {
        long count = 0;
        for (Own6 o : Link6.of(em0).own()) {
            boolean is = o.has(Address6State.TEMPORARY) && (o.flags & Address6State.DEPRECATED) == also;
            count += is ? 1 : 0;
        }
        return count;
    }

    @Test
    void followsARedirect() {
        Adverts.receive(em0, advert(1800));
        long before = a.dropped(DropReason.BAD_SOURCE);
        Mbuf stranger = Adverts.redirect(world, "2001:db8:ffff::1", "fe80::cc");
        Ip6Header.src(stranger, 0, Ip6Header.LINK_LOCAL_HI, 0xbb);
        Adverts.receive(em0, stranger);
        assertEquals(before + 1, a.dropped(DropReason.BAD_SOURCE));
        Adverts.receive(em0, Adverts.redirect(world, "2001:db8:ffff::1", "fe80::cc"));
        Pinger ping = new Pinger(a, "2001:db8:ffff::1");
        ping.send(1);
        assertTrue(a.inet.neighbours().list().stream()
                .anyMatch(e -> e.address().toString().equals("fe80::cc%em0")));
        world.pass(5);
        assertEquals(1, ping.heard.size(), "cc does not answer");
        a.nd().learn(Link6.of(em0), Ip6Header.LINK_LOCAL_HI, 0xaa, Adverts.ROUTER_MAC, true);
        em0.clear();
        ping.send(2);
        assertEquals(Adverts.ROUTER_MAC, EtherHeader.dst(em0.wire.peek(), 0), "back to the router");
        ping.session.close();
    }

    @Test
    void detachTakesAllAway() throws Exception {
        prefix(1000, 2000);
        a.detach(em0);
        assertTrue(a.inet.neighbours().routers().isEmpty());
        assertTrue(a.inet.neighbours().prefixes().isEmpty());
        assertEquals("none", defaultRoute());
    }

    /** Whatever is advertised: tables stay within their limits, and all of it goes with the interface. */
    @Test
    void survivesRandomAdverts() throws Exception {
        long seed = Long.getLong("ifnet.seed", 11);
        Random random = new Random(seed);
        a.sysctl("net.inet6.ip6.use_tempaddr", "1");
        for (int round = 0; round < 3000; round++) {
            Mbuf m = Adverts.advert(world, random.nextInt(200), random.nextInt(4), random.nextInt(256));
            Ip6Header.src(m, 0, Ip6Header.LINK_LOCAL_HI, random.nextInt(40));
            for (int i = random.nextInt(4); i > 0; i--) {
                String prefix = "2001:db8:" + random.nextInt(40) + "::/" + (random.nextInt(8) == 0 ? 56 : 64);
                Adverts.prefix(m, prefix, random.nextInt(256), random.nextInt(100), random.nextInt(150) - 1);
            }
            for (int i = random.nextInt(3); i > 0; i--) {
                m.put8(Ip6Header.LENGTH + 4 + random.nextInt(m.length() - Ip6Header.LENGTH - 4), random.nextInt(256));
            }
            try {
                Adverts.receive(em0, m);
                world.pass(random.nextInt(5));
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
            assertTrue(a.inet.neighbours().routers().size() <= 16, "seed " + seed);
            assertTrue(a.inet.neighbours().prefixes().size() <= 16, "seed " + seed);
        }
        a.detach(em0);
        assertEquals("none", defaultRoute());
        assertTrue(a.routes.routes().list(AddressFamily.INET6).isEmpty());
    }
}
