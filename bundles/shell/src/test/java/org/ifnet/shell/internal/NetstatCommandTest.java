package org.ifnet.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;

import org.ifnet.Counter;
import org.ifnet.DropReason;
import org.ifnet.IfFlags;
import org.ifnet.IfnetException;
import org.ifnet.datagram.DatagramEndpoint;
import org.ifnet.datagram.DatagramSpec;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.Ifmaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.ifq.Ifq;
import org.ifnet.ifq.Subqueue;
import org.ifnet.ifq.SubqueueStats;
import org.ifnet.inet.IpStatistics;
import org.ifnet.route.Route;
import org.ifnet.route.RouteFlags;
import org.ifnet.route.Routes;
import org.ifnet.wire.MacAddress;
import org.junit.jupiter.api.Test;

class NetstatCommandTest {
    private final FakePlatform platform = new FakePlatform();
    private final NetstatCommand netstat = new NetstatCommand(platform);
    private final FakeIfnet em0 = platform.add(new FakeIfnet("em0", 1));

    private void count() {
        platform.address(em0, "192.0.2.5/24");
        em0.counters.add(Counter.IPACKETS, 12);
        em0.counters.add(Counter.IBYTES, 1200);
        em0.counters.add(Counter.OPACKETS, 345);
        em0.counters.add(Counter.OBYTES, 34500);
        em0.counters.add(Counter.OERRORS, 6);
        em0.counters.add(Counter.OQDROPS, 7);
        FakeIfnet lo0 = platform.add(FakeIfnet.loopback(2));
        lo0.flags &= ~IfFlags.UP;
        platform.address(lo0, "127.0.0.1/8");
    }

    @Test
    void showsOneLineForTheInterfaceAndOneForEachAddress() throws IfnetException {
        count();
        assertEquals("""
                Name    Mtu   Network       Address            Ipkts Ierrs    Opkts Oerrs   Coll
                em0     1500  <Link#1>    08:00:27:01:02:03       12     0      345     6      0
                em0     1500  192.0.2.0/24  192.0.2.5              -     -        -     -      -
                lo0*    16384 <Link#2>                             0     0        0     0      0
                lo0*    16384 127.0.0.0/8   127.0.0.1              -     -        -     -      -
                """, platform.run(netstat, "-in"));
    }

    @Test
    void addsBytesAndDropsWhenAsked() throws IfnetException {
        count();
        assertEquals("""
                Name    Mtu   Network       Address            Ipkts Ierrs     Ibytes    Opkts Oerrs     Obytes   Coll  Drop
                em0     1500  <Link#1>    08:00:27:01:02:03       12     0       1200      345     6      34500      0     7
                em0     1500  192.0.2.0/24  192.0.2.5              -     -          -        -     -          -      -     -
                """, platform.run(netstat, "-bd -I em0"));
    }

    private void joinGroups() {
        platform.memberships.put(
                "em0",
                List.of(
                        new Ifmaddr(IpAddress.parse("224.0.0.1"), MacAddress.parse("01:00:5e:00:00:01"), 3, 0),
                        new Ifmaddr(null, MacAddress.parse("01:00:5e:00:00:01"), 1, 0),
                        new Ifmaddr(IpAddress.parse("ff02::1"), null, 1, 0)));
    }

    @Test
    void showsMulticastAddressesBelowWhenAsked() throws IfnetException {
        count();
        joinGroups();
        assertEquals("""
                Name    Mtu   Network       Address            Ipkts Ierrs    Opkts Oerrs   Coll
                em0     1500  <Link#1>    08:00:27:01:02:03       12     0      345     6      0
                                            01:00:5e:00:00:01
                em0     1500  192.0.2.0/24  192.0.2.5              -     -        -     -      -
                                            224.0.0.1
                                            ff02::1
                """, platform.run(netstat, "-ian -I em0"));
    }

    @Test
    void showsMulticastGroupsAndTheirUsers() throws IfnetException {
        joinGroups();
        assertEquals("""
                Interface       RefCnt Link-level        Group
                em0             3      01:00:5e:00:00:01 224.0.0.1
                em0             1      01:00:5e:00:00:01 -
                em0             1      -                 ff02::1
                """, platform.run(netstat, "-gn"));
    }

    @Test
    void writesCountsForPeopleWhenAsked() throws IfnetException {
        em0.counters.add(Counter.IPACKETS, 999);
        em0.counters.add(Counter.OPACKETS, 1000);
        em0.counters.add(Counter.IBYTES, 9_949_999);
        em0.counters.add(Counter.OBYTES, 123_456_789_012L);
        assertEquals(
                "em0     1500  <Link#1>    08:00:27:01:02:03      999     0       9.9M     1.0K     0       123G      0",
                platform.run(netstat, "-bhi").split("\n")[1]);
    }

