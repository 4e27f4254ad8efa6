package org.ifnet.altq.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.wire.Checksum;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.Ipv4Header;
import org.ifnet.wire.VlanHeader;
import org.junit.jupiter.api.Test;

/** ECN (RFC 3168) and DSCP in packets with all kinds of link headers; flows by what packets say. */
class IpFieldTest {
    private static final int ETHERNET = EtherHeader.LENGTH;

    private final MbufPool pool = MbufPool.allocate("fields", 16, 2048, 64);

    private Mbuf packet(int length) {
        Mbuf m = pool.alloc();
        m.append(length);
        for (int i = 0; i < length; i++) {
            m.put8(i, 0);
        }
        return m;
    }

    @Test
    void marksIpv4AndKeepsItsChecksumRight() {
        for (int tos = 0; tos < 256; tos++) {
            Mbuf m = Frames.ipv4(packet(100), tos, 1);
            boolean understands = (tos & 3) != 0;
            assertEquals(understands, IpField.markCongestion(m, ETHERNET));
            assertEquals(understands ? tos | 3 : tos, IpField.get(m, ETHERNET));
            assertEquals(0, Checksum.of(m, ETHERNET, Ipv4Header.LENGTH), "checksum of tos " + tos);
            m.free();
        }
    }

    @Test
    void marksIpv6AndTouchesNothingElse() {
        for (int tos = 0; tos < 256; tos++) {
            Mbuf m = Frames.ipv6(packet(100), tos, 1);
            boolean understands = (tos & 3) != 0;
            assertEquals(understands, IpField.markCongestion(m, ETHERNET));
            assertEquals(6 << 28 | (understands ? tos | 3 : tos) << 20 | 0xabcde, m.get32(ETHERNET));
            m.free();
        }
    }

    @Test
    void clearsTheCodePointAndLeavesEcn() {
        Mbuf four = Frames.ipv4(packet(100), 0xba, 1);
        IpField.clearDscp(four, ETHERNET);
        assertEquals(2, IpField.get(four, ETHERNET));
        assertEquals(0, Checksum.of(four, ETHERNET, Ipv4Header.LENGTH));
        Mbuf six = Frames.ipv6(packet(100), 0xba, 1);
        IpField.clearDscp(six, ETHERNET);
        assertEquals(6 << 28 | 2 << 20 | 0xabcde, six.get32(ETHERNET));
    }

    @Test
    void looksBehindTagsAndSnapAndWithoutLinkHeader() {
        Mbuf tagged = Frames.ipv4(packet(100), 0x29, 1);
        assertTrue(VlanHeader.insert(tagged, EtherHeader.TYPE_VLAN, 5));
        assertTrue(VlanHeader.insert(tagged, 0x88a8, 6));
        assertEquals(0x29, IpField.get(tagged, ETHERNET));
        Mbuf snap = Frames.ipv4At(packet(100), ETHERNET + 8, 0x29, 1);
        snap.put16(EtherHeader.TYPE, 86);
        snap.put64(ETHERNET, 0xaaaa030000000800L);
        assertEquals(0x29, IpField.get(snap, ETHERNET));
        assertEquals(0x29, IpField.get(Frames.ipv4At(packet(100), 0, 0x29, 1), 0));
        assertEquals(0x29, IpField.get(Frames.ipv4At(packet(100), 4, 0x29, 1), 4));
    }

    @Test
    void leavesAloneWhatIsNotThere() {
        assertFalse(IpField.markCongestion(packet(0), ETHERNET));
        assertFalse(IpField.markCongestion(packet(100), ETHERNET));
        Mbuf arp = Frames.ipv4(packet(100), 3, 1);
        arp.put16(EtherHeader.TYPE, EtherHeader.TYPE_ARP);
        assertFalse(IpField.markCongestion(arp, ETHERNET));
        for (int length = 42; length < 60; length++) {
            Mbuf four = Frames.ipv4(packet(length), 3, 1);
            four.trimBack(length - 33);
            assertEquals(IpField.NONE, IpField.get(four, ETHERNET));
            Mbuf six = Frames.ipv6(packet(length + 20), 3, 1);
            six.trimBack(length + 20 - 53);
            assertEquals(IpField.NONE, IpField.get(six, ETHERNET));
            four.free();
            six.free();
        }
    }

    @Test
    void aFlowIsTheHashThatThePacketHas() {
        Mbuf m = Frames.ipv4(packet(100), 0, 1);
        m.flowHash(77);
        assertEquals(77, FlowHash.of(m, ETHERNET));
    }

    @Test
    void elseAddressesAndPortsOfPacketsThatAreWhole() {
        int one = FlowHash.of(Frames.ipv4(packet(100), 0, 1), ETHERNET);
        assertEquals(one, FlowHash.of(Frames.ipv4(packet(500), 0xff, 1), ETHERNET));
        assertNotEquals(one, FlowHash.of(Frames.ipv4(packet(100), 0, 2), ETHERNET));
        Mbuf port = Frames.ipv4(packet(100), 0, 1);
        port.put16(ETHERNET + Ipv4Header.LENGTH, 99);
        assertNotEquals(one, FlowHash.of(port, ETHERNET));
        Mbuf first = Frames.ipv4(packet(100), 0, 1);
        first.put16(ETHERNET + Ipv4Header.FRAGMENT, Ipv4Header.MF);
        Mbuf second = Frames.ipv4(packet(100), 0, 1);
        second.put16(ETHERNET + Ipv4Header.FRAGMENT, 9);
        second.put16(ETHERNET + Ipv4Header.LENGTH, 99);
        assertEquals(FlowHash.of(first, ETHERNET), FlowHash.of(second, ETHERNET));
        assertNotEquals(
                FlowHash.of(Frames.ipv6(packet(100), 0, 1), ETHERNET),
                FlowHash.of(Frames.ipv6(packet(100), 0, 2), ETHERNET));
        assertEquals(0, FlowHash.of(packet(100), ETHERNET));
    }
}
