package org.ifnet.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;

import org.ifnet.DriverState;
import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.IfType;
import org.ifnet.IfnetException;
import org.ifnet.LinkState;
import org.ifnet.control.Media;
import org.ifnet.control.MediaStatus;
import org.ifnet.control.Tunnel;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifmaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.inet6.Address6State;
import org.ifnet.netisr.internal.RealEnv;
import org.ifnet.wire.MacAddress;
import org.junit.jupiter.api.Test;

class IfconfigShowTest {
    private final FakePlatform platform = new FakePlatform();
    private final IfconfigCommand ifconfig = new IfconfigCommand(platform);

    private FakeIfnet em0() {
        FakeIfnet em0 = platform.add(new FakeIfnet("em0", 1));
        em0.metric = 1;
        em0.capabilities = 0x1b;
        em0.capabilitiesEnabled = 0x1b;
        em0.linkState = LinkState.UP;
        platform.address(em0, "192.0.2.5/24");
        platform.address(em0, "fe80::a00:27ff:fe01:203/64");
        return em0;
    }

    @Test
    void showsAnInterfaceInTheOriginalsLayout() throws IfnetException {
        em0();
        assertEquals(
                "em0: flags=8843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST> metric 1 mtu 1500\n"
                        + "\toptions=1b<RXCSUM,TXCSUM,VLAN_MTU,VLAN_HWTAGGING>\n"
                        + "\tinet 192.0.2.5 netmask 0xffffff00 broadcast 192.0.2.255\n"
                        + "\tinet6 fe80::a00:27ff:fe01:203%em0 prefixlen 64 scopeid 0x1 \n"
                        + "\tether 08:00:27:01:02:03\n"
                        + "\tstatus: active\n",
                platform.run(ifconfig, "em0"));
    }

    @Test
    void leavesOutWhatIsZeroOrUnknown() throws IfnetException {
        FakeIfnet lo0 = platform.add(FakeIfnet.loopback(1));
        platform.address(lo0, "127.0.0.1/8");
        platform.address(lo0, "::1/128");
        assertEquals(
                "lo0: flags=8049<UP,LOOPBACK,RUNNING,MULTICAST> mtu 16384\n"
                        + "\tinet 127.0.0.1 netmask 0xff000000 \n"
                        + "\tinet6 ::1 prefixlen 128 \n",
                platform.run(ifconfig, ""));
    }

    @Test
    void showsTheFarEndOfAPointToPointLink() throws IfnetException {
        FakeIfnet gif0 = platform.add(new FakeIfnet("gif0", 2));
        gif0.flags = IfFlags.UP | IfFlags.POINTOPOINT;
        gif0.lladdr = null;
        Ifaddr far = new Ifaddr(
                gif0, IpAddress.parse("10.0.0.1"), IpPrefix.parse("10.0.0.1/32"), IpAddress.parse("10.0.0.2"), null);
        platform.addresses.put("gif0", List.of(far));
        assertEquals(
                "gif0: flags=11<UP,POINTOPOINT> mtu 1500\n\tinet 10.0.0.1 --> 10.0.0.2 netmask 0xffffffff \n",
                platform.run(ifconfig, "gif0"));
    }

    @Test
    void saysThatADriverIsGoneOrQuarantinedAndWhatItSaysOfItself() throws IfnetException {
        FakeIfnet em0 = platform.add(new FakeIfnet("em0", 1));
        em0.linkState = LinkState.DOWN;
        em0.driverState = DriverState.QUARANTINED;
        em0.driverStatus = "stuck in start for 10 ms";
        String shown = platform.run(ifconfig, "em0");
        assertEquals(
                "\tether 08:00:27:01:02:03\n\tstatus: no carrier\n\tdriver: quarantined, stuck in start for 10 ms\n",
                shown.substring(shown.indexOf("\tether")));
        em0.driverState = DriverState.BOUND;
        em0.driverStatus = "two ports";
        assertEquals("\tdriver: two ports\n", lastLine());
        em0.driverState = DriverState.UNBOUND;
        em0.driverStatus = "";
        assertEquals("\tdriver: none\n", lastLine());
    }

