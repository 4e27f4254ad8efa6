package org.ifnet.route.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.control.ControlRecord;
import org.ifnet.control.Credential;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class AddressesTest {
    private final Net net = new Net();
    private final Ifaddrs ifaddrs = net.engine.ifaddrs();

    private void add(Net.Port port, String spec) throws IfnetException {
        ifaddrs.add(Net.ROOT, port.ifnet, AddressSpec.parse(spec));
    }

    private static void fails(Errno errno, Executable what) {
        assertEquals(errno, assertThrows(IfnetException.class, what).errno());
    }

    private static int v4(String text) {
        return IpAddress.parse(text).v4();
    }

    private List<String> addresses(Net.Port port) {
        return ifaddrs.list(port.ifnet).stream()
                .map(a -> a.address() + " " + a.prefix() + " " + a.broadcast())
                .toList();
    }

    @Test
    void bringsTheInterfaceUpBeforeTheAddressIsThere() throws IfnetException {
        Net.Port em0 = net.ether("em0");
        List<String> order = new ArrayList<>();
        ifaddrs.listen(new Ifaddrs.Listener() {
            @Override
            public void added(Ifaddr address) {
                order.add("added, up " + address.ifnet().has(IfFlags.UP) + ", found "
                        + (ifaddrs.local4(address.address().v4()) == address) + ", netctl " + net.netctl);
            }

            @Override
            public void removed(Ifaddr address) {
                order.add("removed");
            }
        });
        add(em0, "192.0.2.1/24");
        assertEquals(List.of("em0 +UP -"), net.controls);
        assertEquals(List.of("added, up true, found true, netctl true"), order);
        assertEquals(List.of("192.0.2.1 192.0.2.0/24 192.0.2.255"), addresses(em0));
    }

    @Test
    void addsNothingWhenTheInterfaceDoesNotComeUp() {
        Net.Port em0 = net.ether("em0");
        em0.refusesUp = true;
        fails(Errno.EIO, () -> add(em0, "192.0.2.1/24"));
        assertEquals(List.of(), addresses(em0));
        assertEquals(List.of(), net.records);
    }

    @Test
    void fillsInClassfulMasksAndBroadcast() throws IfnetException {
        Net.Port em0 = net.ether("em0");
        for (String address : List.of("10.1.2.3", "172.16.1.1", "192.0.2.1", "192.0.2.8/31", "192.0.2.99/32")) {
            add(em0, address);
        }
        add(em0, "2001:db8::1");
        assertEquals(
                List.of(
                        "10.1.2.3 10.0.0.0/8 10.255.255.255",
                        "172.16.1.1 172.16.0.0/16 172.16.255.255",
                        "192.0.2.1 192.0.2.0/24 192.0.2.255",
                        "192.0.2.8 192.0.2.8/31 null",
                        "192.0.2.99 192.0.2.99 null",
                        "2001:db8::1 2001:db8::/64 null"),
                addresses(em0));
    }

    @Test
    void knowsBroadcastAddresses() throws IfnetException {
        Net.Port em0 = net.ether("em0");
        Net.Port em1 = net.ether("em1");
        add(em0, "192.0.2.1/24");
        add(em1, "198.51.100.8/31");
        Ifnet in = em0.ifnet;
        assertTrue(ifaddrs.isBroadcast4(in, -1) && ifaddrs.isBroadcast4(in, 0));
        assertTrue(ifaddrs.isBroadcast4(in, v4("192.0.2.255")) && ifaddrs.isBroadcast4(in, v4("192.0.2.0")));
        assertFalse(ifaddrs.isBroadcast4(in, v4("192.0.2.7")));
        assertFalse(ifaddrs.isBroadcast4(em1.ifnet, v4("192.0.2.255")));
        assertFalse(ifaddrs.isBroadcast4(em1.ifnet, v4("198.51.100.9")));
        add(em1, "203.0.113.1/24");
        ifaddrs.delete(Net.ROOT, in, AddressFamily.INET, null);
        assertFalse(ifaddrs.isBroadcast4(in, v4("192.0.2.255")));
        assertTrue(ifaddrs.isBroadcast4(em1.ifnet, v4("203.0.113.255")));
    }

    @Test
    void takesAGivenBroadcastAddressAndRefusesAnImpossibleOne() throws IfnetException {
        Net.Port em0 = net.ether("em0");
        Net.Port ppp0 = net.pointToPoint("ppp0");
        IpAddress given = IpAddress.parse("192.0.2.0");
        AddressSpec spec = new AddressSpec(IpAddress.parse("192.0.2.1"), 24, null, given);
        ifaddrs.add(Net.ROOT, em0.ifnet, spec);
        assertEquals(List.of("192.0.2.1 192.0.2.0/24 192.0.2.0"), addresses(em0));
        fails(Errno.EINVAL, () -> ifaddrs.add(Net.ROOT, ppp0.ifnet, spec));
        AddressSpec host = new AddressSpec(IpAddress.parse("192.0.2.1"), 32, null, given);
        fails(Errno.EINVAL, () -> ifaddrs.add(Net.ROOT, em0.ifnet, host));
    }

    @Test
    void refusesWhatCannotBeAnAddress() {
        Net.Port em0 = net.ether("em0");
        for (String bad : List.of("224.0.0.1/24", "0.0.0.0/8", "255.255.255.255/32", "ff02::1/64", "::/64")) {
            fails(Errno.EINVAL, () -> add(em0, bad));
        }
        fails(Errno.EINVAL, () -> add(em0, "fe80::1%em1/64"));
        assertTrue(net.controls.isEmpty(), "a refused address leaves the interface down");
    }

    @Test
    void checksPrivilegeAndInterfaceFirst() throws IfnetException {
        Net.Port em0 = net.ether("em0");
        Credential nobody = new Credential("nobody", Set.of());
        fails(Errno.EPERM, () -> ifaddrs.add(nobody, em0.ifnet, AddressSpec.parse("224.0.0.1")));
        fails(Errno.EPERM, () -> ifaddrs.delete(nobody, em0.ifnet, AddressFamily.INET, null));
        em0.detach();
        fails(Errno.ENXIO, () -> add(em0, "192.0.2.1/24"));
    }

    @Test
    void handlesDestinationsOfPointToPointInterfaces() throws IfnetException {
        Net.Port ppp0 = net.pointToPoint("ppp0");
        Net.Port em0 = net.ether("em0");
        IpAddress own = IpAddress.parse("192.0.2.1");
        AddressSpec noFarEnd = new AddressSpec(own, 24, IpAddress.parse("0.0.0.0"), null);
        fails(Errno.EDESTADDRREQ, () -> ifaddrs.add(Net.ROOT, ppp0.ifnet, noFarEnd));
        AddressSpec spec = new AddressSpec(own, 24, IpAddress.parse("198.51.100.1"), null);
        fails(Errno.EINVAL, () -> ifaddrs.add(Net.ROOT, em0.ifnet, spec));
        ifaddrs.add(Net.ROOT, ppp0.ifnet, spec);
        assertSame(ppp0.ifnet, net.engine.fib().lookup4(v4("198.51.100.1")).ifnet());
        assertNull(net.engine.fib().lookup4(v4("192.0.2.7")));
    }

    @Test
    void changesAnEqualAddressInPlace() throws IfnetException {
        Net.Port em0 = net.ether("em0");
        add(em0, "192.0.2.1/24");
        add(em0, "198.51.100.1/24");
        add(em0, "192.0.2.1/25");
        assertEquals(
                List.of("192.0.2.1 192.0.2.0/25 192.0.2.127", "198.51.100.1 198.51.100.0/24 198.51.100.255"),
                addresses(em0));
        assertNull(net.engine.fib().lookup4(v4("192.0.2.200")));
        assertNotNull(ifaddrs.local4(v4("192.0.2.1")));
    }

    @Test
    void replacesTheFirstAddressOfTheFamily() throws IfnetException {
        Net.Port em0 = net.ether("em0");
        add(em0, "2001:db8::1/64");
        add(em0, "192.0.2.1/24");
        add(em0, "198.51.100.1/24");
        ifaddrs.replace(Net.ROOT, em0.ifnet, AddressSpec.parse("203.0.113.1/24"));
        assertEquals(
                List.of("2001:db8::1", "203.0.113.1", "198.51.100.1"),
                ifaddrs.list(em0.ifnet).stream()
                        .map(a -> a.address().toString())
                        .toList());
        ifaddrs.replace(Net.ROOT, em0.ifnet, AddressSpec.parse("198.51.100.1/25"));
        assertEquals(
                List.of("2001:db8::1", "198.51.100.1"),
                ifaddrs.list(em0.ifnet).stream()
                        .map(a -> a.address().toString())
                        .toList());
        assertNull(ifaddrs.local4(v4("203.0.113.1")));
        assertEquals(
                v4("198.51.100.127"),
                ifaddrs.local4(v4("198.51.100.1")).broadcast().v4());
    }

    @Test
    void deletesTheNamedOrTheFirstAddress() throws IfnetException {
        Net.Port em0 = net.ether("em0");
        add(em0, "192.0.2.1/24");
        add(em0, "192.0.2.2/24");
        fails(
                Errno.EADDRNOTAVAIL,
                () -> ifaddrs.delete(Net.ROOT, em0.ifnet, AddressFamily.INET, IpAddress.parse("192.0.2.3")));
        ifaddrs.delete(Net.ROOT, em0.ifnet, AddressFamily.INET, IpAddress.parse("192.0.2.2"));
        ifaddrs.delete(Net.ROOT, em0.ifnet, AddressFamily.INET, null);
        fails(Errno.EADDRNOTAVAIL, () -> ifaddrs.delete(Net.ROOT, em0.ifnet, AddressFamily.INET, null));
        assertEquals(List.of(), addresses(em0));
    }

    @Test
    void recordsWhatWasAskedButNotWhatDetachTook() throws IfnetException {
        Net.Port em0 = net.ether("em0");
        add(em0, "192.0.2.1");
        ifaddrs.delete(Net.ROOT, em0.ifnet, AddressFamily.INET, null);
        add(em0, "192.0.2.1/24");
        em0.detach();
        AddressSpec bare = AddressSpec.parse("192.0.2.1");
        assertEquals(
                List.of(
                        new ControlRecord.AddressAdded("test", "em0", bare),
                        new ControlRecord.AddressDeleted("test", "em0", bare),
                        new ControlRecord.AddressAdded("test", "em0", AddressSpec.parse("192.0.2.1/24"))),
                net.records);
        assertEquals(List.of(), addresses(em0));
        assertNull(ifaddrs.local4(v4("192.0.2.1")));
    }

    @Test
    void findsOwnAddressesOnlyWhileTheirInterfaceIsUp() throws IfnetException {
        Net.Port em0 = net.ether("em0");
        Net.Port em1 = net.ether("em1");
        add(em0, "192.0.2.1/24");
        add(em1, "192.0.2.1/24");
        assertSame(em0.ifnet, ifaddrs.local4(v4("192.0.2.1")).ifnet());
        em0.down();
        assertSame(em1.ifnet, ifaddrs.local4(v4("192.0.2.1")).ifnet());
        em1.down();
        assertNull(ifaddrs.local4(v4("192.0.2.1")));
    }

    @Test
    void prefersASourceOnTheSameNetwork() throws IfnetException {
        Net.Port em0 = net.ether("em0");
        add(em0, "192.0.2.1/24");
        add(em0, "198.51.100.1/24");
        assertEquals("198.51.100.1", source(em0, "198.51.100.77"));
        assertEquals("192.0.2.1", source(em0, "203.0.113.1"));
        assertNull(ifaddrs.forDestination(em0.ifnet, IpAddress.parse("2001:db8::1")));
    }

    private String source(Net.Port port, String destination) {
        return ifaddrs.forDestination(port.ifnet, IpAddress.parse(destination))
                .address()
                .toString();
    }

    @Test
    void scopesLinkLocalAddressesByTheNameOfTheInterface() throws IfnetException {
        Net.Port em0 = net.ether("em0");
        Net.Port em1 = net.ether("em1");
        add(em0, "fe80::1/64");
        add(em1, "fe80::1%em1/64");
        assertEquals("fe80::1%em0", ifaddrs.list(em0.ifnet).get(0).address().toString());
        em0.rename("wan");
        assertEquals("fe80::1%wan", ifaddrs.list(em0.ifnet).get(0).address().toString());
        assertSame(em1.ifnet, ifaddrs.list(em1.ifnet).get(0).ifnet());
        assertNotNull(ifaddrs.local6(0xfe80_0000_0000_0000L, 1));
        ifaddrs.delete(Net.ROOT, em0.ifnet, AddressFamily.INET6, IpAddress.parse("fe80::1"));
        assertSame(em1.ifnet, ifaddrs.local6(0xfe80_0000_0000_0000L, 1).ifnet());
    }

    @Test
    void keepsItsTableOfOwnAddressesRightUnderManyChanges() throws IfnetException {
        Net.Port em0 = net.ether("em0");
        Random random = new Random(11);
        boolean[] there = new boolean[300];
        for (int i = 0; i < 6000; i++) {
            int n = random.nextInt(there.length);
            int address = v4("10.0.0.0") + n * 7 + 1;
            if (there[n]) {
                ifaddrs.delete(Net.ROOT, em0.ifnet, AddressFamily.INET, IpAddress.v4(address));
            } else {
                ifaddrs.add(Net.ROOT, em0.ifnet, AddressSpec.of(IpAddress.v4(address), 8));
            }
            there[n] = !there[n];
            int probe = random.nextInt(there.length);
            assertEquals(
                    there[probe],
                    ifaddrs.local4(v4("10.0.0.0") + probe * 7 + 1) != null,
                    "seed 11, round " + i + ", address " + probe);
        }
    }

    @Test
    void anInterfaceThatNothingDependsOnCostsNetctlNothing() throws IfnetException {
        Net.Port bare = net.ether("em0");
        bare.up();
        bare.rename("wan");
        bare.down();
        bare.detach();
        net.loop("lo0").detach();
        assertEquals(0, net.messages);
        Net.Port used = net.ether("em1");
        add(used, "10.0.0.1/24");
        int before = net.messages;
        used.down();
        used.up();
        used.detach();
        assertTrue(net.messages >= before + 3, net.messages + " messages");
        assertNull(ifaddrs.local4(v4("10.0.0.1")));
    }

    @Test
    void anAddressForAnInterfaceThatGoesMeanwhileLeavesNothing() throws IfnetException {
        Net.Port em0 = net.ether("em0");
        em0.up();
        net.beforeMessage = em0::detach;
        fails(Errno.ENXIO, () -> add(em0, "10.0.0.1/24"));
        assertNull(ifaddrs.local4(v4("10.0.0.1")));
        assertEquals(List.of(), ifaddrs.list(em0.ifnet));
        assertEquals(List.of(), net.engine.routes().list(AddressFamily.INET));
    }

    @Test
    void packetsToOurselvesGoThroughTheFirstLoopbackThatIsUp() throws IfnetException {
        Net.Port lo0 = net.loop("lo0");
        Net.Port lo1 = net.loop("lo1");
        add(net.ether("em0"), "10.0.0.1/24");
        lo1.up();
        assertEquals("lo1", wayToOurselves());
        lo0.up();
        assertEquals("lo0", wayToOurselves());
        lo0.down();
        assertEquals("lo1", wayToOurselves());
        lo0.up();
        lo0.detach();
        assertEquals("lo1", wayToOurselves());
    }

    private String wayToOurselves() {
        return net.engine.routes().list(AddressFamily.INET).stream()
                .filter(route -> route.destination().isHost())
                .map(route -> route.ifnet().name())
                .findFirst()
                .orElse("none");
    }
}