    /** The columns of the table come out of the JSON, and so do the multicast groups and the drops. */
    @Test
    void carriesEveryValueOfTheTableAsJson() throws IfnetException {
        count();
        joinGroups();
        em0.counters.drops().count(DropReason.RUNT, 2);
        StringBuilder table = new StringBuilder();
        StringBuilder groups = new StringBuilder("Interface RefCnt Link-level Group\n");
        for (Map<String, Object> o : JsonText.objects(platform.run(netstat, "-ij"))) {
            write(o, table);
            for (Object each : (List<?>) o.get("multicast")) {
                Map<?, ?> m = (Map<?, ?>) each;
                groups.append(o.get("name") + " " + m.get("references") + " ");
                groups.append(orDash(m.get("lladdr")) + " " + orDash(m.get("group")) + "\n");
            }
        }
        String shown = platform.run(netstat, "-ibd");
        assertEquals(shown.substring(shown.indexOf('\n') + 1).replaceAll(" +", " "), table.toString());
        assertEquals(platform.run(netstat, "-g").replaceAll(" +", " "), groups.toString());
        Map<String, Object> first =
                JsonText.objects(platform.run(netstat, "-sj -I em0")).get(0);
        assertEquals(Map.of("runt", 2L), first.get("drops_received"));
        assertEquals(Map.of(), first.get("drops_to_send"));
    }

    private static Object orDash(Object value) {
        return value == null ? "-" : value;
    }

    private static void write(Map<String, Object> o, StringBuilder s) {
        String start = o.get("name") + ((boolean) o.get("up") ? "" : "*") + " " + o.get("mtu") + " ";
        s.append(start).append("<Link#").append(o.get("index")).append('>');
        s.append(o.get("lladdr") == null ? "" : " " + o.get("lladdr"));
        Map<?, ?> counters = (Map<?, ?>) o.get("counters");
        for (String key :
                List.of("ipackets", "ierrors", "ibytes", "opackets", "oerrors", "obytes", "collisions", "oqdrops")) {
            s.append(' ').append(counters.get(key));
        }
        s.append('\n');
        for (Object each : (List<?>) o.get("addresses")) {
            Map<?, ?> a = (Map<?, ?>) each;
            s.append(start)
                    .append(a.get("network"))
                    .append('/')
                    .append(a.get("prefix_length"))
                    .append(' ');
            s.append(a.get("address")).append(" - - - - - - - -\n");
        }
    }

    @Test
    void neverCutsAValueShort() throws IfnetException {
        em0.name = "afpacket-east10";
        platform.address(em0, "198.51.100.130/28");
        String[] lines = platform.run(netstat, "-i").split("\n");
        assertEquals(
                "afpacket-east10 1500  <Link#1>    08:00:27:01:02:03        0     0        0     0      0", lines[1]);
        assertEquals(
                "afpacket-east10 1500  198.51.100.128 198.51.100.130         -     -        -     -      -", lines[2]);
    }

    @Test
    void showsRoutesOfBothFamilies() throws IfnetException {
        IpAddress gateway = IpAddress.parse("192.0.2.1");
        Route up = new Route(
                IpPrefix.parse("0.0.0.0/0"),
                gateway,
                em0,
                RouteFlags.UP | RouteFlags.GATEWAY | RouteFlags.STATIC,
                null);
        Route net = new Route(IpPrefix.parse("192.0.2.0/24"), null, em0, RouteFlags.UP | RouteFlags.CLONING, null);
        Route six = new Route(IpPrefix.parse("2001:db8::/32"), IpAddress.parse("fe80::1%em0"), em0, 3, null);
        Routes both = (Routes) java.lang.reflect.Proxy.newProxyInstance(
                Routes.class.getClassLoader(),
                new Class<?>[] {Routes.class},
                (proxy, method, args) -> (int) args[0] == 2 ? List.of(up, net) : List.of(six));
        StringOut out = new StringOut();
        RouteTable.print(both, Families.ALL, out.stream());
        assertEquals("""
                Routing tables

                Internet:
                Destination        Gateway            Flags    Refs      Use  Netif Expire
                default            192.0.2.1          UGS         -        -    em0
                192.0.2.0/24       link#1             UC          -        -    em0

                Internet6:
                Destination                       Gateway                       Flags      Netif Expire
                2001:db8::/32                     fe80::1%em0                   UG           em0
                """, out.toString());
    }