    private String lastLine() throws IfnetException {
        String shown = platform.run(ifconfig, "em0");
        return shown.substring(shown.indexOf("\tdriver"));
    }

    @Test
    void listsNamesAndFiltersByUpAndFamily() throws IfnetException {
        em0();
        FakeIfnet em1 = platform.add(new FakeIfnet("em1", 2));
        em1.flags = IfFlags.BROADCAST;
        platform.add(FakeIfnet.loopback(3));
        FakeIfnet vlan1 = platform.add(new FakeIfnet("vlan1", 4));
        vlan1.flags = 0;
        vlan1.type = IfType.L2VLAN;
        assertEquals("em0 em1 lo0 vlan1\n", platform.run(ifconfig, "-l"));
        assertEquals("em1 vlan1\n", platform.run(ifconfig, "-l -d"));
        assertEquals("em0 lo0\n", platform.run(ifconfig, "-lu"));
        assertEquals("em0 em1\n", platform.run(ifconfig, "-l link"));
        assertEquals(
                "em0: flags=8843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST> metric 1 mtu 1500\n"
                        + "\toptions=1b<RXCSUM,TXCSUM,VLAN_MTU,VLAN_HWTAGGING>\n"
                        + "\tinet 192.0.2.5 netmask 0xffffff00 broadcast 192.0.2.255\n",
                platform.run(ifconfig, "em0 inet"));
    }

    @Test
    void hasASchemaForProgramsThatStays() throws IfnetException {
        em0();
        assertEquals(
                "[{\"name\":\"em0\",\"index\":1,\"type\":\"ETHER\",\"flags\":34883,\"flag_names\":[\"UP\",\"BROADCAST\","
                        + "\"RUNNING\",\"SIMPLEX\",\"MULTICAST\"],\"mtu\":1500,\"metric\":1,\"capabilities\":27,"
                        + "\"capability_names\":[\"RXCSUM\",\"TXCSUM\",\"VLAN_MTU\",\"VLAN_HWTAGGING\"],\"options\":27,"
                        + "\"option_names\":[\"RXCSUM\",\"TXCSUM\",\"VLAN_MTU\",\"VLAN_HWTAGGING\"],\"tsolen\":0,"
                        + "\"lladdr\":\"08:00:27:01:02:03\",\"addresses\":[{\"family\":\"inet\",\"address\":\"192.0.2.5\","
                        + "\"prefix_length\":24,\"netmask\":\"255.255.255.0\",\"broadcast\":\"192.0.2.255\"},"
                        + "{\"family\":\"inet6\",\"address\":\"fe80::a00:27ff:fe01:203\",\"prefix_length\":64,"
                        + "\"scope_id\":1}],\"groups\":[],\"status\":\"active\",\"driver\":\"BOUND\",\"driver_status\":\"\","
                        + "\"driver_faults\":0,\"baudrate\":10000000000,\"physical\":0,\"queues\":0,\"promisc_count\":0,"
                        + "\"allmulti_count\":0,\"multicast\":[]}]\n",
                platform.run(ifconfig, "-j em0"));
        assertEquals("[\"em0\"]\n", platform.run(ifconfig, "-l --json"));
    }

