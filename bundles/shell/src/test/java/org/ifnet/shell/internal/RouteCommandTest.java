package org.ifnet.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.route.Route;
import org.ifnet.route.RouteFlags;
import org.ifnet.route.RouteMetrics;
import org.junit.jupiter.api.Test;

class RouteCommandTest {
    private final FakePlatform platform = new FakePlatform();
    private final RouteCommand route = new RouteCommand(platform);
    private final FakeIfnet em0 = platform.add(new FakeIfnet("em0", 1));

    private static String spec(String destination, int length, String gateway, String ifnet, int flags) {
        return spec(destination, length, gateway, ifnet, flags, RouteMetrics.NONE);
    }

    private static String spec(
            String destination, int length, String gateway, String ifnet, int flags, RouteMetrics metrics) {
        return "(RouteSpec[destination=" + IpPrefix.parse(destination + "/" + length) + ", gateway=" + gateway
                + ", ifnet=" + ifnet + ", flags=" + flags + ", metrics=" + metrics + "])";
    }

    private void asks(String words, String printed, String call) throws IfnetException {
        platform.routes.log.clear();
        assertEquals(printed + "\n", platform.run(route, words));
        assertEquals(List.of(call), platform.routes.log);
    }

    @Test
    void addsNetsHostsAndTheDefault() throws IfnetException {
        String gateway = "192.0.2.1";
        asks(
                "add 10.0.0.0/8 192.0.2.1",
                "add net 10.0.0.0: gateway 192.0.2.1",
                "add" + spec("10.0.0.0", 8, gateway, null, 0));
        asks(
                "add 10.0.0.5 192.0.2.1",
                "add host 10.0.0.5: gateway 192.0.2.1",
                "add" + spec("10.0.0.5", 32, gateway, null, 0));
        asks(
                "add default 192.0.2.1",
                "add net default: gateway 192.0.2.1",
                "add" + spec("0.0.0.0", 0, gateway, null, 0));
        asks(
                "-n add -net 10.1.0.0 192.0.2.1 255.255.0.0",
                "add net 10.1.0.0: gateway 192.0.2.1",
                "add" + spec("10.1.0.0", 16, gateway, null, 0));
        asks(
                "add -inet6 default 2001:db8::1",
                "add net default: gateway 2001:db8::1",
                "add" + spec("::", 0, "2001:db8::1", null, 0));
        asks(
                "add -inet6 2001:db8:1::/48 fe80::1@em0",
                "add net 2001:db8:1::: gateway fe80::1@em0",
                "add" + spec("2001:db8:1::", 48, "fe80::1%em0", null, 0));
    }

    @Test
    void addsOnePathMoreAndSaysAnMtu() throws IfnetException {
        asks(
                "add 10.0.0.0/8 192.0.2.1 -mpath -mtu 1400",
                "add net 10.0.0.0: gateway 192.0.2.1",
                "add" + spec("10.0.0.0", 8, "192.0.2.1", null, RouteFlags.MPATH, new RouteMetrics(1400, false)));
        asks(
                "change 10.0.0.0/8 192.0.2.1 -lock -mtu 1400",
                "change net 10.0.0.0: gateway 192.0.2.1",
                "change" + spec("10.0.0.0", 8, "192.0.2.1", null, 0, new RouteMetrics(1400, true)));
        assertEquals(
                "route: bad value for mtu: x (1 to 65535)", platform.fail(route, "add 10.0.0.0/8 192.0.2.1 -mtu x"));
    }

    @Test
    void takesTheClassOfANetWithoutALength() throws IfnetException {
        asks(
                "add 10.0.0.0 192.0.2.1",
                "add net 10.0.0.0: gateway 192.0.2.1",
                "add" + spec("10.0.0.0", 8, "192.0.2.1", null, 0));
        asks(
                "add -net 172.16.5.1 192.0.2.1",
                "add net 172.16.5.1: gateway 192.0.2.1",
                "add" + spec("172.16.0.0", 16, "192.0.2.1", null, 0));
        asks(
                "add -host 10.0.0.0 192.0.2.1",
                "add host 10.0.0.0: gateway 192.0.2.1",
                "add" + spec("10.0.0.0", 32, "192.0.2.1", null, 0));
    }

    @Test
    void routesToInterfacesAndRefusals() throws IfnetException {
        asks(
                "add 10.0.0.0/8 -interface em0",
                "add net 10.0.0.0: gateway em0",
                "add" + spec("10.0.0.0", 8, null, "em0", 0));
        asks(
                "add 10.0.0.0/8 127.0.0.1 -reject",
                "add net 10.0.0.0: gateway 127.0.0.1",
                "add" + spec("10.0.0.0", 8, "127.0.0.1", null, RouteFlags.REJECT));
        asks(
                "add 10.0.0.0/8 127.0.0.1 -blackhole -static",
                "add net 10.0.0.0: gateway 127.0.0.1",
                "add" + spec("10.0.0.0", 8, "127.0.0.1", null, RouteFlags.BLACKHOLE));
    }

    @Test
    void deletesWithOrWithoutTheGateway() throws IfnetException {
        asks(
                "delete 10.0.0.5 192.0.2.1",
                "delete host 10.0.0.5: gateway 192.0.2.1",
                "delete" + spec("10.0.0.5", 32, "192.0.2.1", null, 0));
        asks("delete default", "delete net default", "delete" + spec("0.0.0.0", 0, null, null, 0));
    }

