package org.ifnet.altq.internal;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.wire.Checksum;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.Ipv4Header;
import org.ifnet.wire.VlanHeader;

/**
 * The byte that IPv4 calls TOS and IPv6 traffic class, with its DSCP (RFC 2474) and its ECN bits (RFC 3168), in a packet
 * that starts with its link header. What is not there, not whole in the first mbuf, or not IP is left alone.
 */
final class IpField {
    /** There is no IP header. */
    static final int NONE = -1;

    static final int IPV6_LENGTH = 40;
    /** The ECN bits of a packet that met congestion. */
    static final int CE = 3;

    private static final int TYPE_QINQ = 0x88a8;
    /** Below, the type is a length, and an LLC header with SNAP follows. */
    private static final int LEAST_TYPE = 1500;

    private static final int SNAP = 8;
    private static final int DSCP_MASK = 0xfc;
    /** Where the traffic class starts in the first 16 bits of an IPv6 header. */
    private static final int CLASS_SHIFT = 4;

    private IpField() {}

    /** Where the IP header starts, of which all but options is there; {@link #NONE} when there is none. */
    static int header(Mbuf m, int linkHeader) {
        int at = linkHeader < EtherHeader.LENGTH ? linkHeader : behindEthernet(m);
        if (at < 0 || m.length() < at + Ipv4Header.LENGTH) {
            return NONE;
        }
        int version = m.get8(at) >>> 4;
        return version == 4 || version == 6 && m.length() >= at + IPV6_LENGTH ? at : NONE;
    }

    private static int behindEthernet(Mbuf m) {
        int at = EtherHeader.TYPE;
        while (m.length() >= at + VlanHeader.LENGTH + 2 && isTag(m.get16(at))) {
            at += VlanHeader.LENGTH;
        }
        if (m.length() < at + 2 + SNAP) {
            return NONE;
        }
        int payload = at + 2;
        if (m.get16(at) < LEAST_TYPE) {
            payload += SNAP;
        }
        int type = m.get16(payload - 2);
        return type == EtherHeader.TYPE_IPV4 || type == EtherHeader.TYPE_IPV6 ? payload : NONE;
    }

    private static boolean isTag(int type) {
        return type == EtherHeader.TYPE_VLAN || type == TYPE_QINQ;
    }

    /** The whole byte, {@link #NONE} when there is no IP header. */
    static int get(Mbuf m, int linkHeader) {
        int at = header(m, linkHeader);
        return at < 0 ? NONE : get(m.get16(at));
    }

    private static int get(int word) {
        return word >>> 12 == 4 ? word & 0xff : word >>> CLASS_SHIFT & 0xff;
    }

    /** Says in the packet that it met congestion. False when its sender would not understand, and nothing changed. */
    static boolean markCongestion(Mbuf m, int linkHeader) {
        int at = header(m, linkHeader);
        if (at < 0) {
            return false;
        }
        int was = get(m.get16(at));
        if ((was & CE) == 0) {
            return false;
        }
        set(m, at, was | CE);
        return true;
    }

    /** Takes away the DSCP and leaves the ECN bits. */
    static void clearDscp(Mbuf m, int linkHeader) {
        int at = header(m, linkHeader);
        if (at >= 0) {
            set(m, at, get(m.get16(at)) & ~DSCP_MASK);
        }
    }

    private static void set(Mbuf m, int at, int value) {
        int was = m.get16(at);
        if (was >>> 12 == 4) {
            int is = was & 0xff00 | value;
            m.put16(at, is);
            m.put16(at + Ipv4Header.CHECKSUM, Checksum.update(m.get16(at + Ipv4Header.CHECKSUM), was, is));
        } else {
            m.put16(at, was & ~(0xff << CLASS_SHIFT) | value << CLASS_SHIFT);
        }
    }
}
