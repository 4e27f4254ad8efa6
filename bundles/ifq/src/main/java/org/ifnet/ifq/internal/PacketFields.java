package org.ifnet.ifq.internal;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.Ipv4Header;

/** What filters read of a packet that starts with its link header; -1 for what is not there or not whole. */
final class PacketFields {
    static final int IPV4 = 0x0800;
    static final int IPV6 = 0x86dd;
    private static final int VLAN = 0x8100;
    private static final int QINQ = 0x88a8;
    private static final int VLAN_TAG = 4;
    /** Below, the field is a length, and an LLC header with SNAP follows (altq_etherclassify). */
    private static final int LEAST_TYPE = 1500;

    private static final int SNAP = 8;
    private static final int IPV6_HEADER = 40;
    private static final int ECN_BITS = 2;
    private static final int DSCP_MASK = 0x3f;
    /** Traffic class in the first word of an IPv6 header. */
    private static final int CLASS_SHIFT = 20;

    private PacketFields() {}

    /** Where the network header begins; -1 when the link header is not whole. */
    static int network(Mbuf m, int linkHeader) {
        if (linkHeader < EtherHeader.LENGTH) {
            return linkHeader;
        }
        int at = EtherHeader.TYPE;
        while (m.length() >= at + VLAN_TAG + 2 && (m.get16(at) == VLAN || m.get16(at) == QINQ)) {
            at += VLAN_TAG;
        }
        if (m.length() < at + 2) {
            return -1;
        }
        return at + 2 + (m.get16(at) < LEAST_TYPE ? SNAP : 0);
    }

    /** The ether type behind VLAN tags and SNAP; without a link header what the version of IP says. */
    static int etherType(Mbuf m, int linkHeader) {
        int at = network(m, linkHeader);
        if (linkHeader >= EtherHeader.LENGTH) {
            return at >= 0 && m.length() >= at ? m.get16(at - 2) : -1;
        }
        if (m.length() <= at) {
            return -1;
        }
        int version = m.get8(at) >>> 4;
        return version == 4 ? IPV4 : version == 6 ? IPV6 : -1;
    }

    /** The differentiated services code point, 0 to 63. */
    static int dscp(Mbuf m, int linkHeader) {
        int type = etherType(m, linkHeader);
        int at = network(m, linkHeader);
        if (type == IPV4 && m.length() >= at + Ipv4Header.LENGTH && Ipv4Header.version(m, at) == 4) {
            return m.get8(at + Ipv4Header.TOS) >>> ECN_BITS;
        }
        if (type == IPV6 && m.length() >= at + IPV6_HEADER && m.get8(at) >>> 4 == 6) {
            return m.get32(at) >>> CLASS_SHIFT + ECN_BITS & DSCP_MASK;
        }
        return -1;
    }
}