    @Test
    void showsWhatIsOnAndWithMinusMWhatCouldBe() throws IfnetException {
        FakeIfnet em0 = em0();
        em0.capabilities = 0x11b;
        em0.capabilitiesEnabled = 3;
        em0.tsoLength = 6000;
        em0.linkState = LinkState.UNKNOWN;
        Media auto = Media.of("autoselect");
        Media giga = new Media("1000baseT", Set.of("full-duplex"), 0);
        Media fast = new Media("100baseTX", Set.of("full-duplex", "hw-loopback"), 1);
        platform.control.answer("media", new MediaStatus(auto, giga, true, true, List.of(auto, giga, fast)));
        assertEquals(
                "em0: flags=8843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST> metric 1 mtu 1500\n"
                        + "\toptions=3<RXCSUM,TXCSUM>\n"
                        + "\tcapabilities=11b<RXCSUM,TXCSUM,VLAN_MTU,VLAN_HWTAGGING,TSO4>\n"
                        + "\ttsolen 6000\n"
                        + "\tinet 192.0.2.5 netmask 0xffffff00 broadcast 192.0.2.255\n"
                        + "\tinet6 fe80::a00:27ff:fe01:203%em0 prefixlen 64 scopeid 0x1 \n"
                        + "\tether 08:00:27:01:02:03\n"
                        + "\tmedia: Ethernet autoselect (1000baseT <full-duplex>)\n"
                        + "\tstatus: active\n"
                        + "\tsupported media:\n"
                        + "\t\tmedia autoselect\n"
                        + "\t\tmedia 1000baseT mediaopt full-duplex\n"
                        + "\t\tmedia 100baseTX mediaopt full-duplex,hw-loopback instance 1\n",
                platform.run(ifconfig, "-m em0"));
        String without = platform.run(ifconfig, "em0");
        assertEquals(-1, without.indexOf("capabilities="));
        assertEquals(-1, without.indexOf("tsolen"));
        assertEquals("\tstatus: active\n", without.substring(without.indexOf("\tstatus")));
    }

    @Test
    void showsAMediumThatIsUsedAsChosenOnceAndTheCarrierThatTheDeviceKnows() throws IfnetException {
        FakeIfnet em0 = em0();
        em0.linkState = LinkState.UP;
        Media giga = Media.of("1000baseT");
        platform.control.answer("media", new MediaStatus(giga, giga, true, false, List.of()));
        String shown = platform.run(ifconfig, "-m em0");
        assertEquals("\tmedia: Ethernet 1000baseT\n\tstatus: no carrier\n", shown.substring(shown.indexOf("\tmedia")));
        platform.control.answer("media", new MediaStatus(giga, null, false, false, List.of()));
        shown = platform.run(ifconfig, "-m em0");
        assertEquals("\tmedia: Ethernet 1000baseT\n\tstatus: active\n", shown.substring(shown.indexOf("\tmedia")));
    }

    @Test
    void showsTheOuterAddressesOfATunnelAndLinkAddressesOfOtherKinds() throws IfnetException {
        FakeIfnet lagg0 = platform.add(new FakeIfnet("lagg0", 2));
        lagg0.type = IfType.IEEE8023ADLAG;
        platform.control.answer("tunnel", new Tunnel(IpAddress.parse("2001:db8::1"), IpAddress.parse("2001:db8::2")));
        assertEquals(
                "lagg0: flags=8843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST> mtu 1500\n"
                        + "\ttunnel inet6 2001:db8::1 --> 2001:db8::2\n"
                        + "\tlladdr 08:00:27:01:02:03\n",
                platform.run(ifconfig, "lagg0"));
    }

    @Test
    void namesTheGroupsButNotTheOneOfAll() throws IfnetException {
        FakeIfnet lo0 = platform.add(FakeIfnet.loopback(1));
        lo0.groups = List.of("all");
        assertEquals(-1, platform.run(ifconfig, "lo0").indexOf("groups"));
        lo0.groups = List.of("all", "lo", "inside");
        assertEquals(
                "lo0: flags=8049<UP,LOOPBACK,RUNNING,MULTICAST> mtu 16384\n\tgroups: lo inside\n",
                platform.run(ifconfig, "lo0"));
    }

