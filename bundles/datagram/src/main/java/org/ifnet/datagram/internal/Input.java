package org.ifnet.datagram.internal;

import org.ifnet.DropReason;
import org.ifnet.Ifnet;
import org.ifnet.datagram.DatagramSpec;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.Echo;
import org.ifnet.inet.UpperProtocol;
import org.ifnet.mbuf.ChainCursor;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.wire.Ip6Header;
import org.ifnet.wire.Ipv4Header;
import org.ifnet.wire.UdpHeader;
import org.jspecify.annotations.Nullable;

/**
 * Received datagrams: checks, then whom they are for. One to a single host goes to the endpoint that fits best, one to a
 * broadcast address or a group to all that fit. On a netisr.
 */
final class Input implements UpperProtocol {
    private final Endpoints all;

    Input(Endpoints all) {
        this.all = all;
    }

    @Override
    public boolean input(Ifnet ifnet, Mbuf m, int at, int protocol, boolean toGroup) {
        boolean udp = protocol == DatagramSpec.UDP;
        if (udp) {
            all.counts.received();
            DropReason bad = check(m, at);
            if (bad != null) {
                all.drop(bad, m, ifnet);
                return true;
            }
        }
        int port = udp ? m.get16(at + UdpHeader.DST) : 0;
        Endpoint[] bucket = all.bucket(protocol, port);
        boolean taken = bucket.length > 0
                && (toGroup
                        ? toAll(bucket, ifnet, m, at, protocol, port)
                        : toBest(bucket, ifnet, m, at, protocol, port));
        if (udp) {
            all.counts.found(taken);
        }
        return taken;
    }

    /** What is wrong with a UDP datagram; afterwards the packet ends where it says. */
    private static @Nullable DropReason check(Mbuf m, int at) {
        if (m.length() < at + UdpHeader.LENGTH) {
            return DropReason.BAD_HEADER;
        }
        int length = m.get16(at + UdpHeader.TOTAL);
        int there = m.packetLength() - at;
        if (length < UdpHeader.LENGTH || length > there) {
            return DropReason.BAD_HEADER;
        }
        if (length < there) {
            m.trimTo(at + length);
        }
        boolean summed = m.get16(at + UdpHeader.CHECKSUM) != 0;
        // Without a checksum only over IPv4 (RFC 8200, 8.1).
        boolean good = summed ? UdpHeader.checksum(m, 0, at) == 0 : IpText.isV4(m, 0);
        return good ? null : DropReason.BAD_CHECKSUM;
    }

    private static int fits(Endpoint e, Ifnet ifnet, Mbuf m, int protocol, int port, boolean group) {
        DatagramSpec spec = e.spec;
        boolean same = spec.protocol() == protocol && spec.port() == port && spec.family() == IpText.family(m, 0);
        return same ? e.fits(m, ifnet.handle(), group) : 0;
    }

    private boolean toBest(Endpoint[] bucket, Ifnet ifnet, Mbuf m, int at, int protocol, int port) {
        Endpoint best = null;
        int most = 0;
        for (Endpoint e : bucket) {
            int fit = fits(e, ifnet, m, protocol, port, false);
            if (fit > most) {
                most = fit;
                best = e;
            }
        }
        if (best == null) {
            return false;
        }
        deliver(best, ifnet, m, at, protocol);
        return true;
    }

    private boolean toAll(Endpoint[] bucket, Ifnet ifnet, Mbuf m, int at, int protocol, int port) {
        boolean group = IpText.isToGroup(m);
        Endpoint last = null;
        for (Endpoint e : bucket) {
            if (fits(e, ifnet, m, protocol, port, group) == 0) {
                continue;
            }
            if (last != null) {
                Mbuf copy = copy(m);
                if (copy != null) {
                    deliver(last, ifnet, copy, at, protocol);
                }
            }
            last = e;
        }
        if (last == null) {
            return false;
        }
        deliver(last, ifnet, m, at, protocol);
        return true;
    }

    private @Nullable Mbuf copy(Mbuf m) {
        Mbuf copy = all.pool().alloc();
        if (copy == null) {
            return null;
        }
        if (!new ChainCursor(m, 0).copyTo(copy, m.packetLength(), all.pool())) {
            copy.free();
            return null;
        }
        copy.rcvif(m.rcvif());
        return copy;
    }

    private static void deliver(Endpoint to, Ifnet ifnet, Mbuf m, int at, int protocol) {
        m.tag(at << 1 | (protocol == DatagramSpec.UDP ? 1 : 0));
        to.deliver(m, ifnet);
    }

    @Override
    public boolean error(Mbuf m, int inner, Echo.Trouble what) {
        boolean v4 = IpText.isV4(m, inner);
        int protocol = v4 ? Ipv4Header.protocol(m, inner) : Ip6Header.next(m, inner);
        int at = inner + (v4 ? Ipv4Header.headerLength(m, inner) : Ip6Header.LENGTH);
        boolean udp = protocol == DatagramSpec.UDP;
        if (m.length() < at + UdpHeader.LENGTH) {
            return false;
        }
        int port = udp ? m.get16(at + UdpHeader.SRC) : 0;
        boolean found = false;
        for (Endpoint e : all.bucket(protocol, port)) {
            DatagramSpec spec = e.spec;
            if (spec.protocol() == protocol && spec.port() == port && spec.family() == IpText.family(m, inner)) {
                IpAddress to = IpText.dst(m, inner);
                e.failed(to, udp ? m.get16(at + UdpHeader.DST) : 0, what);
                found = true;
            }
        }
        return found;
    }
}