    @Test
    void saysWhyInTheWordsOfTheOriginal() {
        platform.routes
                .answer("add", new IfnetException(Errno.EEXIST, "x"))
                .answer("delete", new IfnetException(Errno.ESRCH, "x"));
        assertEquals(
                "route: add net 10.0.0.0: gateway 192.0.2.1: File exists",
                platform.fail(route, "add 10.0.0.0/8 192.0.2.1"));
        assertEquals("route: delete host 10.0.0.5: not in table", platform.fail(route, "delete 10.0.0.5"));
        platform.routes.answer("change", new IfnetException(Errno.ESRCH, "not in table"));
        assertEquals(
                "route: change host 10.0.0.5: gateway 192.0.2.1: not in table",
                platform.fail(route, "change 10.0.0.5 192.0.2.1"));
        platform.routes.answer("add", new IfnetException(Errno.ENETUNREACH, "x"));
        assertEquals(
                "route: add host 10.0.0.5: gateway 192.0.2.1: Network is unreachable",
                platform.fail(route, "add 10.0.0.5 192.0.2.1"));
        platform.routes.answer("add", new IfnetException(Errno.EDQUOT, "x"));
        assertEquals(
                "route: add host 10.0.0.5: gateway 10.0.0.5: gateway uses the same route",
                platform.fail(route, "add 10.0.0.5 10.0.0.5"));
        platform.routes.answer("add", new IfnetException(Errno.EPERM, "route: permission denied"));
        assertEquals(
                "route: add host 10.0.0.5: gateway 10.0.0.6: route: permission denied",
                platform.fail(route, "add 10.0.0.5 10.0.0.6"));
    }

    @Test
    void refusesWhatItDoesNotUnderstandBeforeItAsks() {
        String hint = " ('route --help' shows the usage)";
        assertEquals("route: unknown modifier -bogus" + hint, platform.fail(route, "add 10.0.0.0/8 192.0.2.1 -bogus"));
        assertEquals("route: add net 10.0.0.0: a gateway is missing" + hint, platform.fail(route, "add 10.0.0.0/8"));
        assertEquals("route: a destination is missing", platform.fail(route, "delete"));
        assertEquals("route: bad prefix length: 10.0.0.0/33", platform.fail(route, "add 10.0.0.0/33 192.0.2.1"));
        assertEquals("route: bad address: somewhere", platform.fail(route, "add somewhere 192.0.2.1"));
        assertEquals("route: unknown command bogus" + hint, platform.fail(route, "bogus"));
        assertEquals(List.of(), platform.routes.log);
    }

    @Test
    void answersWhichRouteWouldBeTaken() throws IfnetException {
        int flags = RouteFlags.UP | RouteFlags.GATEWAY | RouteFlags.STATIC;
        platform.routes.answer(
                "get", new Route(IpPrefix.parse("10.0.0.0/8"), IpAddress.parse("192.0.2.1"), em0, flags, null));
        assertEquals("""
                   route to: 10.1.2.3
                destination: 10.0.0.0
                       mask: 255.0.0.0
                    gateway: 192.0.2.1
                  interface: em0
                      flags: <UP,GATEWAY,DONE,STATIC>
                 recvpipe  sendpipe  ssthresh  rtt,msec    rttvar  hopcount      mtu     expire  msl,msec iwmax iw
                       0         0         0         0         0         0      1500         0         0     0  0
                """, platform.run(route, "get 10.1.2.3"));
        platform.routes.answer("get", null);
        assertEquals("route: get 10.1.2.3: not in table", platform.fail(route, "get 10.1.2.3"));
    }

    @Test
    void answersWithEachPathAndMarksALockedMtu() throws IfnetException {
        int flags = RouteFlags.UP | RouteFlags.GATEWAY | RouteFlags.MPATH;
        IpPrefix net = IpPrefix.parse("10.0.0.0/8");
        Route one =
                new Route(net, IpAddress.parse("192.0.2.1"), em0, flags, null, new RouteMetrics(1400, true), List.of());
        Route two = new Route(net, IpAddress.parse("192.0.2.2"), em0, flags, null);
        platform.routes.answer(
                "get", new Route(net, one.gateway(), em0, flags, null, one.metrics(), List.of(one, two)));
        String answer = platform.run(route, "get 10.1.2.3");
        assertTrue(answer.contains("    gateway: 192.0.2.1\n"), answer);
        assertTrue(answer.contains("    gateway: 192.0.2.2\n"), answer);
        assertTrue(answer.contains("    1400L "), answer);
        assertTrue(answer.contains("    1500  "), answer);
    }

    @Test
    void namesWhatItFlushed() throws IfnetException {
        Route gone = new Route(IpPrefix.parse("0.0.0.0/0"), IpAddress.parse("192.0.2.1"), em0, RouteFlags.UP, null);
        platform.routes.answer("flush", List.of(gone));
        assertEquals("default              192.0.2.1            done\n", platform.run(route, "flush"));
        assertEquals("", platform.run(route, "-q flush -inet6"));
        assertEquals(List.of("flush(0)", "flush(28)"), platform.routes.log);
    }

    @Test
    void completesCommandsModifiersAndInterfaces() {
        assertEquals(List.of("delete"), route.complete(List.of(), "d"));
        assertEquals(List.of("-net", "-netmask"), route.complete(List.of("-n", "add"), "-ne"));
        assertEquals(List.of("em0"), route.complete(List.of("add", "default", "-interface"), ""));
    }
}
