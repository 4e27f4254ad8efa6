package org.ifnet.inet6.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet6.Address6State;
import org.ifnet.inet6.Address6States;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OwnAddressesTest {
    private final World world = new World();
    private final Host a = world.host("a");
    private final Host b = world.host("b");

    @AfterEach
    void leavesNothingBehind() {
        world.close();
    }

    /** Reference 11, 21: EUI-64, tentative, then ours; the loopback interface at once. */
    @Test
    void linkLocalOnUp() {
        HostIfnet em0 = a.ether("em0");
        a.up(em0);
        assertEquals("tentative", a.words(em0, "fe80::ff:fe00:6101"));
        world.pass(0.0);
        assertEquals("ff02::1 ff02::1:ff00:6101", a.groups.text(em0));
        world.pass(1.5);
        world.pass(1);
        assertEquals("", a.words(em0, "fe80::ff:fe00:6101"));
        HostIfnet lo = a.loop();
        a.up(lo);
        assertEquals("", a.words(lo, "::1"));
        assertEquals("", a.words(lo, "fe80::1"));
    }

    @Test
    void noLinkLocalWhenSwitchedOff() {
        a.sysctl("net.inet6.ip6.auto_linklocal", "0");
        HostIfnet em0 = a.ether("em0");
        a.up(em0);
        assertEquals("absent", a.words(em0, "fe80::ff:fe00:6101"));
    }

    /** Reference 11, 21, and the BUG of 6.2: ff02::1 is left when the last address goes. */
    @Test
    void groupsBalance() throws Exception {
        HostIfnet em0 = a.ether("em0", "2001:db8::1/64");
        world.pass(3);
        assertEquals("ff02::1 ff02::1:ff00:1 ff02::1:ff00:6101", a.groups.text(em0));
        a.address(em0, "2001:db8:1::1/64");
        world.pass(3);
        assertEquals("ff02::1 ff02::1:ff00:1*2 ff02::1:ff00:6101", a.groups.text(em0));
        for (String gone : new String[] {"2001:db8::1", "2001:db8:1::1", "fe80::ff:fe00:6101%em0"}) {
            a.routes.ifaddrs().delete(Host.ROOT, em0, AddressFamily.INET6, IpAddress.parse(gone));
        }
        world.pass(3);
        assertEquals("", a.groups.text(em0));
    }

    /** The BUG of 6.2: an address that is given again was tentative again, and one that is a duplicate seemed to be none. */
    @Test
    void bug_anAddressThatIsGivenAgainKeepsItsState() {
        HostIfnet here = a.ether("em0", "2001:db8::1/64");
        world.pass(3);
        a.address(here, "2001:db8::1/64");
        assertEquals("", a.words(here, "2001:db8::1"));
        HostIfnet there = b.ether("em0");
        World.connect(here, there);
        b.address(there, "2001:db8::1/64");
        world.pass(3);
        b.address(there, "2001:db8::1/64");
        assertEquals("tentative duplicated", b.words(there, "2001:db8::1"));
    }

    /** The BUG of 6.2: an Ethernet interface was taken to carry 1500 bytes at most, also with jumbo frames. */
    @Test
    void bug_aJumboInterfaceCarriesAsMuchOfIpv6() {
        HostIfnet em0 = a.ether("em0", "2001:db8::1/64");
        em0.mtu = 9000;
        assertEquals(9000, Link6.of(em0).mtu());
        em0.mtu = 1400;
        assertEquals(1400, Link6.of(em0).mtu(), "lowered with it");
        em0.mtu = 9000;
        assertEquals(9000, Link6.of(em0).mtu(), "and raised");
    }

    @Test
    void duplicateIsFoundByTheLaterOne() {
        HostIfnet here = a.ether("em0", "2001:db8::1/64");
        world.pass(3);
        HostIfnet there = b.ether("em0");
        World.connect(here, there);
        b.address(there, "2001:db8::1/64");
        assertEquals("tentative", b.words(there, "2001:db8::1"));
        world.pass(3);
        assertEquals("tentative duplicated", b.words(there, "2001:db8::1"));
        assertEquals("", a.words(here, "2001:db8::1"));
    }

    @Test
    void twoThatStartTogetherBothGiveUp() {
        HostIfnet here = a.ether("em0");
        HostIfnet there = b.ether("em0");
        World.connect(here, there);
        a.address(here, "2001:db8::7/64");
        b.address(there, "2001:db8::7/64");
        world.pass(3);
        assertEquals("tentative duplicated", a.words(here, "2001:db8::7"));
        assertEquals("tentative duplicated", b.words(there, "2001:db8::7"));
    }

    /** RFC 7527: a request of ours that a looped cable brings back is no conflict. */
    @Test
    void ownRequestThatComesBackIsNoConflict() {
        HostIfnet em0 = a.ether("em0");
        World.connect(em0, em0);
        a.address(em0, "2001:db8::7/64");
        world.pass(3);
        assertEquals("", a.words(em0, "2001:db8::7"));
    }

    @Test
    void tentativeAddressesTakeNoPackets() {
        HostIfnet here = a.ether("em0", "2001:db8::1/64");
        world.pass(3);
        HostIfnet there = b.ether("em0");
        World.connect(here, there);
        b.address(there, "2001:db8::2/64");
        world.run();
        Pinger ping = new Pinger(a, "2001:db8::2");
        assertEquals(0, ping.send(1));
        world.pass(0.4);
        assertEquals("tentative", b.words(there, "2001:db8::2"));
        assertTrue(ping.heard.isEmpty(), "no answer from a tentative address");
        world.pass(3);
        assertEquals(0, ping.send(2));
        world.pass(1);
        assertTrue(ping.heard.contains("2 56 bytes from 2001:db8::2 ttl 64"), ping.heard.toString());
        ping.session.close();
    }

    /** What was ours may be another's after a time down: reference 6.2 calls the original weak here. */
    @Test
    void addressesAreTentativeAgainAfterDown() {
        HostIfnet em0 = a.ether("em0", "2001:db8::1/64");
        world.pass(3);
        a.down(em0);
        assertEquals("tentative", a.words(em0, "2001:db8::1"));
        a.up(em0);
        assertEquals("tentative", a.words(em0, "2001:db8::1"));
        world.pass(3);
        assertEquals("", a.words(em0, "2001:db8::1"));
    }

    @Test
    void nothingIsLeftAfterDetach() {
        HostIfnet em0 = a.ether("em0", "2001:db8::1/64");
        world.pass(0.1);
        a.detach(em0);
        world.pass(3);
        assertEquals("absent", a.words(em0, "2001:db8::1"));
    }

    /** The domain leaves while the interface stays: what it joined and made is given back, the administrator's stays. */
    @Test
    void nothingOfItsOwnIsLeftWhenTheDomainLeaves() {
        HostIfnet em0 = a.ether("em0", "2001:db8::1/64");
        world.pass(3);
        assertEquals("", a.words(em0, "fe80::ff:fe00:6101"));
        a.inet.down(em0);
        a.inet.detach(em0, em0.data);
        world.pass(1);
        assertEquals("", a.groups.text(em0));
        assertEquals("absent", a.words(em0, "fe80::ff:fe00:6101"));
        assertEquals("unknown", a.words(em0, "2001:db8::1"));
    }

    private Ifaddr record(HostIfnet ifnet, String address) {
        return a.routes.ifaddrs().list(ifnet).stream()
                .filter(x -> x.address().equals(IpAddress.parse(address)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void lifetimesByHand() throws Exception {
        HostIfnet em0 = a.ether("em0", "2001:db8::1/64", "2001:db8::2/64");
        world.pass(3);
        Address6States states = a.inet.states();
        states.change(Host.ROOT, record(em0, "2001:db8::1"), null, 10, 20);
        assertEquals(new Address6State(0, 10, 20), states.state(record(em0, "2001:db8::1")));
        world.pass(12);
        assertEquals("deprecated", a.words(em0, "2001:db8::1"));
        states.change(Host.ROOT, record(em0, "2001:db8::1"), null, 5, Address6States.KEEP);
        assertEquals("", a.words(em0, "2001:db8::1"));
        IfnetException longer = assertThrows(
                IfnetException.class,
                () -> states.change(Host.ROOT, record(em0, "2001:db8::2"), null, Address6States.KEEP, 5));
        assertEquals(Errno.EINVAL, longer.errno());
        world.pass(10);
        assertEquals("absent", a.words(em0, "2001:db8::1"));
        assertEquals("", a.words(em0, "2001:db8::2"));
    }

    /** Reference 6.2: an anycast address is not asked for; RFC 4291, 2.6: it is never a source. */
    @Test
    void anycastByHand() throws Exception {
        HostIfnet em0 = a.ether("em0");
        a.address(em0, "2001:db8::1/64");
        a.inet.states().change(Host.ROOT, record(em0, "2001:db8::1"), true, Address6States.KEEP, Address6States.KEEP);
        assertEquals("anycast", a.words(em0, "2001:db8::1"));
        a.down(em0);
        a.up(em0);
        assertEquals("anycast", a.words(em0, "2001:db8::1"));
        world.pass(3);
        Own6 source = new Sources(a.inet.ifnets(), a.routes.ifaddrs()).choose(em0, 0x2001_0db8L << 32, 9);
        assertEquals(null, source);
    }
}
