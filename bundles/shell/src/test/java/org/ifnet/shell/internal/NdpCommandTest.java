package org.ifnet.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.inet6.Address6State;
import org.ifnet.inet6.NdTable;
import org.ifnet.inet6.NdTable.Entry;
import org.ifnet.inet6.NdTable.State;
import org.ifnet.wire.MacAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NdpCommandTest {
    private final FakePlatform platform = new FakePlatform();
    private final NdpCommand ndp = new NdpCommand(platform);

    @BeforeEach
    void fill() {
        FakeIfnet em0 = new FakeIfnet("em0", 1);
        MacAddress mac = MacAddress.parse("02:00:00:00:00:07");
        platform.nd.answer(
                "list",
                List.of(
                        new Entry(em0, IpAddress.parse("2001:db8::1"), mac, State.REACHABLE, true, -1, false, 0),
                        new Entry(em0, IpAddress.parse("2001:db8::2"), null, State.INCOMPLETE, false, 1, false, 2),
                        new Entry(em0, IpAddress.parse("fe80::1%em0"), mac, State.STALE, false, 86_399, true, 0)));
    }

    @Test
    void listsEntries() throws IfnetException {
        assertEquals("""
                Neighbor                        Linklayer Address  Netif Expire    S Flags
                2001:db8::1                     02:00:00:00:00:07    em0 permanent R
                2001:db8::2                     (incomplete)         em0 1s        I  2
                fe80::1%em0                     02:00:00:00:00:07    em0 23h59m59s S R
                """, platform.run(ndp, "-an"));
        assertTrue(platform.run(ndp, "fe80::1").contains("fe80::1%em0"));
        assertEquals("ndp: 2001:db8::9 (2001:db8::9) -- no entry", platform.fail(ndp, "2001:db8::9"));
    }

    @Test
    void showsTheSameForPrograms() throws IfnetException {
        assertEquals(
                "[{\"address\":\"2001:db8::2\",\"interface\":\"em0\",\"state\":\"INCOMPLETE\","
                        + "\"permanent\":false,\"router\":false,\"probes\":2,\"expires\":1}]",
                platform.run(ndp, "-j 2001:db8::2").trim());
    }

    @Test
    void setsDeletesAndClears() throws IfnetException {
        platform.nd.answer("clear", 2);
        assertEquals("", platform.run(ndp, "-s 2001:db8::9 02:00:00:00:00:09"));
        assertEquals("2001:db8::1 (2001:db8::1) deleted\n", platform.run(ndp, "-d 2001:db8::1"));
        assertEquals("", platform.run(ndp, "-c"));
        assertEquals(List.of("set(2001:db8::9, 02:00:00:00:00:09)", "delete(2001:db8::1)", "clear()"), platform.nd.log);
    }

    @Test
    void failsInOneLine() {
        platform.nd.answer("delete", new IfnetException(Errno.ENOENT, "no such entry"));
        assertEquals("ndp: 2001:db8::9 (2001:db8::9) -- no entry", platform.fail(ndp, "-d 2001:db8::9"));
        assertEquals("ndp: 192.0.2.1 is not an IPv6 address", platform.fail(ndp, "-d 192.0.2.1"));
        assertEquals("ndp: wrong number of words ('ndp --help' shows the usage)", platform.fail(ndp, "-s ::2"));
    }

    @Test
    void listsWhatRoutersSay() throws IfnetException {
        FakeIfnet em0 = new FakeIfnet("em0", 1);
        IpAddress router = IpAddress.parse("fe80::1%em0");
        IpPrefix prefix = IpPrefix.parse("2001:db8::/64");
        platform.nd.answer("routers", List.of(new NdTable.Router(em0, router, 1, 1800, true)));
        platform.nd.answer(
                "prefixes", List.of(new NdTable.Prefix(em0, prefix, true, true, 100, Address6State.FOREVER)));
        assertEquals("fe80::1%em0 if=em0, pref=high, expire=30m0s, installed\n", platform.run(ndp, "-r"));
        assertEquals("2001:db8::/64 if=em0\nflags=LA vltime=infinity, pltime=100\n", platform.run(ndp, "-pn"));
        assertTrue(platform.run(ndp, "-rj").contains("\"preference\":\"high\",\"expires\":1800"));
        assertTrue(platform.run(ndp, "-pj").contains("\"autonomous\":true,\"pltime\":100}"));
    }
}
