package org.ifnet.inet.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;

import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.ifnet.ifaddr.IpAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PingTest {
    private final World world = new World();
    private final Host a = world.host("a");
    private final HostIfnet em0 = a.ether("em0", "192.0.2.1/24");
    private final Host b = world.host("b");
    private final HostIfnet far = b.ether("em0", "192.0.2.2/24");

    PingTest() {
        World.connect(em0, far);
        world.run();
    }

    @AfterEach
    void leavesNothingBehind() {
        world.close();
    }

    @Test
    void getsAnAnswerFromANeighbour() {
        Pinger ping = new Pinger(a, "192.0.2.2");
        assertEquals(0, ping.send(7));
        assertEquals(0, ping.session.send(8, 0, 1));
        assertEquals(0, ping.session.send(9, 1472, 255));
        world.run();
        assertEquals(
                List.of(
                        "7 56 bytes from 192.0.2.2 ttl 64",
                        "8 0 bytes from 192.0.2.2 ttl 64",
                        "9 1472 bytes from 192.0.2.2 ttl 64"),
                ping.heard);
    }

    @Test
    void keepsSessionsApart() {
        Pinger one = new Pinger(a, "192.0.2.2");
        Pinger two = new Pinger(a, "192.0.2.2");
        one.send(1);
        two.send(2);
        two.session.close();
        world.run();
        assertEquals(1, one.heard.size());
        assertEquals(List.of(), two.heard);
        assertEquals(1, a.dropped(DropReason.NO_PROTO));
        assertEquals(Errno.EINVAL.number(), two.send(3));
    }

    @Test
    void reachesItsOwnAddressThroughLoopback() {
        Pinger ping = new Pinger(a, "192.0.2.1");
        assertEquals(Errno.EHOSTUNREACH.number(), ping.send(1));
        a.loop("127.0.0.1/8");
        assertEquals(0, ping.send(2));
        Pinger local = new Pinger(a, "127.0.0.1");
        assertEquals(0, local.session.send(3, 16384 - 28, 64));
        assertEquals(Errno.EMSGSIZE.number(), local.session.send(4, 16384 - 27, 64, true));
        world.run();
        assertEquals(List.of("2 56 bytes from 192.0.2.1 ttl 64"), ping.heard);
        assertEquals(List.of("3 16356 bytes from 127.0.0.1 ttl 64"), local.heard);
        assertEquals(0, em0.wire.size());
    }

    @Test
    void crossesAWireToAnotherInterfaceOfThisHostWhenTold() {
        a.loop("127.0.0.1/8");
        HostIfnet one = a.ether("ep0", "198.51.100.1/24");
        HostIfnet two = a.ether("ep1", "198.51.100.2/24");
        World.connect(one, two);
        world.run();
        Pinger ping = new Pinger(a, "198.51.100.2", one);
        assertEquals(0, ping.send(1));
        assertEquals(1, one.wire.size(), "asks on the wire who it is");
        world.run();
        assertEquals(List.of("1 56 bytes from 198.51.100.2 ttl 64"), ping.heard);
    }

    @Test
    void answersWithAnErrnoWhenItCannotSend() {
        assertEquals(Errno.ENETUNREACH.number(), new Pinger(a, "203.0.113.1").send(1));
        assertEquals(Errno.EMSGSIZE.number(), new Pinger(a, "192.0.2.2").session.send(1, 1473, 64, true));
        assertEquals(Errno.EMSGSIZE.number(), new Pinger(a, "192.0.2.2").session.send(1, 65508, 64));
        assertEquals(Errno.EINVAL.number(), new Pinger(a, "192.0.2.2").session.send(1, 1, 0));
        IpAddress to = IpAddress.parse("192.0.2.2");
        Credential nobody = new Credential("nobody", Set.of());
        IfnetException refused =
                assertThrows(IfnetException.class, () -> a.inet.echo().open(nobody, to, new Pinger(a, "192.0.2.2")));
        assertEquals(Errno.EPERM, refused.errno());
    }

    @Test
    void tellsThatANeighbourDoesNotAnswer() {
        Pinger ping = new Pinger(a, "192.0.2.77");
        assertEquals(0, ping.send(1));
        world.pass(8);
        assertEquals(List.of("1 from 192.0.2.1: Destination Host Unreachable"), ping.heard);
        assertEquals(Errno.EHOSTDOWN.number(), ping.send(2));
        world.pass(30);
        assertEquals(0, ping.send(3));
    }

    @Test
    void answersBroadcastsOnlyWhenTold() {
        Pinger ping = new Pinger(a, "192.0.2.255");
        assertEquals(0, ping.send(1));
        world.run();
        assertEquals(List.of(), ping.heard);
        b.sysctl("net.inet.icmp.bmcastecho", "1");
        ping.send(2);
        world.run();
        assertEquals(List.of("2 56 bytes from 192.0.2.2 ttl 64"), ping.heard);
        assertEquals(1, b.dropped(DropReason.UNSUPPORTED));
    }

    @Test
    void hearsItsOwnBroadcast() {
        a.loop("127.0.0.1/8");
        a.sysctl("net.inet.icmp.bmcastecho", "1");
        Pinger ping = new Pinger(a, "192.0.2.255");
        ping.send(1);
        world.run();
        assertEquals(List.of("1 56 bytes from 192.0.2.1 ttl 64"), ping.heard);
    }
}