    @Test
    void showsTheHeadOfAnEmptyTableOnlyWhenItIsAskedFor() throws IfnetException {
        platform.routes.answer("list", List.of());
        assertEquals("Routing tables\n", platform.run(netstat, "-rn"));
        assertEquals("""
                Routing tables

                Internet:
                Destination        Gateway            Flags    Refs      Use  Netif Expire
                """, platform.run(netstat, "-rn -f inet"));
    }

    @Test
    void tellsDropsByReason() throws IfnetException {
        em0.counters.drops().count(DropReason.RUNT, 1);
        em0.counters.drops().count(DropReason.BAD_CHECKSUM, 3);
        SubqueueStats stats =
                new SubqueueStats(2, 0, 0, 0, Map.of(DropReason.QUEUE_FULL, 2L), Map.of(), 0, 0, 0, 0, 0, 0, 0, 0);
        Subqueue subqueue = new Calls().answer("stats", stats).as(Subqueue.class);
        em0.queue = new Calls().answer("count", 2).answer("subqueue", subqueue).as(Ifq.class);
        assertEquals("""
                em0:
                \t1 packet received dropped: shorter than its link header
                \t3 packets received dropped: wrong checksum
                \t4 packets to send dropped: transmit queue full
                """, platform.run(netstat, "-s"));
    }

    @Test
    void wantsToKnowWhatToShow() {
        String hint = " ('netstat --help' shows the usage)";
        assertEquals("netstat: one of -a, -g, -i, -r, -s and -w is needed" + hint, platform.fail(netstat, ""));
        assertEquals("netstat: unknown address family ipx" + hint, platform.fail(netstat, "-r -f ipx"));
        assertEquals("netstat: interface em9 does not exist", platform.fail(netstat, "-I em9"));
        assertEquals("netstat: interface em9 does not exist", platform.fail(netstat, "-w 1 -I em9"));
        assertEquals("netstat: bad value for option -w: 0" + hint, platform.fail(netstat, "-w 0"));
    }

    @Test
    void completesInterfacesBehindTheirOption() {
        assertEquals(List.of("em0"), netstat.complete(List.of("-I"), ""));
        assertEquals(List.of("-r", "-rn"), netstat.complete(List.of(), "-r"));
    }

    @Test
    void showsWhoReceivesDatagrams() throws IfnetException {
        DatagramSpec spec = DatagramSpec.udp(AddressFamily.INET, 68).by(new FakeIfnet("em0", 1));
        Calls endpoint = new Calls()
                .answer("spec", spec)
                .answer("waiting", 2)
                .answer("counts", new DatagramEndpoint.Counts(5, 1, 3));
        platform.datagrams.answer("list", List.of(endpoint.as(DatagramEndpoint.class)));
        assertEquals("""
                Active Internet connections (including servers)
                Proto Recv-Q Send-Q  Local Address                            Foreign Address
                udp4       2      0  *%em0.68                                 *.*
                """, platform.run(netstat, "-an -f inet"));
        assertEquals(1, platform.run(netstat, "-a -f inet6").split("udp").length);
        assertEquals(
                "[{\"family\":\"inet\",\"protocol\":17,\"port\":68,\"interface\":\"em0\","
                        + "\"waiting\":2,\"received\":5,\"full\":1,\"sent\":3}]",
                platform.run(netstat, "-a --json").trim());
    }

    @Test
    void showsWhatAFamilyCounted() throws IfnetException {
        platform.statistics.put(
                AddressFamily.INET,
                List.of(
                        new IpStatistics.Line("icmp", "in_8", "echo requests received", 4),
                        new IpStatistics.Line("ip", "received", "total packets received", 9)));
        platform.statistics.put(
                AddressFamily.INET6,
                List.of(
                        new IpStatistics.Line("ip6", "received", "total packets received", 7),
                        new IpStatistics.Line("ip6", "sent", "packets sent from this host", 8),
                        new IpStatistics.Line("icmp6", "in_128", "echo requests received", 3)));
        assertEquals("""
                ip6:
                \t7 total packets received
                \t8 packets sent from this host
                icmp6:
                \t3 echo requests received
                """, platform.run(netstat, "-s -f inet6"));
        assertEquals(
                "{\"ip6\":{\"received\":7,\"sent\":8},\"icmp6\":{\"in_128\":3}}",
                platform.run(netstat, "-s -j -f inet6").trim());
        assertEquals("ip:\n\t9 total packets received\n", platform.run(netstat, "-s -p ip"));
        assertEquals(
                "{\"icmp6\":{\"in_128\":3}}",
                platform.run(netstat, "-sj -p icmp6").trim());
        assertThrows(IfnetException.class, () -> platform.run(netstat, "-s -p tcp"));
    }
}
