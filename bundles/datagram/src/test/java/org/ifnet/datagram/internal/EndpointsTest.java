package org.ifnet.datagram.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetCounters;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.control.Credential;
import org.ifnet.datagram.Datagram;
import org.ifnet.datagram.DatagramEndpoint;
import org.ifnet.datagram.DatagramListener;
import org.ifnet.datagram.DatagramSpec;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.Ifmaddrs;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.inet.Echo;
import org.ifnet.inet.UpperProtocol;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Env;
import org.ifnet.wire.Ip6Header;
import org.ifnet.wire.Ipv4Header;
import org.ifnet.wire.UdpHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndpointsTest {
    private static final Credential ROOT = Credential.full("test");
    private static final IpAddress PEER = IpAddress.parse("192.0.2.9");
    private static final IpAddress OWN = IpAddress.parse("192.0.2.1");
    private static final IpAddress OWN6 = IpAddress.parse("2001:db8::1");

    private final MbufPool pool = MbufPool.allocate("datagrams", 512);
    private final Random random = new Random(7);
    private final IfnetCounters counters = new IfnetCounters();
    private final Ifnet em0 = Fakes.ifnet("em0", 1, counters);
    private final Ifnet em1 = Fakes.ifnet("em1", 2, counters);
    private final List<String> groups = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final List<Mbuf> sent = new ArrayList<>();
    private final Endpoints endpoints = new Endpoints(
            Fakes.proxy(Env.class, (name, args) -> random.nextLong()),
            pool,
            Fakes.proxy(Ifnets.class, (name, args) -> switch (name) {
                case "list" -> List.of(em0, em1);
                case "byHandle" -> (Integer) args[0] == 1 ? em0 : em1;
                default -> null;
            }),
            Fakes.proxy(
                    Ifaddrs.class,
                    (name, args) -> args[0] != em0 ? List.of() : List.of(address(OWN, 24), address(OWN6, 64))),
            Fakes.proxy(Ifmaddrs.class, (name, args) -> {
                groups.add(name + " " + args[2] + " on " + ((Ifnet) args[1]).name());
                return null;
            }),
            Runnable::run);
    private final UpperProtocol input = endpoints.input();

    EndpointsTest() {
        for (int family : new int[] {AddressFamily.INET, AddressFamily.INET6}) {
            endpoints.output(family, (m, src, dst, protocol, hops, through, whole) -> {
                heard.add("to " + dst + " from " + src + (through == null ? "" : " by " + through.name())
                        + (whole ? " whole" : ""));
                sent.add(m);
                return 0;
            });
        }
    }

    private Ifaddr address(IpAddress address, int length) {
        return new Ifaddr(em0, address, new IpPrefix(address, length), null, null);
    }

    @AfterEach
    void leavesNothingBehind() {
        sent.forEach(Mbuf::free);
        endpoints.close();
        assertEquals(List.of(), pool.leaks());
        assertEquals(List.of(), endpoints.list());
    }

    private DatagramEndpoint open(DatagramSpec spec) throws IfnetException {
        return endpoints.open(
                ROOT,
                spec,
                endpoint -> heard.add("arrived at " + endpoint.spec().port()));
    }

    private static DatagramSpec udp(int port) {
        return DatagramSpec.udp(AddressFamily.INET, port);
    }

    /** A datagram over IPv4 from port 5. */
    private Mbuf packet(IpAddress to, int port, int size) {
        Mbuf m = pool.alloc();
        int at = Ipv4Header.LENGTH;
        m.append(at + UdpHeader.LENGTH + size);
        Ipv4Header.put(m, 0, 0, m.length(), 1, 0, 63, 17, PEER.v4(), to.v4());
        UdpHeader.put(m, at, 5, port, UdpHeader.LENGTH + size);
        for (int i = 0; i < size; i++) {
            m.put8(at + UdpHeader.LENGTH + i, i);
        }
        UdpHeader.sum(m, 0, at);
        m.rcvif(1);
        return m;
    }

    private boolean arrive(Mbuf m, Ifnet by, boolean toGroup) {
        m.rcvif(by.handle());
        boolean taken = input.input(by, m, Ipv4Header.LENGTH, 17, toGroup);
        if (!taken) {
            m.free();
        }
        return taken;
    }

    private boolean arrive(Mbuf m) {
        return arrive(m, em0, false);
    }

    @Test
    void carriesBytesBothWays() throws IfnetException {
        DatagramEndpoint e = open(udp(5353));
        assertTrue(arrive(packet(OWN, 5353, 3)));
        assertEquals(List.of("arrived at 5353"), heard);
        assertEquals(1, e.waiting());
        Datagram d = e.poll();
        assertEquals(PEER, d.from());
        assertEquals(5, d.port());
        assertEquals(OWN, d.to());
        assertEquals("em0", d.ifnet());
        assertEquals(63, d.hops());
        assertArrayEquals(new byte[] {0, 1, 2}, d.payload());
        assertNull(e.poll());
        byte[] bytes = new byte[5000];
        random.nextBytes(bytes);
        assertEquals(0, e.send(PEER, 53, bytes));
        Mbuf m = sent.get(0);
        assertEquals(5008, m.packetLength());
        assertEquals(5353, m.get16(UdpHeader.SRC));
        assertEquals(53, m.get16(UdpHeader.DST));
        assertEquals(new DatagramEndpoint.Counts(1, 0, 1), e.counts());
    }

    @Test
    void overIpv6TheChecksumIsNeeded() throws IfnetException {
        DatagramEndpoint e = open(DatagramSpec.udp(AddressFamily.INET6, 53));
        for (boolean summed : new boolean[] {true, false}) {
            Mbuf m = pool.alloc();
            m.append(Ip6Header.LENGTH + UdpHeader.LENGTH);
            Ip6Header.put(m, 0, 0, UdpHeader.LENGTH, 17, 64);
            Ip6Header.src(m, 0, OWN6.hi(), 9);
            Ip6Header.dst(m, 0, OWN6.hi(), OWN6.lo());
            UdpHeader.put(m, Ip6Header.LENGTH, 7, 53, UdpHeader.LENGTH);
            if (summed) {
                UdpHeader.sum(m, 0, Ip6Header.LENGTH);
            }
            m.rcvif(1);
            assertTrue(input.input(em0, m, Ip6Header.LENGTH, 17, false));
        }
        assertEquals(1, e.waiting());
        assertEquals(IpAddress.parse("2001:db8::9"), e.poll().from());
        assertEquals(1, count("drop_bad_checksum"));
    }

    @Test
    void theBestFitGetsWhatIsForAHost() throws IfnetException {
        DatagramEndpoint any = open(udp(1000));
        DatagramEndpoint own = open(udp(1000).at(OWN));
        DatagramEndpoint by = open(udp(1000).by(em1));
        DatagramEndpoint six = open(DatagramSpec.udp(AddressFamily.INET6, 1000));
        arrive(packet(OWN, 1000, 0));
        arrive(packet(OWN, 1000, 0), em1, false);
        arrive(packet(IpAddress.parse("192.0.2.2"), 1000, 0));
        arrive(packet(IpAddress.parse("192.0.2.2"), 1000, 0), em1, false);
        assertEquals(List.of(1, 2, 1, 0), List.of(any.waiting(), own.waiting(), by.waiting(), six.waiting()));
        assertFalse(arrive(packet(OWN, 1001, 0)), "nobody is there: its sender is told");
        assertEquals(1, count("no_port"));
    }

    @Test
    void broadcastsGoToAllAndGroupsToTheirMembers() throws IfnetException {
        DatagramEndpoint one = open(udp(1000));
        DatagramEndpoint two = open(udp(1000).at(OWN));
        DatagramEndpoint three = open(udp(1000).by(em1));
        arrive(packet(IpAddress.parse("255.255.255.255"), 1000, 10), em0, true);
        assertEquals(List.of(1, 0, 0), List.of(one.waiting(), two.waiting(), three.waiting()));
        IpAddress group = IpAddress.parse("239.1.2.3");
        assertFalse(arrive(packet(group, 1000, 10), em0, true));
        one.join(group, em0);
        two.join(group, em0);
        three.join(group, em1);
        assertTrue(arrive(packet(group, 1000, 10), em0, true));
        assertEquals(List.of(2, 1, 0), List.of(one.waiting(), two.waiting(), three.waiting()));
        one.leave(group, em0);
        assertEquals(
                Errno.ENOENT,
                assertThrows(IfnetException.class, () -> one.leave(group, em0)).errno());
        two.close();
        assertEquals("leave 239.1.2.3 on em0", groups.get(groups.size() - 1));
    }

    @Test
    void badOnesAreCountedDrops() throws IfnetException {
        open(udp(1000));
        Mbuf wrong = packet(OWN, 1000, 10);
        wrong.put8(30, 99);
        Mbuf unsummed = packet(OWN, 1000, 10);
        unsummed.put16(Ipv4Header.LENGTH + UdpHeader.CHECKSUM, 0);
        Mbuf tooLong = packet(OWN, 1000, 10);
        tooLong.put16(Ipv4Header.LENGTH + UdpHeader.TOTAL, 19);
        Mbuf tooShort = packet(OWN, 1000, 10);
        tooShort.put16(Ipv4Header.LENGTH + UdpHeader.TOTAL, 7);
        Mbuf cut = packet(OWN, 1000, 0);
        cut.trimBack(1);
        for (Mbuf m : new Mbuf[] {wrong, unsummed, tooLong, tooShort, cut}) {
            assertTrue(arrive(m));
        }
        assertEquals(1, count("drop_bad_checksum"));
        assertEquals(3, count("drop_bad_header"));
        assertEquals(1, count("delivered"));
    }

    @Test
    void nothingWaitsBeyondTheLimit() throws IfnetException {
        DatagramEndpoint e = open(udp(1000).waiting(4));
        for (int i = 0; i < 10; i++) {
            arrive(packet(OWN, 1000, i));
        }
        assertEquals(new DatagramEndpoint.Counts(4, 6, 0), e.counts());
        assertEquals(6, count("drop_receiver_full"));
        for (int i = 0; i < 4; i++) {
            assertEquals(i, e.poll().payload().length);
        }
        assertNull(e.poll());
    }

    @Test
    void rawEndpointsGetWholeProtocols() throws IfnetException {
        DatagramEndpoint ospf = open(DatagramSpec.raw(AddressFamily.INET, 89));
        Mbuf m = pool.alloc();
        m.append(24);
        Ipv4Header.put(m, 0, 0, 24, 1, 0, 1, 89, PEER.v4(), OWN.v4());
        m.put32(20, 0x01020304);
        assertTrue(input.input(em0, m, 20, 89, false));
        assertArrayEquals(new byte[] {1, 2, 3, 4}, ospf.poll().payload());
        assertEquals(0, ospf.send(PEER, 0, new byte[] {5}));
        assertEquals(1, sent.get(0).packetLength());
        assertEquals(Errno.EINVAL.number(), ospf.send(PEER, 5, new byte[] {5}));
    }

    @Test
    void errorsAreToldToTheirSender() throws IfnetException {
        endpoints.open(ROOT, udp(1000), new DatagramListener() {
            @Override
            public void arrived(DatagramEndpoint endpoint) {}

            @Override
            public void failed(DatagramEndpoint endpoint, IpAddress to, int port, Echo.Trouble what) {
                heard.add(to + " " + port + " " + what);
            }
        });
        Mbuf m = packet(OWN, 53, 0);
        m.put16(Ipv4Header.LENGTH, 1000);
        assertTrue(input.error(m, 0, Echo.Trouble.PORT_UNREACHABLE));
        m.put16(Ipv4Header.LENGTH, 1001);
        assertFalse(input.error(m, 0, Echo.Trouble.PORT_UNREACHABLE));
        m.free();
        assertEquals(List.of("192.0.2.1 53 PORT_UNREACHABLE"), heard);
    }

    @Test
    void aListenerThatThrowsClosesItsEndpoint() throws IfnetException {
        endpoints.open(ROOT, udp(1000), endpoint -> {
            throw new IllegalStateException("on purpose");
        });
        assertTrue(arrive(packet(OWN, 1000, 0)));
        assertEquals(List.of(), endpoints.list());
    }

    @Test
    void portsAreGivenOnceAndRefusedTwice() throws IfnetException {
        DatagramEndpoint first = open(udp(2000));
        assertEquals(Errno.EADDRINUSE, refused(ROOT, udp(2000)));
        open(udp(2000).at(OWN));
        first.close();
        assertEquals(Errno.EBADF.number(), first.send(PEER, 53, new byte[1]));
        open(udp(2000));
        int port = open(udp(0)).spec().port();
        assertTrue(port >= 49152);
        assertEquals(Errno.EADDRNOTAVAIL, refused(ROOT, udp(2001).at(PEER)));
        assertEquals(Errno.EPROTONOSUPPORT, refused(ROOT, DatagramSpec.raw(AddressFamily.INET, 1)));
        assertEquals(Errno.EINVAL, refused(ROOT, udp(2001).waiting(0)));
        assertEquals(Errno.EINVAL, refused(ROOT, udp(2001).fromNowhere()));
        assertEquals(Errno.EAFNOSUPPORT, refused(ROOT, DatagramSpec.udp(99, 1)));
        Credential nobody = new Credential("nobody", Set.of());
        assertEquals(Errno.EPERM, refused(nobody, udp(53)));
        assertEquals(Errno.EPERM, refused(nobody, DatagramSpec.raw(AddressFamily.INET, 89)));
        endpoints.open(nobody, udp(5000), e -> {});
    }

    private Errno refused(Credential who, DatagramSpec spec) {
        return assertThrows(IfnetException.class, () -> endpoints.open(who, spec, e -> {}))
                .errno();
    }

    @Test
    void sendsWhereItIsTold() throws IfnetException {
        DatagramEndpoint e = open(udp(68).by(em0).fromNowhere().inOnePiece());
        assertEquals(0, e.send(IpAddress.parse("255.255.255.255"), 67, new byte[1]));
        assertEquals(List.of("to 255.255.255.255 from 0.0.0.0 by em0 whole"), heard);
        assertEquals(Errno.EINVAL.number(), e.send(OWN6, 67, new byte[1]));
        assertEquals(Errno.EINVAL.number(), e.send(PEER, 0, new byte[1]));
        assertEquals(Errno.EMSGSIZE.number(), e.send(PEER, 67, new byte[70_000]));
    }

    private long count(String name) {
        return endpoints.counts.list().stream()
                .filter(line -> line.name().equals(name))
                .findFirst()
                .orElseThrow()
                .count();
    }
}
