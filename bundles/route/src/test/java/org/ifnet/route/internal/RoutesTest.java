package org.ifnet.route.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.control.ControlRecord;
import org.ifnet.control.Credential;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.route.NextHop;
import org.ifnet.route.Route;
import org.ifnet.route.RouteFlags;
import org.ifnet.route.RouteSpec;
import org.ifnet.route.Routes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RoutesTest {
    private final Net net = new Net();
    private final Routes routes = net.engine.routes();

    private void address(Net.Port port, String spec) throws IfnetException {
        net.engine.ifaddrs().add(Net.ROOT, port.ifnet, AddressSpec.parse(spec));
    }

    private void unaddress(Net.Port port, String address) throws IfnetException {
        net.engine.ifaddrs().delete(Net.ROOT, port.ifnet, AddressFamily.INET, IpAddress.parse(address));
    }

    private static RouteSpec spec(String to, String gateway, String ifnet, int flags) {
        IpPrefix prefix = to.equals("default") ? IpPrefix.parse("0.0.0.0/0") : IpPrefix.parse(to);
        return new RouteSpec(prefix, gateway == null ? null : IpAddress.parse(gateway), ifnet, flags);
    }

    private Route add(String to, String gateway) throws IfnetException {
        return routes.add(Net.ROOT, spec(to, gateway, null, 0));
    }

    private static void fails(Errno errno, Executable what) {
        assertEquals(errno, assertThrows(IfnetException.class, what).errno());
    }

    private NextHop hop(String destination) {
        IpAddress a = IpAddress.parse(destination);
        return a.isV4() ? net.engine.fib().lookup4(a.v4()) : net.engine.fib().lookup6(a.hi(), a.lo());
    }

    private List<String> table() {
        return routes.list(AddressFamily.INET).stream()
                .map(r -> r.destination() + " " + (r.gateway() == null ? "-" : r.gateway()) + " "
                        + RouteFlags.letters(r.flags()) + " " + r.ifnet().name())
                .toList();
    }

    @Test
    void connectsTheNetworkOfAnAddressAndSendsItsOwnPacketsToLoopback() throws IfnetException {
        Net.Port em0 = net.ether("em0");
        Net.Port lo0 = net.loop("lo0");
        address(em0, "192.0.2.1/24");
        assertEquals(List.of("192.0.2.0/24 - UC em0", "192.0.2.1 - HR em0"), table());
        assertTrue(hop("192.0.2.1").refuses(), "without loopback a packet to ourselves has nowhere to go");
        address(lo0, "127.0.0.1/8");
        assertEquals(List.of("127.0.0.1 - UH lo0", "192.0.2.0/24 - UC em0", "192.0.2.1 - UH lo0"), table());
        assertSame(lo0.ifnet, hop("192.0.2.1").ifnet());
        assertEquals("192.0.2.1", hop("192.0.2.1").ifaddr().address().toString());
        assertSame(em0.ifnet, hop("192.0.2.2").ifnet());
        assertNull(hop("127.0.0.2"));
        lo0.detach();
        assertTrue(hop("192.0.2.1").refuses());
    }

    @Test
    void givesOnePrefixOneOwnerAndMovesIt() throws IfnetException {
        Net.Port em0 = net.ether("em0");
        Net.Port em1 = net.ether("em1");
        address(em0, "192.0.2.1/24");
        address(em0, "192.0.2.2/24");
        address(em1, "192.0.2.3/24");
        assertEquals("192.0.2.1", hop("192.0.2.9").ifaddr().address().toString());
        unaddress(em0, "192.0.2.1");
        assertEquals("192.0.2.2", hop("192.0.2.9").ifaddr().address().toString());
        unaddress(em0, "192.0.2.2");
        assertSame(em1.ifnet, hop("192.0.2.9").ifnet());
        unaddress(em1, "192.0.2.3");
        assertNull(hop("192.0.2.9"));
        assertEquals(List.of(), table());
    }

    @Test
    void restoresExactlyTheSameRoutesAfterDownAndUp() throws IfnetException {
        Net.Port em0 = net.ether("em0");
        Net.Port em1 = net.ether("em1");
        net.loop("lo0").up();
        address(em0, "192.0.2.1/24");
        address(em0, "198.51.100.1/31");
        address(em1, "192.0.2.3/24");
        add("default", "192.0.2.254");
        List<String> before = table();
        em0.down();
        assertEquals(List.of("default 192.0.2.254 GS em0", "192.0.2.0/24 - UC em1", "192.0.2.3 - UH lo0"), table());
        assertNull(hop("203.0.113.1"), "a static route through a down interface is kept and not used");
        em0.up();
        assertEquals(before, table());
        assertSame(em0.ifnet, hop("203.0.113.1").ifnet());
    }

    @Test
    void losesEverythingOfAnInterfaceThatGoes() throws IfnetException {
        Net.Port em0 = net.ether("em0");
        Net.Port em1 = net.ether("em1");
        address(em0, "192.0.2.1/24");
        address(em1, "198.51.100.1/24");
        add("10.0.0.0/8", "192.0.2.254");
        routes.add(Net.ROOT, spec("172.16.0.0/12", null, "em0", 0));
        em0.detach();
        assertEquals(List.of("198.51.100.0/24 - UC em1", "198.51.100.1 - HR em1"), table());
        assertNull(hop("10.0.0.1"));
    }

    @Test
    void findsTheInterfaceOfAGatewayByItsLongestNetwork() throws IfnetException {
        Net.Port em0 = net.ether("em0");
        Net.Port em1 = net.ether("em1");
        address(em0, "10.0.0.1/8");
        address(em1, "10.1.0.1/16");
        assertSame(em1.ifnet, add("192.0.2.0/24", "10.1.2.3").ifnet());
        assertSame(em0.ifnet, add("198.51.100.0/24", "10.2.0.3").ifnet());
        assertEquals(IpAddress.parse("10.1.2.3").lo(), hop("192.0.2.77").gatewayLo());
        assertEquals("10.1.0.1", hop("192.0.2.77").ifaddr().address().toString());
        assertTrue(hop("192.0.2.77").isGateway());
    }

    @Test
    void answersWithTheErrorsOfTheOriginal() throws IfnetException {
        Net.Port em0 = net.ether("em0");
        address(em0, "10.0.0.1/8");
        add("192.0.2.0/24", "10.0.0.2");
        fails(Errno.EEXIST, () -> add("192.0.2.0/24", "10.0.0.3"));
        fails(Errno.EEXIST, () -> add("10.0.0.0/8", "10.0.0.3"));
        fails(Errno.ENETUNREACH, () -> add("198.51.100.0/24", "172.16.0.1"));
        fails(Errno.EDQUOT, () -> add("10.1.0.0/16", "10.1.0.3"));
        fails(Errno.EADDRNOTAVAIL, () -> add("10.0.0.9", "10.0.0.9"));
        fails(Errno.EINVAL, () -> add("198.51.100.0/24", "2001:db8::1"));
        fails(Errno.EINVAL, () -> add("198.51.100.0/24", null));
        fails(Errno.ENXIO, () -> routes.add(Net.ROOT, spec("198.51.100.0/24", null, "em9", 0)));
        fails(Errno.EPERM, () -> routes.add(new Credential("nobody", Set.of()), spec("default", "10.0.0.2", null, 0)));
        assertEquals(
                "not in table",
                assertThrows(
                                IfnetException.class,
                                () -> routes.delete(Net.ROOT, spec("198.51.100.0/24", null, null, 0)))
                        .getMessage());
        fails(Errno.ESRCH, () -> routes.delete(Net.ROOT, spec("192.0.2.0/24", "10.0.0.77", null, 0)));
        fails(Errno.EINVAL, () -> routes.delete(Net.ROOT, spec("10.0.0.0/8", null, null, 0)));
        assertEquals(3, table().size());
    }

    @Test
    void takesInterfaceHostRejectAndBlackholeRoutes() throws IfnetException {
        Net.Port em0 = net.ether("em0");
        address(em0, "192.0.2.1/24");
        routes.add(Net.ROOT, spec("198.51.100.0/24", null, "em0", 0));
        routes.add(Net.ROOT, spec("203.0.113.0/24", "192.0.2.1", null, 0));
        add("198.51.100.7", "192.0.2.9");
        routes.add(Net.ROOT, spec("10.0.0.0/8", null, null, RouteFlags.REJECT));
        routes.add(Net.ROOT, spec("172.16.0.0/12", null, null, RouteFlags.BLACKHOLE));
        assertEquals(
                List.of(
                        "10.0.0.0/8 - URS em0",
                        "172.16.0.0/12 - USB em0",
                        "192.0.2.0/24 - UC em0",
                        "192.0.2.1 - HR em0",
                        "198.51.100.0/24 - US em0",
                        "198.51.100.7 192.0.2.9 UGHS em0",
                        "203.0.113.0/24 - US em0"),
                table());
        assertTrue(hop("10.9.9.9").refuses() && hop("172.16.0.1").refuses());
        assertEquals(
                "198.51.100.7",
                routes.get(IpAddress.parse("198.51.100.7")).destination().toString());
        assertEquals(
                "198.51.100.0/24",
                routes.get(IpAddress.parse("198.51.100.8")).destination().toString());
        assertNull(routes.get(IpAddress.parse("9.9.9.9")));
    }

    @Test
    void putsAnAddressBeforeAStaticRouteOfTheSamePrefix() throws IfnetException {
        Net.Port em0 = net.ether("em0");
        Net.Port em1 = net.ether("em1");
        address(em0, "192.0.2.1/24");
        add("198.51.100.0/24", "192.0.2.9");
        address(em1, "198.51.100.1/24");
        assertSame(em1.ifnet, hop("198.51.100.9").ifnet());
        assertTrue(table().contains("198.51.100.0/24 192.0.2.9 GS em0"));
        unaddress(em1, "198.51.100.1");
        assertSame(em0.ifnet, hop("198.51.100.9").ifnet());
    }

    @Test
    void dropsAStaticRouteWithTheAddressThatReachesItsGateway() throws IfnetException {
        Net.Port em0 = net.ether("em0");
        address(em0, "192.0.2.1/24");
        address(em0, "192.0.2.2/24");
        add("default", "192.0.2.9");
        unaddress(em0, "192.0.2.1");
        assertEquals("192.0.2.2", hop("9.9.9.9").ifaddr().address().toString());
        unaddress(em0, "192.0.2.2");
        assertEquals(List.of(), table());
    }

    @Test
    void flushesRoutesWithGatewaysOnly() throws IfnetException {
        Net.Port em0 = net.ether("em0");
        address(em0, "192.0.2.1/24");
        address(em0, "2001:db8::1/64");
        add("default", "192.0.2.9");
        add("10.0.0.0/8", "192.0.2.9");
        routes.add(Net.ROOT, spec("172.16.0.0/12", null, "em0", 0));
        routes.add(Net.ROOT, spec("2001:db8:1::/48", "2001:db8::9", null, 0));
        assertEquals(2, routes.flush(Net.ROOT, AddressFamily.INET).size());
        assertEquals(1, routes.flush(Net.ROOT, 0).size());
        assertEquals(List.of("172.16.0.0/12 - US em0", "192.0.2.0/24 - UC em0", "192.0.2.1 - HR em0"), table());
    }

    @Test
    void routesIpv6AsWell() throws IfnetException {
        Net.Port em0 = net.ether("em0");
        Net.Port lo0 = net.loop("lo0");
        address(lo0, "::1/128");
        address(em0, "2001:db8::1/64");
        address(em0, "fe80::1/64");
        routes.add(Net.ROOT, new RouteSpec(IpPrefix.parse("::/0"), IpAddress.parse("fe80::9%em0"), null, 0));
        assertSame(lo0.ifnet, hop("2001:db8::1").ifnet());
        assertSame(lo0.ifnet, hop("::1").ifnet());
        assertSame(em0.ifnet, hop("2001:db8::2").ifnet());
        assertEquals(0xfe80_0000_0000_0000L, hop("2001:db9::2").gatewayHi());
    }

    @Test
    void recordsExplicitChangesAsTheyWereAsked() throws IfnetException {
        Net.Port em0 = net.ether("em0");
        address(em0, "192.0.2.1/24");
        RouteSpec asked = spec("default", "192.0.2.9", null, RouteFlags.PROTO1);
        routes.add(Net.ROOT, asked);
        routes.delete(Net.ROOT, spec("default", null, null, 0));
        routes.add(Net.ROOT, asked);
        em0.detach();
        assertEquals(
                List.of(
                        new ControlRecord.RouteAdded("test", asked),
                        new ControlRecord.RouteDeleted("test", asked),
                        new ControlRecord.RouteAdded("test", asked)),
                net.records.subList(1, net.records.size()));
    }

    @Test
    void forgetsEverythingWhenClosed() throws IfnetException {
        Net.Port em0 = net.ether("em0");
        address(em0, "192.0.2.1/24");
        add("default", "192.0.2.9");
        net.engine.close();
        assertEquals(List.of(), table());
        assertNull(hop("192.0.2.9"));
        assertNull(net.engine.ifaddrs().local4(IpAddress.parse("192.0.2.1").v4()));
    }

    @Test
    void ofManyRoutesEachStandsForItselfAndAllAreSeenAtTheEnd() throws IfnetException {
        Net.Port e0 = net.ether("e0");
        e0.up();
        address(e0, "192.0.2.1/24");
        List<RouteSpec> many = new ArrayList<>();
        for (int i = 0; i < 40_000; i++) {
            many.add(new RouteSpec(
                    new IpPrefix(IpAddress.v4(10 << 24 | i << 8), 24), IpAddress.parse("192.0.2.9"), null, 0));
        }
        many.add(17, spec("10.0.3.0/24", "192.0.2.9", null, 0));
        many.add(30_000, spec("172.16.0.0/12", "198.51.100.9", null, 0));
        List<Routes.Refused> refused = routes.addAll(Net.ROOT, many);
        assertEquals(2, refused.size());
        assertEquals(Errno.EEXIST, refused.get(0).reason().errno());
        assertEquals("10.0.3.0/24", refused.get(0).route().destination().toString());
        assertEquals(Errno.ENETUNREACH, refused.get(1).reason().errno());
        int[] asked = {10 << 24 | 5, 10 << 24 | 39_999 << 8 | 5, 10 << 24 | 40_000 << 8, 0};
        NextHop[] ways = new NextHop[3];
        net.engine.fib().lookup4(asked, ways, 3);
        assertEquals(e0.ifnet, ways[0].ifnet());
        assertEquals(ways[0], ways[1]);
        assertNull(ways[2]);
        assertEquals(40_002, routes.list(AddressFamily.INET).size());
        assertEquals(
                40_000,
                net.records.stream()
                        .filter(ControlRecord.RouteAdded.class::isInstance)
                        .count());
        e0.down();
        assertNull(hop("10.0.1.1"));
        e0.up();
        assertEquals(ways[0], hop("10.0.1.1"));
        assertEquals(40_000, routes.flush(Net.ROOT, AddressFamily.INET).size());
        assertNull(hop("10.0.1.1"));
    }
}
