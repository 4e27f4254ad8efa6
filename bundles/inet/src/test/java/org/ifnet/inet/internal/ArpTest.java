package org.ifnet.inet.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.IfnetException;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.ArpTable;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.wire.ArpHeader;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.MacAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ArpTest {
    private static final long PEER = 0x0200_0000_9999L;

    private final World world = new World();
    private final Host a = world.host("a");
    private final HostIfnet em0 = a.ether("em0");

    @AfterEach
    void leavesNothingBehind() {
        world.close();
    }

    private void configure() {
        a.address(em0, "192.0.2.1/24");
        em0.clear();
    }

    private static int v4(String text) {
        return IpAddress.parse(text).v4();
    }

    /** Gives the host an ARP packet from the wire. */
    private void arrive(int op, long sha, String spa, String tpa) {
        Mbuf m = world.pool.alloc();
        assertTrue(m.append(ArpHeader.LENGTH));
        ArpHeader.put(m, 0, op, sha, v4(spa), 0, v4(tpa));
        arrive(m);
    }

    private void arrive(Mbuf m) {
        MbufBatch batch = new MbufBatch();
        assertTrue(batch.add(m));
        a.inet.input(em0, EtherHeader.TYPE_ARP, batch);
        assertTrue(batch.isEmpty());
    }

    /** The frames that the host sent since the last look, in short. */
    private List<String> sent() {
        List<String> lines = em0.wire.stream().map(ArpTest::describe).toList();
        em0.clear();
        return lines;
    }

    private static String describe(Mbuf m) {
        String to =
                EtherHeader.dst(m, 0) == MacAddress.BROADCAST_BITS ? "all" : MacAddress.format(EtherHeader.dst(m, 0));
        if (EtherHeader.type(m, 0) != EtherHeader.TYPE_ARP) {
            return "ip to " + to + " #" + m.get16(14 + 20 + 6);
        }
        String target = IpAddress.formatV4(ArpHeader.tpa(m, 14));
        return ArpHeader.op(m, 14) == ArpHeader.REQUEST
                ? "who has " + target + ", asks " + IpAddress.formatV4(ArpHeader.spa(m, 14)) + " of " + to
                : IpAddress.formatV4(ArpHeader.spa(m, 14)) + " is at " + MacAddress.format(ArpHeader.sha(m, 14))
                        + " to " + to;
    }

    private static final String ASK = "who has 192.0.2.9, asks 192.0.2.1 of all";

    @Test
    void announcesAnAddressWhenItIsAddedAndWhenTheInterfaceComesUp() {
        a.address(em0, "192.0.2.1/24");
        assertEquals(List.of("who has 192.0.2.1, asks 192.0.2.1 of all"), sent());
        a.down(em0);
        a.up(em0);
        assertEquals(List.of("who has 192.0.2.1, asks 192.0.2.1 of all"), sent());
    }

    @Test
    void sendsWhatWaitedInOrderWhenTheNeighbourAnswers() {
        configure();
        Pinger ping = new Pinger(a, "192.0.2.9");
        for (int i = 1; i <= 3; i++) {
            assertEquals(0, ping.send(i));
        }
        assertEquals(List.of(ASK), sent());
        arrive(ArpHeader.REPLY, PEER, "192.0.2.9", "192.0.2.1");
        String to = MacAddress.format(PEER);
        assertEquals(List.of("ip to " + to + " #1", "ip to " + to + " #2", "ip to " + to + " #3"), sent());
        ping.send(4);
        assertEquals(List.of("ip to " + to + " #4"), sent());
    }

    @Test
    void keepsTheFirstAndTheLatestOfTooManyPackets() {
        configure();
        Pinger ping = new Pinger(a, "192.0.2.9");
        for (int i = 1; i <= 70; i++) {
            assertEquals(0, ping.send(i));
        }
        sent();
        assertEquals(6, a.dropped(DropReason.UNRESOLVED));
        arrive(ArpHeader.REPLY, PEER, "192.0.2.9", "192.0.2.1");
        List<String> frames = sent();
        assertEquals(64, frames.size());
        assertTrue(frames.get(62).endsWith("#63") && frames.get(63).endsWith("#70"), frames.toString());
    }

    @Test
    void answersForAddressesThatArePublished() throws Exception {
        configure();
        ArpTable table = a.inet.arp();
        table.set(Host.ROOT, IpAddress.parse("192.0.2.50"), null, false, ArpTable.Published.ONLY);
        table.set(Host.ROOT, IpAddress.parse("192.0.2.51"), new MacAddress(PEER), false, ArpTable.Published.YES);
        arrive(ArpHeader.REQUEST, PEER, "192.0.2.9", "192.0.2.50");
        assertEquals(List.of("192.0.2.50 is at " + em0.lladdr() + " to " + MacAddress.format(PEER)), sent());
        arrive(ArpHeader.REQUEST, PEER + 1, "192.0.2.8", "192.0.2.51");
        assertEquals(
                List.of("192.0.2.51 is at " + MacAddress.format(PEER) + " to " + MacAddress.format(PEER + 1)), sent());
        arrive(ArpHeader.REQUEST, PEER, "192.0.2.51", "192.0.2.51");
        assertEquals(List.of(), sent(), "the owner itself");
        assertEquals(
                List.of(ArpTable.Published.ONLY, ArpTable.Published.YES),
                table.list().stream().map(ArpTable.Entry::published).toList());
        new Pinger(a, "192.0.2.50").send(1);
        assertEquals(List.of("who has 192.0.2.50, asks 192.0.2.1 of all"), sent(), "not used here");
        table.delete(Host.ROOT, IpAddress.parse("192.0.2.51"));
        arrive(ArpHeader.REQUEST, PEER + 1, "192.0.2.8", "192.0.2.51");
        assertEquals(List.of(), sent());
        IfnetException own = assertThrows(
                IfnetException.class,
                () -> table.set(Host.ROOT, IpAddress.parse("192.0.2.1"), null, false, ArpTable.Published.YES));
        assertEquals(Errno.EEXIST, own.errno());
    }

    @Test
    void aTemporaryEntryEnds() throws Exception {
        configure();
        a.inet.arp().set(Host.ROOT, IpAddress.parse("192.0.2.9"), new MacAddress(PEER), true, ArpTable.Published.NO);
        assertEquals(1200, a.inet.arp().list().get(0).expires());
        world.pass(1202);
        assertEquals(List.of(), a.inet.arp().list());
    }

    /** Who scans a network fills his own share of the cache, and of the packets that wait. */
    @Test
    void aScanLeavesRoomForOthers() {
        configure();
        HostIfnet em1 = a.ether("em1", "198.51.100.1/24");
        a.address(em0, "10.0.0.1/8");
        a.sysctl("net.link.ether.inet.max_incomplete", "100");
        a.sysctl("net.link.ether.inet.max_held", "70");
        for (int i = 2; i < 252; i++) {
            new Pinger(a, "10.0.0." + i).send(1);
        }
        assertEquals(100, a.inet.arp().list().size());
        assertEquals(30, a.dropped(DropReason.UNRESOLVED), "the others were refused");
        arrive(ArpHeader.REQUEST, PEER, "192.0.2.9", "192.0.2.1");
        assertEquals(101, a.inet.arp().list().size(), "who speaks is known");
        sent();
        new Pinger(a, "198.51.100.9").send(1);
        assertEquals(
                1,
                em1.wire.stream()
                        .filter(m -> ArpHeader.tpa(m, 14) == v4("198.51.100.9"))
                        .count());
        world.pass(30);
        assertEquals(101, a.dropped(DropReason.UNRESOLVED), "each is given up once");
    }

    @Test
    void asksOnceASecondFiveTimesAndThenCallsTheHostDown() {
        configure();
        Pinger ping = new Pinger(a, "192.0.2.9");
        int requests = 0;
        for (int tenth = 0; tenth < 80; tenth++) {
            int errno = ping.send(tenth);
            assertTrue(errno == 0 || errno == Errno.EHOSTDOWN.number());
            int now = (int) sent().stream().filter(ASK::equals).count();
            requests += now;
            assertTrue(now <= 1);
            world.pass(0.1);
            em0.wire.removeIf(m -> {
                m.free();
                return true;
            });
        }
        assertEquals(Errno.EHOSTDOWN.number(), ping.send(99));
        assertTrue(requests >= 1);
        world.pass(25);
        assertEquals(0, ping.send(100));
        assertEquals(List.of(ASK), sent());
    }

    @Test
    void spacesItsRequestsASecondApart() {
        configure();
        em0.keep = true;
        new Pinger(a, "192.0.2.9").send(1);
        int[] after = new int[9];
        for (int second = 0; second < 9; second++) {
            world.pass(1);
            after[second] = em0.kept.size();
        }
        assertEquals(5, em0.kept.size());
        for (int i = 1; i < after.length; i++) {
            assertTrue(after[i] - after[i - 1] <= 1, "two requests within a second");
        }
        assertEquals(1, a.dropped(DropReason.UNRESOLVED));
    }

    @Test
    void asksAUsedNeighbourAgainBeforeItForgetsIt() {
        configure();
        arrive(ArpHeader.REQUEST, PEER, "192.0.2.9", "192.0.2.1");
        new Pinger(a, "192.0.2.9").send(1);
        sent();
        em0.keep = true;
        world.pass(1203);
        assertTrue(em0.kept.size() >= 1);
        assertEquals("who has 192.0.2.9, asks 192.0.2.1 of " + MacAddress.format(PEER), describe(em0.kept.get(0)));
        arrive(ArpHeader.REPLY, PEER, "192.0.2.9", "192.0.2.1");
        assertEquals(1200, a.inet.arp().list().get(0).expires());
        world.pass(1210);
        assertEquals(List.of(), a.inet.arp().list(), "nobody used it since");
        assertFalse(world.hasTimers());
    }

    @Test
    void forgetsAUsedNeighbourThatDoesNotAnswerAnyMore() {
        configure();
        arrive(ArpHeader.REQUEST, PEER, "192.0.2.9", "192.0.2.1");
        new Pinger(a, "192.0.2.9").send(1);
        em0.keep = true;
        world.pass(1215);
        assertEquals(List.of(), a.inet.arp().list());
    }

    @Test
    void answersRequestsForAddressesOfThatInterfaceOnly() {
        configure();
        a.ether("em1", "198.51.100.1/24");
        arrive(ArpHeader.REQUEST, PEER, "192.0.2.9", "192.0.2.1");
        assertEquals(List.of("192.0.2.1 is at " + em0.lladdr() + " to " + MacAddress.format(PEER)), sent());
        arrive(ArpHeader.REQUEST, PEER, "192.0.2.9", "198.51.100.1");
        arrive(ArpHeader.REQUEST, PEER, "192.0.2.9", "192.0.2.50");
        assertEquals(List.of(), sent());
        assertEquals(0, a.inet.drops().total(), "what others ask is no loss of ours");
        assertEquals(1, a.inet.arp().list().size());
    }

    @Test
    void answersWithoutWhatStoodBehindTheRequest() {
        configure();
        Mbuf m = world.pool.alloc();
        assertTrue(m.append(ArpHeader.LENGTH + 18));
        ArpHeader.put(m, 0, ArpHeader.REQUEST, PEER, v4("192.0.2.9"), 0, v4("192.0.2.1"));
        Mbuf behind = world.pool.alloc();
        assertTrue(behind.append(1000));
        m.next(behind);
        arrive(m);
        assertEquals(EtherHeader.LENGTH + ArpHeader.LENGTH, em0.wire.getFirst().packetLength());
        em0.clear();
    }

    @Test
    void answersAProbeWithoutLearningFromIt() {
        configure();
        arrive(ArpHeader.REQUEST, PEER, "0.0.0.0", "192.0.2.1");
        assertEquals(1, sent().size());
        assertEquals(List.of(), a.inet.arp().list());
    }

    @Test
    void learnsFromStrangersOnlyWhatItKnewAlready() {
        configure();
        arrive(ArpHeader.REPLY, PEER, "192.0.2.9", "192.0.2.50");
        arrive(ArpHeader.REQUEST, PEER, "203.0.113.9", "192.0.2.1");
        assertEquals(List.of(), a.inet.arp().list());
        arrive(ArpHeader.REQUEST, PEER, "192.0.2.9", "192.0.2.1");
        arrive(ArpHeader.REQUEST, PEER + 1, "192.0.2.9", "192.0.2.9");
        assertEquals(new MacAddress(PEER + 1), a.inet.arp().list().get(0).lladdr());
    }

    @Test
    void countsMalformedPacketsByReason() {
        configure();
        for (int length = 0; length < ArpHeader.LENGTH; length++) {
            Mbuf m = world.pool.alloc();
            assertTrue(m.append(length));
            arrive(m);
        }
        assertEquals(28, a.dropped(DropReason.BAD_HEADER));
        for (int at : new int[] {ArpHeader.HRD, ArpHeader.PRO, ArpHeader.HLN, ArpHeader.PLN}) {
            Mbuf m = world.pool.alloc();
            assertTrue(m.append(ArpHeader.LENGTH));
            ArpHeader.put(m, 0, ArpHeader.REQUEST, PEER, v4("192.0.2.9"), 0, v4("192.0.2.1"));
            m.put8(at, 77);
            arrive(m);
        }
        assertEquals(32, a.dropped(DropReason.BAD_HEADER));
        arrive(3, PEER, "192.0.2.9", "192.0.2.1");
        assertEquals(1, a.dropped(DropReason.UNSUPPORTED));
        arrive(ArpHeader.REPLY, MacAddress.BROADCAST_BITS, "192.0.2.9", "192.0.2.1");
        arrive(ArpHeader.REPLY, 0, "192.0.2.9", "192.0.2.1");
        arrive(ArpHeader.REPLY, PEER, "224.0.0.9", "192.0.2.1");
        arrive(ArpHeader.REPLY, PEER, "127.0.0.9", "192.0.2.1");
        arrive(ArpHeader.REPLY, PEER, "192.0.2.1", "192.0.2.9");
        assertEquals(5, a.dropped(DropReason.BAD_SOURCE));
        arrive(ArpHeader.REPLY, em0.lladdr().bits(), "192.0.2.9", "192.0.2.1");
        assertEquals(1, a.dropped(DropReason.OWN_ECHO));
        em0.flags |= IfFlags.NOARP;
        arrive(ArpHeader.REQUEST, PEER, "192.0.2.9", "192.0.2.1");
        assertEquals(1, a.dropped(DropReason.NO_PROTO));
        em0.flags &= ~IfFlags.NOARP;
        assertEquals(List.of(), a.inet.arp().list());
        assertEquals(a.inet.drops().total(), em0.counters().drops().total());
        assertEquals(0, em0.wire.size());
    }

    @Test
    void asksNobodyOnAnInterfaceWithoutArp() {
        configure();
        em0.flags |= IfFlags.STATICARP;
        assertEquals(Errno.EHOSTDOWN.number(), new Pinger(a, "192.0.2.9").send(1));
        arrive(ArpHeader.REQUEST, PEER, "192.0.2.9", "192.0.2.1");
        assertEquals(List.of(), a.inet.arp().list());
        assertEquals(0, sent().stream().filter(ASK::equals).count());
    }

    @Test
    void keepsPermanentEntriesWhateverComes() throws IfnetException {
        configure();
        ArpTable table = a.inet.arp();
        IpAddress peer = IpAddress.parse("192.0.2.9");
        fails(Errno.EADDRNOTAVAIL, () -> table.set(Host.ROOT, IpAddress.parse("203.0.113.1"), new MacAddress(PEER)));
        fails(Errno.EINVAL, () -> table.set(Host.ROOT, peer, MacAddress.BROADCAST));
        fails(Errno.ENOENT, () -> table.delete(Host.ROOT, peer));
        table.set(Host.ROOT, peer, new MacAddress(PEER));
        arrive(ArpHeader.REQUEST, PEER + 1, "192.0.2.9", "192.0.2.1");
        world.pass(5000);
        assertEquals(
                List.of(new ArpTable.Entry(em0, peer, new MacAddress(PEER), true, -1, ArpTable.Published.NO)),
                table.list());
        a.down(em0);
        assertEquals(1, table.list().size());
        table.delete(Host.ROOT, peer);
        assertEquals(List.of(), table.list());
    }

    private static void fails(Errno errno, Executable what) {
        assertEquals(errno, assertThrows(IfnetException.class, what).errno());
    }

    @Test
    void forgetsNeighboursWithTheirAddressAndTheirInterface() throws IfnetException {
        configure();
        a.address(em0, "192.0.2.129/25");
        arrive(ArpHeader.REQUEST, PEER, "192.0.2.9", "192.0.2.1");
        arrive(ArpHeader.REQUEST, PEER, "192.0.2.200", "192.0.2.1");
        a.routes.ifaddrs().delete(Host.ROOT, em0, AddressFamily.INET, IpAddress.parse("192.0.2.1"));
        assertEquals(1, a.inet.arp().list().size());
        new Pinger(a, "192.0.2.210").send(1);
        a.down(em0);
        assertEquals(List.of(), a.inet.arp().list());
        assertEquals(1, a.dropped(DropReason.UNRESOLVED));
        a.up(em0);
        new Pinger(a, "192.0.2.210").send(1);
        a.detach(em0);
        assertEquals(List.of(), a.inet.arp().list());
        assertEquals(2, a.dropped(DropReason.UNRESOLVED));
    }

    @Test
    void remembersNoMoreThanItsLimit() {
        configure();
        a.sysctl("net.link.ether.inet.max_entries", "3");
        for (int i = 10; i < 20; i++) {
            int errno = new Pinger(a, "192.0.2." + i).send(1);
            assertEquals(i < 13 ? 0 : Errno.EHOSTDOWN.number(), errno);
        }
        assertEquals(3, a.inet.arp().list().size());
    }
}
