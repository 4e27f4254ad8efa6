package org.ifnet.route.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.Registration;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.IpAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Look-ups of address records (reference 1.6). */
class IfaddrSearchTest {
    private final Net net = new Net();
    private final Ifaddrs ifaddrs = net.engine.ifaddrs();
    private final Net.Port em0 = net.ether("em0");
    private final Net.Port em1 = net.ether("em1");
    private final Net.Port ppp0 = net.pointToPoint("ppp0");

    private void add(Net.Port port, String address) throws IfnetException {
        ifaddrs.add(Net.ROOT, port.ifnet, AddressSpec.parse(address));
    }

    private void add(Net.Port port, String address, String destination) throws IfnetException {
        AddressSpec spec = AddressSpec.parse(address);
        ifaddrs.add(
                Net.ROOT,
                port.ifnet,
                new AddressSpec(spec.address(), spec.prefixLength(), IpAddress.parse(destination), null));
    }

    private static String text(@Nullable Ifaddr found) {
        return found == null ? "none" : found.address() + " on " + found.ifnet().name();
    }

    private String withAddress(String address) {
        return text(ifaddrs.withAddress(IpAddress.parse(address)));
    }

    private String withNet(String address) {
        return text(ifaddrs.withNet(IpAddress.parse(address)));
    }

    @Test
    void findsOwnAndBroadcastAddressesInTheOrderOfInterfacesAlsoWhileDown() throws IfnetException {
        add(em1, "192.0.2.1/24");
        add(em0, "192.0.2.1/25");
        add(em0, "2001:db8::1/64");
        add(ppp0, "198.51.100.1/24");
        em0.down();
        assertEquals("192.0.2.1 on em0", withAddress("192.0.2.1"));
        assertEquals("192.0.2.1 on em0", withAddress("192.0.2.127"));
        assertEquals("192.0.2.1 on em1", withAddress("192.0.2.255"));
        assertEquals("none", withAddress("198.51.100.255"));
        assertEquals("2001:db8::1 on em0", withAddress("2001:db8::1"));
        assertEquals("none", withAddress("2001:db8::2"));
    }

    @Test
    void findsFarEndsOfPointToPointInterfacesOnly() throws IfnetException {
        add(em0, "192.0.2.1/24");
        add(ppp0, "198.51.100.1/32", "198.51.100.2");
        assertEquals("198.51.100.1 on ppp0", text(ifaddrs.withDestination(IpAddress.parse("198.51.100.2"))));
        assertNull(ifaddrs.withDestination(IpAddress.parse("192.0.2.1")));
        assertNull(ifaddrs.withDestination(IpAddress.parse("198.51.100.1")));
    }

    @Test
    void prefersTheLongestNetwork() throws IfnetException {
        add(em0, "10.0.0.1/8");
        add(em1, "10.1.0.1/16");
        assertEquals("10.1.0.1 on em1", withNet("10.1.2.3"));
        assertEquals("10.0.0.1 on em0", withNet("10.2.2.3"));
        assertEquals("none", withNet("11.0.0.1"));
        assertEquals("none", withNet("2001:db8::1"));
    }

    @Test
    void anIpv4PointToPointInterfaceHasItsFarEndOnly() throws IfnetException {
        add(em0, "198.51.100.7/25");
        add(ppp0, "198.51.100.1/24", "198.51.100.2");
        add(ppp0, "2001:db8:1::1/64");
        assertEquals("198.51.100.1 on ppp0", withNet("198.51.100.2"));
        assertEquals("198.51.100.7 on em0", withNet("198.51.100.3"));
        assertEquals("none", withNet("198.51.100.200"));
        assertEquals("2001:db8:1::1 on ppp0", withNet("2001:db8:1::9"));
    }

    /** reference 1.6 BUG: of equal masks the first was taken, also one of an interface that is down or without the route. */
    @Test
    void bug_ofEqualMasksAnAddressThatIsUpIsPreferredThenTheOneWithTheRoute() throws IfnetException {
        add(em0, "192.0.2.1/24");
        add(em1, "192.0.2.2/24");
        assertEquals("192.0.2.1 on em0", withNet("192.0.2.9"), "it owns the route");
        em0.down();
        assertEquals("192.0.2.2 on em1", withNet("192.0.2.9"));
        em1.down();
        assertEquals("192.0.2.1 on em0", withNet("192.0.2.9"), "the first when none is up");
        em1.up();
        em0.up();
        ifaddrs.delete(Net.ROOT, em0.ifnet, 2, IpAddress.parse("192.0.2.1"));
        add(em0, "192.0.2.1/24");
        assertEquals("192.0.2.2 on em1", withNet("192.0.2.9"), "the other owns the route now, and comes later");
    }

    /** reference 1.6 BUG: a point-to-point address without a far end was a null pointer. */
    @Test
    void bug_aPointToPointAddressWithoutAFarEndIsPassedOver() throws IfnetException {
        add(ppp0, "198.51.100.1/24");
        assertEquals("198.51.100.1 on ppp0", text(ifaddrs.forDestination(ppp0.ifnet, IpAddress.parse("203.0.113.1"))));
        assertEquals("none", withNet("198.51.100.9"));
        assertNull(ifaddrs.withDestination(IpAddress.parse("198.51.100.9")));
    }

    /** reference 1.6 BUG: the hole that a detached interface leaves was followed. */
    @Test
    void bug_anInterfaceThatIsGoneIsPassedOver() throws IfnetException {
        add(em0, "192.0.2.1/24");
        add(em1, "192.0.2.2/24");
        em0.detach();
        assertEquals("192.0.2.2 on em1", withNet("192.0.2.9"));
        assertEquals("none", withAddress("192.0.2.1"));
    }

    @Test
    void aLinkLocalAddressBelongsToTheNetworkOfItsLink() throws IfnetException {
        add(em0, "fe80::1/64");
        add(em1, "fe80::2/64");
        assertEquals("fe80::2%em1 on em1", withNet("fe80::9%em1"));
    }

    @Test
    void aClaimDecidesForItsInterfaceExceptForIpv4OnPointToPoint() throws IfnetException {
        add(em0, "192.0.2.1/24");
        add(em1, "10.0.0.1/8");
        add(ppp0, "198.51.100.1/32", "198.51.100.2");
        Registration claim =
                ifaddrs.claim(Net.ROOT, em1.ifnet, (record, address) -> address.equals(IpAddress.parse("192.0.2.9")));
        assertEquals("10.0.0.1 on em1", withNet("192.0.2.9"), "claimed, though another has the network");
        assertEquals("none", withNet("10.1.1.1"), "not claimed");
        assertEquals(
                Errno.EBUSY,
                assertThrows(IfnetException.class, () -> ifaddrs.claim(Net.ROOT, em1.ifnet, (record, address) -> true))
                        .errno());
        claim.close();
        assertEquals("10.0.0.1 on em1", withNet("10.1.1.1"));
        ifaddrs.claim(Net.ROOT, ppp0.ifnet, (record, address) -> true);
        assertEquals("none", withNet("203.0.113.1"), "not asked");
        ifaddrs.claim(Net.ROOT, em1.ifnet, (record, address) -> {
            throw new IllegalStateException("broken");
        });
        assertEquals("none", withNet("10.1.1.1"));
        em1.detach();
        assertEquals(
                Errno.ENXIO,
                assertThrows(IfnetException.class, () -> ifaddrs.claim(Net.ROOT, em1.ifnet, (record, address) -> true))
                        .errno());
    }
}
