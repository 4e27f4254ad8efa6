package org.ifnet.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.control.Media;
import org.ifnet.control.MediaStatus;
import org.ifnet.control.Tunnel;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.IpAddress;
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
        String hint = " ('ifconfig --help' shows the usage)";
        assertEquals("ifconfig: unknown word bogus" + hint, platform.fail(ifconfig, "em0 up mtu 1400 bogus"));
        assertEquals("ifconfig: 192.0.2: bad value", platform.fail(ifconfig, "em0 up 192.0.2"));
        assertEquals("ifconfig: 'tunnel' requires 2 values", platform.fail(ifconfig, "em0 up tunnel 192.0.2.1"));
        assertEquals("ifconfig: bad value for tsolen: 0", platform.fail(ifconfig, "em0 up tsolen 0"));
        assertEquals("ifconfig: bad value for metric: x", platform.fail(ifconfig, "em0 up metric x"));
        assertEquals("ifconfig: bad value for mtu: 4294967296", platform.fail(ifconfig, "em0 up mtu 4294967296"));
        assertEquals("ifconfig: bad value for instance: 16 (0 to 15)", platform.fail(ifconfig, "em0 up instance 16"));
        assertEquals(
                "ifconfig: source and destination address families do not match: 192.0.2.1 2001:db8::1",
                platform.fail(ifconfig, "em0 up tunnel 192.0.2.1 2001:db8::1"));
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
    void destroysSeveralAndGroupsAtOnce() throws IfnetException {
        platform.add(new FakeIfnet("em1", 2));
        platform.cloners.answer("destroyAll", Map.of());
        platform.groups.answer("members", List.copyOf(platform.interfaces));
        assertEquals("", platform.run(ifconfig, "em0 em1 destroy"));
        assertEquals("", platform.run(ifconfig, "-g em unplumb"));
        assertEquals(List.of("destroyAll([em0, em1])", "destroyAll([em0, em1])"), platform.cloners.log);
        assertEquals(List.of("members(em)"), platform.groups.log);
        assertEquals("ifconfig: interface up does not exist", platform.fail(ifconfig, "em0 up destroy"));
        assertEquals("ifconfig: interface em9 does not exist", platform.fail(ifconfig, "em9 destroy"));
        assertEquals(2, platform.cloners.log.size());
    }

    @Test
    void saysWhichOfSeveralWereNotDestroyed() {
        platform.add(new FakeIfnet("lo0", 2));
        IfnetException always = new IfnetException(Errno.EINVAL, "lo0 cannot be destroyed");
        platform.cloners.answer("destroyAll", Map.of("lo0", always));
        assertEquals(
                "ifconfig: lo0 cannot be destroyed (1 of 2 not destroyed: lo0)",
                platform.fail(ifconfig, "em0 lo0 destroy"));
    }

    @Test
    void switchesCapabilitiesOnAndOffAndLeavesTheOthers() throws IfnetException {
        FakeIfnet em0 = (FakeIfnet) platform.interfaces.get(0);
        em0.capabilities = 0x14f;
        em0.capabilitiesEnabled = 0x9;
        assertEquals("", platform.run(ifconfig, "em0 txcsum -rxcsum rss netcons tso -tso"));
        em0.capabilities = 0x30f;
        assertEquals("", platform.run(ifconfig, "em0 tso"));
        em0.capabilitiesEnabled = 0x309;
        assertEquals("", platform.run(ifconfig, "em0 -tso"));
        em0.capabilities = 0xf;
        em0.capabilitiesEnabled = 0;
        // The control service refuses it with the words for a bit that the device does not have.
        assertEquals("", platform.run(ifconfig, "em0 tso"));
        assertEquals(
                List.of(
                        "setCapabilities(em0, " + 0xb + ")",
                        "setCapabilities(em0, " + 0x8 + ")",
                        "setCapabilities(em0, " + 0x49 + ")",
                        "setCapabilities(em0, " + 0xd + ")",
                        "setCapabilities(em0, " + 0x109 + ")",
                        "setCapabilities(em0, " + 0x9 + ")",
                        "setCapabilities(em0, " + 0x309 + ")",
                        "setCapabilities(em0, " + 0x9 + ")",
                        "setCapabilities(em0, " + 0x100 + ")"),
                platform.control.log);
    }

    @Test
    void setsEveryFlagThatAUserMayChange() throws IfnetException {
        platform.run(ifconfig, "em0 promisc -promisc monitor -monitor staticarp debug -link2 arp down");
        platform.run(ifconfig, "em0 compress normal noicmp");
        assertEquals(
                List.of(
                        "setFlags(em0, 131072, 0)",
                        "setFlags(em0, 0, 131072)",
                        "setFlags(em0, 262144, 0)",
                        "setFlags(em0, 0, 262144)",
                        "setFlags(em0, 524288, 0)",
                        "setFlags(em0, 4, 0)",
                        "setFlags(em0, 0, 16384)",
                        "setFlags(em0, 0, 128)",
                        "setFlags(em0, 0, 1)",
                        "setFlags(em0, 4096, 0)",
                        "setFlags(em0, 0, 4096)",
                        "setFlags(em0, 8192, 0)"),
                platform.control.log);
    }

    @Test
    void hasADriverPolledOrNot() throws IfnetException {
        platform.run(ifconfig, "em0 polling -polling npolling -npolling");
        assertEquals(
                List.of(
                        "setPolling(em0, true)",
                        "setPolling(em0, false)",
                        "setPolling(em0, true)",
                        "setPolling(em0, false)"),
                platform.control.log);
    }

    @Test
    void joinsAndLeavesGroupsAndSetsTunnelsAndTheTsoLength() throws IfnetException {
        platform.run(ifconfig, "em0 group wan -group lan tsolen 65000 pollcpu 3");
        platform.run(ifconfig, "em0 tunnel 192.0.2.1 192.0.2.2");
        platform.run(ifconfig, "em0 deletetunnel");
        platform.run(ifconfig, "em0 -tunnel");
        assertEquals(List.of("join(em0, wan)", "leave(em0, lan)"), platform.groups.log);
        assertEquals("setTsoLength(em0, 65000)", platform.control.log.get(0));
        assertEquals("deleteTunnel(em0)", platform.control.log.get(2));
        assertEquals("deleteTunnel(em0)", platform.control.log.get(3));
        Tunnel tunnel = new Tunnel(IpAddress.parse("192.0.2.1"), IpAddress.parse("192.0.2.2"));
        assertEquals("setTunnel(em0, " + tunnel + ")", platform.control.log.get(1));
    }

    private String media(String words) throws IfnetException {
        platform.control.log.clear();
        platform.run(ifconfig, "em0 " + words);
        assertEquals("media(em0)", platform.control.log.get(0));
        return platform.control.log.get(platform.control.log.size() - 1);
    }

    @Test
    void choosesAMediumWithOneCallOfTheDevice() throws IfnetException {
        Media auto = Media.of("autoselect");
        Media full = new Media("1000baseT", Set.of("full-duplex", "master"), 0);
        Media second = new Media("100baseTX", Set.of("full-duplex"), 1);
        platform.control.answer("media", new MediaStatus(full, null, false, false, List.of(auto, full, second)));
        assertEquals("setMedia(em0, autoselect)", media("media autoselect"));
        assertEquals("setMedia(em0, 1000baseT)", media("media 1000baset"));
        assertEquals("setMedia(em0, 1000baseT <full-duplex>)", media("-mediaopt MASTER"));
        assertEquals(
                "setMedia(em0, autoselect <full-duplex,master>)",
                media("media autoselect mediaopt full-duplex,master"));
        assertEquals(
                "setMedia(em0, 100baseTX <full-duplex> instance 1)",
                media("media 100baseTX mediaopt full-duplex instance 1"));
        assertEquals(2, platform.control.log.size());
        // Whatever else there is comes first, so that the device is told with its flags set.
        assertEquals("setMedia(em0, autoselect)", media("media autoselect up"));
        assertEquals("setFlags(em0, 1, 0)", platform.control.log.get(1));
    }

    @Test
    void refusesMediaThatTheDeviceDoesNotHaveBeforeAnythingIsChanged() {
        platform.control.answer(
                "media", new MediaStatus(Media.of("autoselect"), null, false, false, List.of(Media.of("autoselect"))));
        assertEquals("ifconfig: unknown media subtype: 10baseT", platform.fail(ifconfig, "em0 up media 10baseT"));
        assertEquals("ifconfig: unknown media option: fdx", platform.fail(ifconfig, "em0 up mediaopt fdx"));
        platform.control.answer("media", new IfnetException(Errno.EOPNOTSUPP, "em0 has no media"));
        assertEquals("ifconfig: em0 has no media", platform.fail(ifconfig, "em0 up media autoselect"));
        assertEquals(List.of("media(em0)", "media(em0)", "media(em0)"), platform.control.log);
    }

    @Test
    void saysWhatIsDoneAlreadyWhenALaterWordFails() {
        platform.control.answer("setMetric", new IfnetException(Errno.EPERM, "change metric: permission denied"));
        assertEquals(
                "ifconfig: change metric: permission denied (done before that: up, mtu 1400)",
                platform.fail(ifconfig, "em0 up mtu 1400 metric 2 name wan"));
        assertEquals("ifconfig: change metric: permission denied", platform.fail(ifconfig, "em0 metric 2 up"));
        platform.cloners.answer("create", "em0");
        assertEquals(
                "ifconfig: change metric: permission denied (done before that: create em0)",
                platform.fail(ifconfig, "em create metric 2"));
    }

    @Test
    void tellsOfAnInterfaceThatWentMeanwhileInTheOriginalsWords() {
        FakeIfnet em0 = (FakeIfnet) platform.interfaces.get(0);
        platform.control.answer("setMtu", new IfnetException(Errno.ENXIO, "interface em0 does not exist"));
        em0.attached = false;
        assertEquals("ifconfig: em0: no such interface", platform.fail(ifconfig, "em0 mtu 1400"));
    }

    @Test
    void completesOptionsNamesAndKeywords() {
        FakeIfnet em0 = (FakeIfnet) platform.interfaces.get(0);
        em0.groups = List.of("all", "lan");
        platform.groups.answer("list", List.of("all", "lan", "wan"));
        Media giga = new Media("1000baseT", Set.of("full-duplex", "master"), 0);
        platform.control.answer(
                "media",
                new MediaStatus(
                        giga, null, false, false, List.of(Media.of("autoselect"), giga, Media.of("1000baseT"))));
        assertEquals(List.of("all", "lan", "wan"), ifconfig.complete(List.of("-g"), ""));
        assertEquals(List.of("destroy"), ifconfig.complete(List.of("-g", "lan"), "d"));
        assertEquals(List.of("inet6:cidr", "inet6:prefixlen"), ifconfig.complete(List.of("-f"), "inet6"));
        assertEquals(List.of("lan", "wan"), ifconfig.complete(List.of("em0", "group"), ""));
        assertEquals(List.of("lan"), ifconfig.complete(List.of("em0", "up", "-group"), ""));
        assertEquals(List.of("1000baseT", "autoselect"), ifconfig.complete(List.of("em0", "media"), ""));
        assertEquals(List.of("full-duplex"), ifconfig.complete(List.of("em0", "mediaopt"), "f"));
        assertEquals(List.of("-rss", "-rxcsum"), ifconfig.complete(List.of("em0", "up"), "-r"));
        assertEquals(List.of(), ifconfig.complete(List.of("em0", "tunnel", "192.0.2.1"), ""));
        assertTrue(ifconfig.complete(List.of("em0", "tunnel", "192.0.2.1", "192.0.2.2"), "")
                .contains("mtu"));
        assertEquals(List.of(), ifconfig.complete(List.of("em7", "-group"), ""));
        assertEquals(List.of(), ifconfig.complete(List.of("em7", "media"), ""));
        assertEquals(List.of("em0", "epair"), ifconfig.complete(List.of(), "e"));
        assertEquals(List.of("em0", "epair"), ifconfig.complete(List.of("-w", "5"), "e"));
        assertTrue(ifconfig.complete(List.of(), "-").containsAll(List.of("-a", "-l", "--json")));
        assertEquals(List.of("inet", "inet6"), ifconfig.complete(List.of("em0"), "ine"));
        assertEquals(List.of("-alias", "-anycast", "-arp"), ifconfig.complete(List.of("em0"), "-a"));
        assertEquals(List.of(), ifconfig.complete(List.of("em0", "mtu"), ""));
    }

    /** What IPv6 is told of an address after it is there. */
    @Test
    void setsLifetimesAndAnycast() throws IfnetException {
        FakeIfnet em8 = platform.add(new FakeIfnet("em8", 8));
        Ifaddr there = platform.address(em8, "2001:db8::8/64");
        platform.ifaddrs.answer("list", List.of(there));
        platform.run(ifconfig, "em8 inet6 2001:db8::8/64 alias pltime 10 vltime infty anycast");
        platform.run(ifconfig, "em8 inet6 2001:db8::8/64 alias deprecated");
        assertEquals(
                List.of(
                        "change(" + there + ", true, 10, " + Long.MAX_VALUE + ")",
                        "change(" + there + ", null, 0, -1)"),
                platform.states6.log);
        assertEquals(
                "ifconfig: lifetimes, anycast and eui64 are for an IPv6 address that stays",
                platform.fail(ifconfig, "em8 inet6 2001:db8::8 delete pltime 10"));
        assertEquals(
                "ifconfig: lifetimes, anycast and eui64 are for an IPv6 address that stays",
                platform.fail(ifconfig, "em8 inet 192.0.2.1 anycast"));
        assertEquals("ifconfig: an address is missing", platform.fail(ifconfig, "em8 inet6 anycast"));
    }

    @Test
    void makesTheSecondHalfOfAnAddressOfTheLinkLevelAddress() throws IfnetException {
        FakeIfnet em8 = platform.add(new FakeIfnet("em8", 8));
        platform.run(ifconfig, "em8 inet6 2001:db8::/64 eui64 alias");
        String asked = platform.ifaddrs.log.get(platform.ifaddrs.log.size() - 1);
        assertTrue(asked.contains("address=2001:db8::a00:27ff:fe01:203,"), asked);
        assertEquals(
                "ifconfig: 2001:db8::1: the second half must be empty with eui64",
                platform.fail(ifconfig, "em8 inet6 2001:db8::1/64 eui64"));
        assertEquals(
                "ifconfig: lifetimes, anycast and eui64 are for an IPv6 address that stays",
                platform.fail(ifconfig, "em8 inet6 2001:db8::/64 eui64 delete"));
    }
}
