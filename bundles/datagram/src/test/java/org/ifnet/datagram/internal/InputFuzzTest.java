package org.ifnet.datagram.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.ifnet.Ifnet;
import org.ifnet.IfnetCounters;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.control.Credential;
import org.ifnet.datagram.Datagram;
import org.ifnet.datagram.DatagramEndpoint;
import org.ifnet.datagram.DatagramSpec;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.Ifmaddrs;
import org.ifnet.inet.Echo;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Env;
import org.ifnet.wire.Ip6Header;
import org.ifnet.wire.Ipv4Header;
import org.ifnet.wire.UdpHeader;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever stands behind a checked IP header: it is delivered, refused or dropped, and nothing is left of it. */
class InputFuzzTest {
    private static final int PORT = 0x3535;
    private static final int UDP = 17;
    private static final int LONGEST = 1400;
    private static final MbufPool POOL = MbufPool.allocate("fuzz", 64);
    private static final Ifnet EM0 = Fakes.ifnet("em0", 1, new IfnetCounters());

    /** Over IPv4, to one host and to a group. */
    @FuzzTest
    void udp4(byte[] data) throws IfnetException {
        for (boolean group : new boolean[] {false, true}) {
            run(AddressFamily.INET, data, group);
        }
    }

    /** Over IPv6. */
    @FuzzTest
    void udp6(byte[] data) throws IfnetException {
        run(AddressFamily.INET6, data, false);
    }

    private static void run(int family, byte[] data, boolean group) throws IfnetException {
        Endpoints endpoints = new Endpoints(
                Fakes.proxy(Env.class, (name, args) -> 7L),
                POOL,
                Fakes.proxy(Ifnets.class, (name, args) -> name.equals("list") ? List.of(EM0) : EM0),
                Fakes.proxy(Ifaddrs.class, (name, args) -> List.of()),
                Fakes.proxy(Ifmaddrs.class, (name, args) -> null),
                Runnable::run);
        Credential who = Credential.full("test");
        DatagramEndpoint one = endpoints.open(who, DatagramSpec.udp(family, PORT), endpoint -> {});
        DatagramEndpoint two = endpoints.open(who, DatagramSpec.raw(family, UDP), endpoint -> {});
        int header = family == AddressFamily.INET ? Ipv4Header.LENGTH : Ip6Header.LENGTH;
        Mbuf m = packet(family, data, header);
        if (!endpoints.input().input(EM0, m, header, UDP, group)) {
            m.free();
        }
        Mbuf quoted = packet(family, data, header);
        endpoints.input().error(quoted, 0, Echo.Trouble.PORT_UNREACHABLE);
        quoted.free();
        for (DatagramEndpoint endpoint : List.of(one, two)) {
            for (Datagram d = endpoint.poll(); d != null; d = endpoint.poll()) {
                assertTrue(d.payload().length <= data.length, "more than came");
            }
        }
        endpoints.close();
        assertEquals(0, POOL.outstanding(), "packets that nobody has");
    }

    private static Mbuf packet(int family, byte[] data, int header) {
        int length = Math.min(data.length, LONGEST);
        Mbuf m = POOL.alloc();
        m.append(header + length);
        if (family == AddressFamily.INET) {
            Ipv4Header.put(m, 0, 0, header + length, 1, 0, 63, UDP, 0xc0000209, 0xc0000201);
        } else {
            Ip6Header.put(m, 0, 0, length, UDP, 63);
            Ip6Header.src(m, 0, 0x2001_0db8_0000_0000L, 9);
            Ip6Header.dst(m, 0, 0x2001_0db8_0000_0000L, 1);
        }
        for (int i = 0; i < length; i++) {
            m.put8(header + i, data[i]);
        }
        sum(m, header, length);
        return m;
    }

    /** A right checksum when it says its whole length: otherwise little would pass it. */
    private static void sum(Mbuf m, int header, int length) {
        if (length >= UdpHeader.LENGTH
                && m.get16(header + UdpHeader.CHECKSUM) != 0
                && m.get16(header + UdpHeader.TOTAL) == length) {
            UdpHeader.sum(m, 0, header);
        }
    }
}
