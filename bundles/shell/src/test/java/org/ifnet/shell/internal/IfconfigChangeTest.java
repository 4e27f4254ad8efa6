package org.ifnet.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IfconfigChangeTest {
    private final FakePlatform platform = new FakePlatform();
    private final IfconfigCommand ifconfig = new IfconfigCommand(platform);

    @BeforeEach
    void haveEm0() {
        platform.add(new FakeIfnet("em0", 1));
        platform.cloners.answer("list", List.of("epair"));
    }

    private String address(String words) throws IfnetException {
        assertEquals("", platform.run(ifconfig, words));
        return platform.ifaddrs.log.get(platform.ifaddrs.log.size() - 1);
    }

    private static String spec(String address, int length, String destination, String broadcast) {
        return "(em0, AddressSpec[address=" + address + ", prefixLength=" + length + ", destination=" + destination
                + ", broadcast=" + broadcast + "])";
    }

    @Test
    void replacesTheFirstAddressOrAddsAnother() throws IfnetException {
        String first = spec("192.0.2.1", 24, null, null);
        assertEquals("replace" + first, address("em0 192.0.2.1/24"));
        assertEquals("replace" + first, address("em0 inet 192.0.2.1 netmask 255.255.255.0"));
        assertEquals("replace" + first, address("em0 inet 192.0.2.1 netmask 0xffffff00"));
        assertEquals("add" + first, address("em0 inet 192.0.2.1/24 alias"));
        assertEquals("add" + first, address("em0 alias 192.0.2.1/24"));
        assertEquals("replace" + spec("10.0.0.1", -1, "10.0.0.2", null), address("em0 10.0.0.1 10.0.0.2"));
        assertEquals(
                "replace" + spec("192.0.2.1", 24, null, "192.0.2.127"),
                address("em0 192.0.2.1/24 broadcast 192.0.2.127"));
        assertEquals("replace" + spec("2001:db8::1", 64, null, null), address("em0 inet6 2001:db8::1 prefixlen 64"));
        assertEquals("add" + spec("fe80::1%em0", 64, null, null), address("em0 inet6 fe80::1@em0 prefixlen 64 add"));
    }

    @Test
    void deletesTheNamedOrTheFirstAddress() throws IfnetException {
        assertEquals("delete(em0, 2, 192.0.2.1)", address("em0 192.0.2.1 delete"));
        assertEquals("delete(em0, 2, 192.0.2.1)", address("em0 -alias 192.0.2.1/24"));
        assertEquals("delete(em0, 2, null)", address("em0 inet delete"));
        assertEquals("delete(em0, 28, null)", address("em0 inet6 remove"));
    }

    @Test
    void setsFlagsAndValuesInTheOrderOfTheWords() throws IfnetException {
        assertEquals("", platform.run(ifconfig, "em0 mtu 1400 lladdr 02:00:00:00:00:09 -arp up metric 2 name wan"));
        assertEquals(
                List.of(
                        "setMtu(em0, 1400)",
                        "setLladdr(em0, 02:00:00:00:00:09)",
                        "setFlags(em0, 128, 0)",
                        "setFlags(em0, 1, 0)",
                        "setMetric(em0, 2)",
                        "rename(em0, wan)"),
                platform.control.log);
    }

    @Test
    void understandsEveryWordBeforeItChangesAnything() {
        assertEquals("ifconfig: bogus: bad value", platform.fail(ifconfig, "em0 up mtu 1400 bogus"));
        assertEquals("ifconfig: 'mtu' requires a value", platform.fail(ifconfig, "em0 up mtu"));
        assertEquals("ifconfig: bad value for mtu: -5", platform.fail(ifconfig, "em0 up mtu -5"));
        assertEquals("ifconfig: 192.0.2.1/33: bad value", platform.fail(ifconfig, "em0 up 192.0.2.1/33"));
        assertEquals("ifconfig: 2001:db8::1: bad value", platform.fail(ifconfig, "em0 up inet 2001:db8::1"));
        assertEquals(
                "ifconfig: netmask 0xff00ff00 is not contiguous",
                platform.fail(ifconfig, "em0 192.0.2.1 netmask 0xff00ff00"));
        assertEquals(
                "ifconfig: ffff:: is not a netmask of IPv4", platform.fail(ifconfig, "em0 192.0.2.1 netmask ffff::"));
        assertEquals("ifconfig: an address is missing", platform.fail(ifconfig, "em0 netmask 255.0.0.0 up"));
        assertEquals("ifconfig: not a link-level address: 02:00", platform.fail(ifconfig, "em0 up lladdr 02:00"));
        assertEquals(List.of(), platform.control.log);
        assertEquals(List.of(), platform.ifaddrs.log);
    }

    @Test
    void createsAndPrintsTheNameOnlyWhenItIsNews() throws IfnetException {
        platform.cloners.answer("create", "em0");
        assertEquals("em0\n", platform.run(ifconfig, "em create"));
        assertEquals("", platform.run(ifconfig, "em0 create"));
        assertEquals("", platform.run(ifconfig, "em0 create host 192.0.2.1/24 inet 192.0.2.2/24 up"));
        assertEquals(
                List.of("create(em, null)", "create(em0, null)", "create(em0, host 192.0.2.1/24)"),
                platform.cloners.log);
        assertEquals(List.of("replace" + spec("192.0.2.2", 24, null, null)), platform.ifaddrs.log);
        assertEquals(List.of("setFlags(em0, 1, 0)"), platform.control.log);
    }

    @Test
    void passesOnWhyCreatingFailed() {
        platform.cloners.answer("create", new IfnetException(Errno.EINVAL, "no such cloner: foo"));
        assertEquals("ifconfig: no such cloner: foo", platform.fail(ifconfig, "foo create"));
    }

    @Test
    void destroys() throws IfnetException {
        assertEquals("", platform.run(ifconfig, "em0 destroy"));
        assertEquals(List.of("destroy(em0)"), platform.cloners.log);
    }

    @Test
    void completesOptionsNamesAndKeywords() {
        assertEquals(List.of("em0", "epair"), ifconfig.complete(List.of(), "e"));
        assertEquals(List.of("em0", "epair"), ifconfig.complete(List.of("-w", "5"), "e"));
        assertTrue(ifconfig.complete(List.of(), "-").containsAll(List.of("-a", "-l", "--json")));
        assertEquals(List.of("inet", "inet6"), ifconfig.complete(List.of("em0"), "in"));
        assertEquals(List.of("-alias", "-arp"), ifconfig.complete(List.of("em0"), "-a"));
        assertEquals(List.of(), ifconfig.complete(List.of("em0", "mtu"), ""));
    }
}
