package org.ifnet.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.ifnet.DriverState;
import org.ifnet.IfFlags;
import org.ifnet.IfnetException;
import org.ifnet.LinkState;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.netisr.internal.RealEnv;
import org.junit.jupiter.api.Test;

class IfconfigShowTest {
    private final FakePlatform platform = new FakePlatform();
    private final IfconfigCommand ifconfig = new IfconfigCommand(platform);

    private FakeIfnet em0() {
        FakeIfnet em0 = platform.add(new FakeIfnet("em0", 1));
        em0.metric = 1;
        em0.capabilities = 0x1b;
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
        assertEquals("em0 em1 lo0\n", platform.run(ifconfig, "-l"));
        assertEquals("em1\n", platform.run(ifconfig, "-l -d"));
        assertEquals("em0 lo0\n", platform.run(ifconfig, "-lu"));
        assertEquals("em0 em1\n", platform.run(ifconfig, "-l link"));
        assertEquals(
                "em0: flags=8843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST> metric 1 mtu 1500\n"
                        + "\toptions=1b<RXCSUM,TXCSUM,VLAN_MTU,VLAN_HWTAGGING>\n"
                        + "\tinet 192.0.2.5 netmask 0xffffff00 broadcast 192.0.2.255\n"
                        + "\tstatus: active\n",
                platform.run(ifconfig, "em0 inet"));
    }

    @Test
    void showsTheSameForPrograms() throws IfnetException {
        em0();
        assertEquals(
                "[{\"name\":\"em0\",\"index\":1,\"type\":\"ETHER\",\"flags\":34883,\"flag_names\":[\"UP\",\"BROADCAST\","
                        + "\"RUNNING\",\"SIMPLEX\",\"MULTICAST\"],\"mtu\":1500,\"metric\":1,\"capabilities\":27,"
                        + "\"lladdr\":\"08:00:27:01:02:03\",\"addresses\":[{\"family\":\"inet\",\"address\":\"192.0.2.5\","
                        + "\"prefix_length\":24,\"broadcast\":\"192.0.2.255\"},{\"family\":\"inet6\","
                        + "\"address\":\"fe80::a00:27ff:fe01:203\",\"prefix_length\":64}],\"status\":\"active\","
                        + "\"driver\":\"BOUND\",\"driver_status\":\"\"}]\n",
                platform.run(ifconfig, "-j em0"));
    }

    @Test
    void listsCloners() throws IfnetException {
        platform.cloners.answer("list", List.of("tap", "epair", "lo"));
        assertEquals("tap epair lo\n", platform.run(ifconfig, "-C"));
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
}
