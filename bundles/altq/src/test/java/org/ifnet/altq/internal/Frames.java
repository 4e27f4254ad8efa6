package org.ifnet.altq.internal;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.Ipv4Header;

/** Turns the packets of {@link Link} into IP packets behind an Ethernet header. */
final class Frames {
    static final int ECT = 2;
    static final int CE = 3;
    static final int UDP = Ipv4Header.UDP;

    private Frames() {}

    /** From {@code 10.0.0.<flow>}, with a correct header checksum. */
    static Mbuf ipv4(Mbuf m, int tos, int flow) {
        EtherHeader.put(m, 0, 1, 2, EtherHeader.TYPE_IPV4);
        return ipv4At(m, EtherHeader.LENGTH, tos, flow);
    }

    static Mbuf ipv4At(Mbuf m, int at, int tos, int flow) {
        Ipv4Header.put(m, at, tos, m.length() - at, 7, 0, 64, UDP, 0x0a000000 + flow, 0x0b000001);
        m.put32(at + Ipv4Header.LENGTH, 1234 << 16 | 53);
        return m;
    }

    static Mbuf ipv6(Mbuf m, int trafficClass, int flow) {
        int at = EtherHeader.LENGTH;
        EtherHeader.put(m, 0, 1, 2, EtherHeader.TYPE_IPV6);
        m.put32(at, 6 << 28 | trafficClass << 20 | 0xabcde);
        m.put32(at + 4, m.length() - at - 40 << 16 | UDP << 8 | 64);
        for (int i = 8; i < 40; i += 4) {
            m.put32(at + i, i == 20 ? flow : 0x20010db8 + i);
        }
        m.put32(at + 40, 1234 << 16 | 53);
        return m;
    }
}
