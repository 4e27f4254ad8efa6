package org.ifnet.ether.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.domain.AddressFamily;
import org.ifnet.domain.Domain;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.MacAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EtherOutputTest {
    private final MbufPool pool = MbufPool.allocate("ether", 16);
    private final TestPort port = new TestPort();
    private final TestDomain ip = new TestDomain(AddressFamily.INET, EtherHeader.TYPE_IPV4);
    private final TestDomain ip6 = new TestDomain(AddressFamily.INET6, EtherHeader.TYPE_IPV6);
    private final EtherLink link = new EtherLink();

    @AfterEach
    void leavesNothingBehind() {
        port.sent.forEach(Mbuf::free);
        port.looped.forEach(Mbuf::free);
        assertEquals(List.of(), pool.leaks());
    }

    private Mbuf packet(int length) {
        Mbuf m = pool.alloc();
        assertTrue(m.append(length));
        return m;
    }

    private int send(Mbuf m, Domain domain, long hi, long lo) {
        return link.output(port, m, domain, hi, lo);
    }

    private void assertFrame(Mbuf m, long dst, int type) {
        assertEquals(MacAddress.format(dst), MacAddress.format(EtherHeader.dst(m, 0)));
        assertEquals(TestPort.OWN, EtherHeader.src(m, 0));
        assertEquals(type, EtherHeader.type(m, 0));
    }

    @Test
    void framesAPacketForTheNeighbourThatTheProtocolKnows() {
        assertEquals(0, send(packet(100), ip, 0, 0x0a000002));
        assertFrame(port.sent.get(0), 0x0200_0000_0002L, EtherHeader.TYPE_IPV4);
        assertEquals(114, port.sent.get(0).length());
    }

    @Test
    void refusesWithENETDOWNWhenItCannotSend() {
        for (int flag : new int[] {IfFlags.UP, IfFlags.RUNNING}) {
            port.flags &= ~flag;
            assertEquals(Errno.ENETDOWN.number(), send(packet(20), ip, 0, 1));
            port.flags |= flag;
        }
        port.flags |= IfFlags.MONITOR;
        assertEquals(Errno.ENETDOWN.number(), send(packet(20), ip, 0, 1));
        assertEquals(2, port.drops(DropReason.IF_DOWN));
        assertEquals(1, port.drops(DropReason.MONITOR));
    }

    @Test
    void refusesMoreThanTheMtu() {
        assertEquals(0, send(packet(1500), ip, 0, 1));
        assertEquals(Errno.EMSGSIZE.number(), send(packet(1501), ip, 0, 1));
        assertEquals(1, port.drops(DropReason.TOO_BIG));
    }

    @Test
    void saysHostIsDownWhenResolutionFailed() {
        ip.answer = Domain.FAILED;
        assertEquals(Errno.EHOSTDOWN.number(), send(packet(20), ip, 0, 1));
        assertEquals(1, port.drops(DropReason.UNRESOLVED));
    }

    @Test
    void leavesAPacketThatWaitsToItsProtocol() {
        ip.answer = Domain.QUEUED;
        assertEquals(0, send(packet(20), ip, 0, 1));
        assertTrue(port.sent.isEmpty());
        assertEquals(0, port.counters.drops().total());
    }

    @Test
    void mapsMulticastGroups() {
        send(packet(20), ip, 0, 0xef81_0203L);
        send(packet(20), ip6, 0xff02_0000_0000_0000L, 0x0000_0001_ff01_0203L);
        assertFrame(port.sent.get(0), 0x0100_5e01_0203L, EtherHeader.TYPE_IPV4);
        assertFrame(port.sent.get(1), 0x3333_ff01_0203L, EtherHeader.TYPE_IPV6);
        assertTrue(port.sent.get(0).has(Mbuf.MCAST));
        assertTrue(port.looped.isEmpty());
    }

    @Test
    void givesItselfACopyOfABroadcastOnASimplexDevice() {
        Mbuf m = packet(20);
        m.set(Mbuf.BCAST);
        m.put32(0, 0x01020304);
        send(m, ip, 0, 0x0a0000ff);
        assertFrame(port.sent.get(0), MacAddress.BROADCAST_BITS, EtherHeader.TYPE_IPV4);
        Mbuf copy = port.looped.get(0);
        assertEquals(20, copy.length());
        assertEquals(0x01020304, copy.get32(0));
        assertTrue(copy.has(Mbuf.LOOPED) && copy.has(Mbuf.BCAST));
        assertFalse(port.sent.get(0).has(Mbuf.LOOPED));
    }

    @Test
    void loopsNoBroadcastOfAddressResolutionAndNoneOnADeviceThatHearsItself() {
        TestDomain arp = new TestDomain(AddressFamily.LINK, EtherHeader.TYPE_ARP);
        arp.answer = MacAddress.BROADCAST_BITS;
        send(packet(28), arp, 0, MacAddress.BROADCAST_BITS);
        port.flags &= ~IfFlags.SIMPLEX;
        send(packet(20), ip, 0, 0xffff_ffffL);
        assertEquals(2, port.sent.size());
        assertTrue(port.looped.isEmpty());
    }

    @Test
    void neverPutsAPacketForItselfOnTheWire() {
        ip.answer = TestPort.OWN;
        assertEquals(0, send(packet(20), ip, 0, 1));
        assertTrue(port.sent.isEmpty());
        assertEquals(1, port.looped.size());
    }

    @Test
    void refusesAPacketWithoutHeadroom() {
        Mbuf m = packet(20);
        assertTrue(m.prepend(m.headroom()));
        assertEquals(Errno.ENOBUFS.number(), send(m, ip, 0, 1));
        assertEquals(1, port.drops(DropReason.NO_MBUF));
    }
}