    @Test
    void showsOnlyMembersOfAGroup() throws IfnetException {
        FakeIfnet em0 = em0();
        FakeIfnet em1 = platform.add(new FakeIfnet("em1", 2));
        em1.flags = 0;
        platform.add(FakeIfnet.loopback(3));
        platform.groups.answer("members", List.of(em1, em0));
        assertEquals("em1 em0\n", platform.run(ifconfig, "-l -g wan"));
        assertEquals("em1\n", platform.run(ifconfig, "-ld -g wan"));
        assertEquals("em1: flags=0<> mtu 1500\n", platform.run(ifconfig, "-g wan -d inet"));
        assertEquals("members(wan)", platform.groups.log.get(0));
        platform.groups.answer("members", new IfnetException(Errno.ENOENT, "no such group: lan"));
        assertEquals("ifconfig: no such group: lan", platform.fail(ifconfig, "-g lan"));
    }

    @Test
    void tellsADeveloperMore() throws IfnetException {
        FakeIfnet em0 = em0();
        em0.promiscCount = 2;
        em0.allmultiCount = 1;
        platform.memberships.put(
                "em0",
                List.of(
                        new Ifmaddr(IpAddress.parse("224.0.0.1"), MacAddress.parse("01:00:5e:00:00:01"), 3, 0),
                        new Ifmaddr(null, MacAddress.parse("01:00:5e:00:00:01"), 2, 1)));
        String shown = platform.run(ifconfig, "-v em0");
        assertEquals(
                "\tindex 1 type ETHER baudrate 10000000000 queues 0 driver faults 0\n"
                        + "\tpromisc 2 allmulti 1\n"
                        + "\tmulticast 224.0.0.1 lladdr 01:00:5e:00:00:01 references 3\n"
                        + "\tmulticast lladdr 01:00:5e:00:00:01 references 2 direct 1\n",
                shown.substring(shown.indexOf("\tindex")));
        em0.flags |= IfFlags.NPOLLING | IfFlags.MONITOR | IfFlags.PPROMISC | IfFlags.PROMISC;
        assertEquals(
                "em0: flags=168943<UP,BROADCAST,RUNNING,PROMISC,SIMPLEX,MULTICAST,PPROMISC,MONITOR,NPOLLING>",
                platform.run(ifconfig, "em0").split(" metric")[0]);
    }

    @Test
    void writesAddressesInTheFormatThatIsAskedFor() throws IfnetException {
        em0();
        assertEquals(
                "\tinet 192.0.2.5/24 broadcast 192.0.2.255\n"
                        + "\tinet6 fe80::a00:27ff:fe01:203%em0/64 scopeid 0x1 \n"
                        + "\tether 08-00-27-01-02-03\n",
                platform.run(ifconfig, "-f inet:cidr,inet6:cidr,ether:dash em0")
                        .split("\n", 3)[2]
                        .split("\tstatus")[0]);
        assertEquals(
                "\tinet 192.0.2.5 netmask 255.255.255.0 broadcast 192.0.2.255",
                platform.run(ifconfig, "-f inet:dotted em0 inet").split("\n")[2]);
        assertEquals(
                "ifconfig: unknown format inet:oct ('ifconfig --help' shows the usage)",
                platform.fail(ifconfig, "-f inet:oct em0"));
    }

    @Test
    void showsWhatItCanOfAnInterfaceWhoseDriverDoesNotAnswer() throws IfnetException {
        FakeIfnet em0 = em0();
        platform.control.answer("tunnel", new IfnetException(Errno.ETIMEDOUT, "em0: tunnel took more than 80 ms"));
        String shown = platform.run(ifconfig, "em0");
        assertEquals(
                "\tstatus: active\n\tdriver: no answer: em0: tunnel took more than 80 ms\n",
                shown.substring(shown.indexOf("\tstatus")));
        // It is not asked once more, and one that is quarantined not at all.
        assertEquals(List.of("tunnel(em0)"), platform.control.log);
        em0.driverState = DriverState.QUARANTINED;
        platform.run(ifconfig, "em0");
        assertEquals(List.of("tunnel(em0)"), platform.control.log);
    }

    @Test
    void takesTheOptionsOfTheOriginalThatChangeNothingHere() throws IfnetException {
        FakeIfnet em0 = em0();
        em0.groups = List.of("all");
        assertEquals(platform.run(ifconfig, "em0"), platform.run(ifconfig, "-kL em0"));
    }

