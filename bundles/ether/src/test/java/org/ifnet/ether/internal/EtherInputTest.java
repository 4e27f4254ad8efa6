package org.ifnet.ether.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.ifnet.Counter;
import org.ifnet.DropReason;
import org.ifnet.IfFlags;
import org.ifnet.domain.AddressFamily;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.MacAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EtherInputTest {
    private static final long PEER = 0x0200_0000_0002L;
    private static final long OTHER = 0x0200_0000_0003L;
    private final MbufPool pool = MbufPool.allocate("ether", 64);
    private final TestPort port = new TestPort();
    private final TestDomain ip = new TestDomain(AddressFamily.INET, EtherHeader.TYPE_IPV4);
    private final TestDomain arp = new TestDomain(AddressFamily.LINK, EtherHeader.TYPE_ARP);
    private final EtherLink link = new EtherLink();

    @BeforeEach
    void addProtocols() {
        port.domains.put(ip.type, ip);
        port.domains.put(arp.type, arp);
    }

    @AfterEach
    void leavesNothingBehind() {
        assertEquals(List.of(), pool.leaks());
        assertEquals(0, pool.outstanding());
    }

    private Mbuf frame(long dst, long src, int type, int payload, int mark) {
        Mbuf m = pool.alloc();
        assertTrue(m.append(EtherHeader.LENGTH + payload));
        EtherHeader.put(m, 0, dst, src, type);
        if (payload > 0) {
            m.put8(EtherHeader.LENGTH, mark);
        }
        return m;
    }

    private void input(Mbuf... frames) {
        MbufBatch batch = new MbufBatch();
        for (Mbuf m : frames) {
            assertTrue(batch.add(m));
        }
        link.input(port, batch);
        assertTrue(batch.isEmpty());
    }

    private Mbuf good(int mark) {
        return frame(TestPort.OWN, PEER, EtherHeader.TYPE_IPV4, 46, mark);
    }

    @Test
    void dropsARunt() {
        Mbuf m = pool.alloc();
        assertTrue(m.append(13));
        input(m, pool.alloc(), good(1));
        assertEquals(2, port.drops(DropReason.RUNT));
        assertEquals(2, port.counters.get(Counter.IERRORS));
        assertEquals(List.of("800 46:1"), ip.got);
    }

    @Test
    void takesNoMoreThanTheMtuExceptForATag() {
        input(frame(TestPort.OWN, PEER, EtherHeader.TYPE_IPV4, 1500, 1));
        input(frame(TestPort.OWN, PEER, EtherHeader.TYPE_IPV4, 1501, 2));
        port.hook = m -> {
            if (EtherHeader.type(m, 0) != EtherHeader.TYPE_VLAN) {
                return true;
            }
            m.free();
            return false;
        };
        input(frame(TestPort.OWN, PEER, EtherHeader.TYPE_VLAN, 1504, 3));
        input(frame(TestPort.OWN, PEER, EtherHeader.TYPE_VLAN, 1505, 4));
        assertEquals(2, port.drops(DropReason.TOO_BIG));
        assertEquals(List.of("800 1500:1"), ip.got);
    }

    @Test
    void countsALongChainAsOneFrame() {
        Mbuf head = good(1);
        Mbuf tail = pool.alloc();
        assertTrue(tail.append(1500));
        head.next(tail);
        input(head);
        assertEquals(1, port.drops(DropReason.TOO_BIG));
    }

    @Test
    void dropsEverythingWhileDown() {
        port.flags &= ~IfFlags.UP;
        input(good(1), good(2));
        assertEquals(2, port.drops(DropReason.IF_DOWN));
        assertTrue(port.hookSaw.isEmpty());
    }

    @Test
    void refusesAGroupAsSource() {
        input(frame(TestPort.OWN, PEER | 0x0100_0000_0000L, EtherHeader.TYPE_IPV4, 46, 1));
        assertEquals(1, port.drops(DropReason.BAD_SOURCE));
    }

    @Test
    void dropsItsOwnFrameThatComesBackOnlyWhenSimplex() {
        input(frame(MacAddress.BROADCAST_BITS, TestPort.OWN, EtherHeader.TYPE_IPV4, 46, 1));
        assertEquals(1, port.drops(DropReason.OWN_ECHO));
        port.flags &= ~IfFlags.SIMPLEX;
        input(frame(MacAddress.BROADCAST_BITS, TestPort.OWN, EtherHeader.TYPE_IPV4, 46, 2));
        assertEquals(List.of("800 46:2b"), ip.got);
    }

    @Test
    void marksBroadcastsAndMulticasts() {
        input(
                frame(MacAddress.BROADCAST_BITS, PEER, EtherHeader.TYPE_IPV4, 46, 1),
                frame(0x0100_5e00_0001L, PEER, EtherHeader.TYPE_IPV4, 46, 2),
                good(3));
        assertEquals(List.of("800 46:1b 46:2m 46:3"), ip.got);
        assertEquals(2, port.counters.get(Counter.IMCASTS));
    }

    @Test
    void showsForeignFramesToHooksOnlyWhenPromiscuous() {
        Mbuf foreign = frame(OTHER, PEER, EtherHeader.TYPE_IPV4, 46, 1);
        input(foreign);
        assertTrue(port.hookSaw.isEmpty());
        port.flags |= IfFlags.PROMISC;
        input(frame(OTHER, PEER, EtherHeader.TYPE_IPV4, 46, 2), good(3));
        assertEquals(List.of("20000000003 promisc", "20000000001"), port.hookSaw);
        assertEquals(2, port.drops(DropReason.NOT_OURS));
        assertEquals(List.of("800 46:3"), ip.got);
    }

    @Test
    void showsEverythingToHooksAndNothingToProtocolsWhileMonitoring() {
        port.flags |= IfFlags.MONITOR;
        input(good(1), frame(OTHER, PEER, EtherHeader.TYPE_IPV4, 46, 2));
        assertEquals(2, port.hookSaw.size());
        assertEquals(2, port.drops(DropReason.MONITOR));
        assertTrue(ip.got.isEmpty());
    }

    @Test
    void countsWhatNobodySpeaks() {
        Mbuf tagged = good(9);
        tagged.vlanTag(5);
        input(
                frame(TestPort.OWN, PEER, 0x88cc, 46, 1),
                frame(TestPort.OWN, PEER, EtherHeader.TYPE_VLAN, 46, 2),
                frame(TestPort.OWN, PEER, 46, 46, 3),
                tagged,
                good(4));
        assertEquals(4, port.drops(DropReason.NO_PROTO));
        assertEquals(4, port.counters.get(Counter.NOPROTO));
        assertEquals(List.of("800 46:4"), ip.got);
    }

    @Test
    void sortsABatchByTypeInOrder() {
        input(
                good(1),
                good(2),
                frame(TestPort.OWN, PEER, EtherHeader.TYPE_ARP, 28, 3),
                good(4),
                frame(TestPort.OWN, PEER, EtherHeader.TYPE_ARP, 28, 5));
        assertEquals(List.of("800 46:1 46:2", "800 46:4"), ip.got);
        assertEquals(List.of("806 28:3", "806 28:5"), arp.got);
    }

    @Test
    void givesConsumedFramesToTheHookAlone() {
        port.hook = m -> {
            boolean pass = m.get8(EtherHeader.LENGTH) != 2;
            if (!pass) {
                m.free();
            }
            return pass;
        };
        input(good(1), good(2), good(3));
        assertEquals(List.of("800 46:1 46:3"), ip.got);
        assertEquals(0, port.counters.drops().total());
    }
}
