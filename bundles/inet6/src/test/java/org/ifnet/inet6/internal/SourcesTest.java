package org.ifnet.inet6.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet6.Address6State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rules of RFC 6724, 5, with its examples of 10.1 where one interface has the addresses. */
class SourcesTest {
    private final World world = new World();
    private final Host a = world.host("a");
    private final HostIfnet em0 = a.ether("em0");

    @AfterEach
    void leavesNothingBehind() {
        world.close();
    }

    private void have(String... addresses) {
        for (String address : addresses) {
            a.address(em0, address);
        }
        world.pass(4);
    }

    private String source(HostIfnet out, String destination) {
        IpAddress to = IpAddress.parse(destination);
        Own6 own = new Sources(a.inet.ifnets(), a.routes.ifaddrs()).choose(out, to.hi(), to.lo());
        return own == null ? "none" : own.ifaddr.address().withZone("").toString();
    }

    private void mark(String address, int flag) {
        IpAddress which = IpAddress.parse(address);
        Link6.of(em0).find(which.hi(), which.lo()).flags |= flag;
    }

    @Test
    void scopeFits() {
        have("2001:db8:3::1/64");
        assertEquals("2001:db8:3::1", source(em0, "2001:db8:1::1"));
        assertEquals("fe80::ff:fe00:6101", source(em0, "fe80::1"));
        assertEquals("fe80::ff:fe00:6101", source(em0, "ff02::1"));
        assertEquals("2001:db8:3::1", source(em0, "ff05::1"));
    }

    @Test
    void longestPrefix() {
        have("2001:db8:1::2/64", "2001:db8:3::2/64");
        assertEquals("2001:db8:1::2", source(em0, "2001:db8:1::1"));
        assertEquals("2001:db8:3::2", source(em0, "2001:db8:3::1"));
    }

    @Test
    void labelGoesBeforePrefix() {
        have("2002:c633:6401::d5e3:7953:13eb:22e8/64", "2001:db8:1::2/64");
        assertEquals("2001:db8:1::2", source(em0, "2001:db8:2::1"));
        assertEquals("2002:c633:6401:0:d5e3:7953:13eb:22e8", source(em0, "2002:c633:6401::1"));
        have("fd00::5/64");
        assertEquals("fd00::5", source(em0, "fd99::1"));
    }

    @Test
    void deprecatedAnycastAndTentative() {
        have("2001:db8:1::2/64", "2001:db8:3::2/64");
        mark("2001:db8:1::2", Address6State.DEPRECATED);
        assertEquals("2001:db8:3::2", source(em0, "2001:db8:1::1"));
        mark("2001:db8:3::2", Address6State.TENTATIVE);
        assertEquals("2001:db8:1::2", source(em0, "2001:db8:3::1"));
        mark("2001:db8:1::2", Address6State.ANYCAST);
        assertEquals("none", source(em0, "2001:db8:3::1"));
    }

    @Test
    void temporaryBeforePermanent() {
        have("2001:db8:1::2/64", "2001:db8:1::d5e3:0:0:1/64");
        mark("2001:db8:1::d5e3:0:0:1", Address6State.TEMPORARY);
        assertEquals("2001:db8:1:0:d5e3::1", source(em0, "2001:db8:2::2"));
    }

    @Test
    void anotherInterfaceHelps() {
        have("2001:db8:1::2/64");
        HostIfnet em1 = a.ether("em1");
        a.up(em1);
        world.pass(4);
        assertEquals("2001:db8:1::2", source(em1, "2001:db8:9::1"));
    }

    @Test
    void toOurselvesFromOurselvesButNotOverAWire() {
        have("2001:db8:1::2/64");
        HostIfnet em1 = a.ether("em1", "2001:db8:1::3/64");
        HostIfnet lo = a.loop();
        a.up(lo);
        world.pass(4);
        assertEquals("2001:db8:1::3", source(lo, "2001:db8:1::3"));
        assertEquals("2001:db8:1::2", source(em0, "2001:db8:1::3"));
        assertEquals("2001:db8:1::3", source(em1, "2001:db8:1::2"));
    }
}