    @Test
    void listsCloners() throws IfnetException {
        platform.cloners.answer("list", List.of("tap", "epair", "lo"));
        assertEquals("tap epair lo\n", platform.run(ifconfig, "-C"));
        assertEquals("[\"tap\",\"epair\",\"lo\"]\n", platform.run(ifconfig, "-jC"));
    }

    @Test
    void failsInOneLineWithItsName() {
        assertEquals("ifconfig: interface em0 does not exist", platform.fail(ifconfig, "em0"));
        assertEquals("ifconfig: interface em0 does not exist", platform.fail(ifconfig, "em0 up"));
        String hint = " ('ifconfig --help' shows the usage)";
        assertEquals("ifconfig: -d and -u exclude each other" + hint, platform.fail(ifconfig, "-du"));
        assertEquals("ifconfig: -l excludes -a and -m" + hint, platform.fail(ifconfig, "-al"));
        assertEquals("ifconfig: unknown option -z" + hint, platform.fail(ifconfig, "-z"));
    }

    @Test
    void waitsForAnInterfaceThatComesLater() throws Exception {
        RealEnv env = new RealEnv();
        env.start("later", () -> {
            while (platform.listeners.isEmpty()) {
                Thread.onSpinWait();
            }
            platform.announce(new FakeIfnet("em0", 1));
        });
        String shown = platform.run(ifconfig, "-w 10 em0");
        assertEquals("em0: flags=8843", shown.substring(0, 15));
        assertEquals(List.of(), platform.listeners);
    }

    @Test
    void givesUpWaitingAtTheEndOfTheTime() {
        assertEquals("ifconfig: interface em0 does not exist after 0.01 s", platform.fail(ifconfig, "-w .01 em0"));
        FakeIfnet em0 = platform.add(new FakeIfnet("em0", 1));
        em0.flags = IfFlags.UP;
        assertEquals("ifconfig: interface em0 is not up after 0.01 s", platform.fail(ifconfig, "-w .01 em0"));
        em0.flags |= IfFlags.RUNNING;
        assertEquals(
                "ifconfig: interface em0 has no inet address after 0.01 s", platform.fail(ifconfig, "-w .01 em0 inet"));
        em0.linkState = LinkState.DOWN;
        assertEquals("ifconfig: interface em0 has no carrier after 0.01 s", platform.fail(ifconfig, "-w .01 em0"));
    }

    /** Reference 9.1: states between prefix length and scope, lifetimes with -L. */
    @Test
    void showsStatesAndLifetimesOfIpv6() throws IfnetException {
        FakeIfnet em7 = platform.add(new FakeIfnet("em7", 7));
        platform.states.put(
                platform.address(em7, "2001:db8::7/64"),
                new Address6State(Address6State.AUTOCONF | Address6State.DEPRECATED, 0, 100));
        platform.states.put(
                platform.address(em7, "fe80::7/64"),
                new Address6State(
                        Address6State.TENTATIVE | Address6State.DUPLICATED,
                        Address6State.FOREVER,
                        Address6State.FOREVER));
        String text = platform.run(ifconfig, "em7 inet6");
        assertTrue(text.contains("\tinet6 2001:db8::7 prefixlen 64 deprecated autoconf \n"), text);
        assertTrue(text.contains("\tinet6 fe80::7%em7 prefixlen 64 tentative duplicated scopeid 0x7 \n"), text);
        String longer = platform.run(ifconfig, "-L em7 inet6");
        assertTrue(longer.contains("deprecated autoconf pltime 0 vltime 100 \n"), longer);
        assertTrue(longer.contains("scopeid 0x7 pltime infty vltime infty \n"), longer);
        String json = platform.run(ifconfig, "-j em7");
        assertTrue(json.contains("\"states\":[\"deprecated\",\"autoconf\"],\"pltime\":0,\"vltime\":100"), json);
    }
}
