package org.ifnet.inet6.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.IfnetEvent;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet6.NdTable;
import org.ifnet.mbuf.MbufHold;
import org.ifnet.wire.MacAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NdTest {
    private final World world = new World();
    private final Host a = world.host("a");
    private final Host b = world.host("b");
    private final HostIfnet here = a.ether("em0", "2001:db8::1/64");
    private final HostIfnet there = b.ether("em0", "2001:db8::2/64");

    @BeforeEach
    void settled() {
        World.connect(here, there);
        world.pass(3);
    }

    @AfterEach
    void leavesNothingBehind() {
        world.close();
    }

    private String state(Host host, String address) {
        for (NdTable.Entry e : host.inet.neighbours().list()) {
            if (e.address().withZone("").equals(IpAddress.parse(address))) {
                return e.state() + (e.permanent() ? " permanent" : "");
            }
        }
        return "none";
    }

    private void ping(String to, int sequence, boolean answered) {
        Pinger ping = new Pinger(a, to);
        ping.send(sequence);
        world.run();
        assertEquals(answered, !ping.heard.isEmpty(), ping.heard.toString());
        ping.session.close();
    }

    @Test
    void resolvesAndAnswers() {
        long before = a.inet.drops().total() + b.inet.drops().total();
        ping("2001:db8::2", 1, true);
        assertEquals("REACHABLE", state(a, "2001:db8::2"));
        assertEquals("STALE", state(b, "2001:db8::1").replace("DELAY", "STALE"));
        assertEquals(before, a.inet.drops().total() + b.inet.drops().total());
    }

    @Test
    void linkLocalThroughItsInterface() {
        Pinger ping = new Pinger(a, "fe80::ff:fe00:6201%em0");
        assertEquals(0, ping.send(1));
        world.run();
        assertEquals("[1 56 bytes from fe80::ff:fe00:6201%em0 ttl 64]", ping.heard.toString());
        ping.session.close();
        Pinger without = new Pinger(a, "fe80::ff:fe00:6201");
        assertEquals(Errno.EHOSTUNREACH.number(), without.send(1));
        without.session.close();
    }

    @Test
    void allNodesAnswer() {
        Pinger ping = new Pinger(a, "ff02::1%em0");
        assertEquals(0, ping.send(1));
        world.run();
        assertEquals("[1 56 bytes from fe80::ff:fe00:6201%em0 ttl 64]", ping.heard.toString());
        ping.session.close();
    }

    /** RFC 4861, 7.3.2: reachable, stale, delay, probe, reachable. */
    @Test
    void aNeighbourThatIsUsedIsProbed() {
        ping("2001:db8::2", 1, true);
        world.pass(46);
        assertEquals("STALE", state(a, "2001:db8::2"));
        ping("2001:db8::2", 2, true);
        assertEquals("DELAY", state(a, "2001:db8::2"));
        here.keep = false;
        world.pass(5.5);
        assertEquals("REACHABLE", state(a, "2001:db8::2"));
    }

    @Test
    void aNeighbourThatIsGoneIsForgotten() {
        ping("2001:db8::2", 1, true);
        world.pass(46);
        here.peer = null;
        ping("2001:db8::2", 2, false);
        world.pass(6);
        assertEquals("PROBE", state(a, "2001:db8::2"));
        world.pass(4);
        assertEquals("none", state(a, "2001:db8::2"));
    }

    @Test
    void nobodyAnswersAndTheSenderIsTold() {
        Pinger ping = new Pinger(a, "2001:db8::99");
        assertEquals(0, ping.send(1));
        world.run();
        assertEquals("INCOMPLETE", state(a, "2001:db8::99"));
        world.pass(4);
        assertEquals("none", state(a, "2001:db8::99"));
        assertEquals("[1 from 2001:db8::1: Destination unreachable: Address unreachable]", ping.heard.toString());
        assertEquals(1, a.dropped(DropReason.UNRESOLVED));
        ping.session.close();
    }

    @Test
    void theQueueOfWaitingPacketsIsBounded() {
        Pinger ping = new Pinger(a, "2001:db8::99");
        for (int i = 0; i < 80; i++) {
            ping.send(i);
        }
        assertEquals(80 - MbufHold.MOST, a.dropped(DropReason.UNRESOLVED));
        ping.session.close();
    }

    /** A scan of a /64 fills its own share, is counted, and no neighbour that answers is lost by it. */
    @Test
    void aScanEvictsNobody() {
        ping("2001:db8::2", 1, true);
        Pinger scan = new Pinger(a, "2001:db8::2");
        for (int i = 0; i < 1000; i++) {
            Pinger one = new Pinger(a, "2001:db8::5:" + Integer.toHexString(i));
            one.send(1);
            one.session.close();
        }
        world.run();
        assertEquals(256 + 1, a.inet.neighbours().list().size());
        assertEquals(1000 - 256, here.counters().drops().get(DropReason.UNRESOLVED));
        assertEquals("REACHABLE", state(a, "2001:db8::2"));
        assertEquals(0, scan.send(7));
        world.run();
        assertEquals(1, scan.heard.size());
        scan.session.close();
        world.pass(5);
        assertEquals(1, a.inet.neighbours().list().size());
    }

    /** Strangers that say who they are fill the cache at most to its limit; stale ones give way, oldest first. */
    @Test
    void staleEntriesGiveWay() {
        ping("2001:db8::2", 1, true);
        a.sysctl("net.inet6.icmp6.nd6_max_entries", "64");
        Link6 link = Link6.of(here);
        for (int i = 0; i < 500; i++) {
            a.nd().learn(link, 0x2001_0db8L << 32, 0x1000 + i, 0x0200_0000_0000L + i, false);
        }
        assertEquals(64, a.inet.neighbours().list().size());
        world.pass(2);
        assertEquals(56, a.inet.neighbours().list().size());
        assertEquals("REACHABLE", state(a, "2001:db8::2"));
    }

    @Test
    void permanentEntriesStay() throws Exception {
        IpAddress who = IpAddress.parse("2001:db8::77");
        a.inet.neighbours().set(Host.ROOT, who, MacAddress.parse("02:00:00:00:62:01"));
        assertEquals("REACHABLE permanent", state(a, "2001:db8::77"));
        a.down(here);
        a.up(here);
        world.pass(3);
        assertEquals("REACHABLE permanent", state(a, "2001:db8::77"));
        assertEquals(0, a.inet.neighbours().clear(Host.ROOT));
        a.inet.neighbours().delete(Host.ROOT, who);
        assertEquals("none", state(a, "2001:db8::77"));
    }

    @Test
    void aNewAddressOfTheLinkIsAnnounced() {
        ping("2001:db8::2", 1, true);
        there.lladdr = MacAddress.parse("02:00:00:00:99:01");
        b.tell(new IfnetEvent.Changed(b.sequence++, there, "lladdr"));
        world.run();
        NdTable.Entry e = a.inet.neighbours().list().get(0);
        assertEquals(MacAddress.parse("02:00:00:00:99:01"), e.lladdr());
        assertEquals(NdTable.State.STALE, e.state());
        ping("2001:db8::2", 2, true);
    }

    @Test
    void downForgets() {
        ping("2001:db8::2", 1, true);
        a.down(here);
        assertTrue(a.inet.neighbours().list().isEmpty());
        assertFalse(b.inet.neighbours().list().isEmpty());
    }
}
