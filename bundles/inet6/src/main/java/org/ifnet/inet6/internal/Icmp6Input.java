package org.ifnet.inet6.internal;

import org.ifnet.DropReason;
import org.ifnet.Ifnet;
import org.ifnet.inet.UpperProtocols;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.wire.Icmp6Header;
import org.ifnet.wire.Ip6Header;

/** Received ICMPv6 messages. On a netisr. */
final class Icmp6Input {
    private final Stats stats;
    private final Drops drops;
    private final Ip6Output output;
    private final EchoClients clients;
    private final NdInput nd;
    private final RouterInput routers;
    private final Mld mld;
    private final PathMtus paths;
    private final UpperProtocols upper;

    Icmp6Input(
            Drops drops,
            Ip6Output output,
            EchoClients clients,
            NdInput nd,
            RouterInput routers,
            Mld mld,
            PathMtus paths,
            UpperProtocols upper,
            Stats stats) {
        this.stats = stats;
        this.drops = drops;
        this.output = output;
        this.clients = clients;
        this.nd = nd;
        this.routers = routers;
        this.mld = mld;
        this.paths = paths;
        this.upper = upper;
    }

    /** A packet that starts at its IPv6 header; the message begins at {@code at}. Consumes it. */
    void input(Link6 link, Mbuf m, int at, boolean toGroup, boolean wasFragmented) {
        if (m.length() < at + Icmp6Header.LENGTH) {
            drops.drop(DropReason.BAD_HEADER, m, link.ifnet);
            return;
        }
        if (Icmp6Header.checksum(m, 0, at) != 0) {
            drops.drop(DropReason.BAD_CHECKSUM, m, link.ifnet);
            return;
        }
        int type = Icmp6Header.type(m, at);
        stats.icmpIn(type);
        switch (type) {
            case Icmp6Header.ECHO -> echo(link, m, at, toGroup);
            case Icmp6Header.ECHO_REPLY -> finish(link, m, clients.reply(m, at));
            case Icmp6Header.NEIGHBOUR_SOLICIT,
                    Icmp6Header.NEIGHBOUR_ADVERT,
                    Icmp6Header.ROUTER_SOLICIT,
                    Icmp6Header.ROUTER_ADVERT,
                    Icmp6Header.REDIRECT -> discovery(link, m, at, type, wasFragmented);
            case Icmp6Header.MLD_QUERY, Icmp6Header.MLD_REPORT, Icmp6Header.MLD_DONE -> mld.input(link, m, at);
            case Icmp6Header.TOO_BIG -> finish(link, m, tooBig(link, m, at) | error(m, at));
            default -> {
                if (Icmp6Header.isError(type)) {
                    finish(link, m, error(m, at));
                } else {
                    drops.drop(DropReason.UNSUPPORTED, m, link.ifnet);
                }
            }
        }
    }

    /** Never in fragments (RFC 6980). */
    private void discovery(Link6 link, Mbuf m, int at, int type, boolean wasFragmented) {
        if (wasFragmented) {
            drops.drop(DropReason.BAD_HEADER, m, link.ifnet);
        } else if (type == Icmp6Header.NEIGHBOUR_SOLICIT || type == Icmp6Header.NEIGHBOUR_ADVERT) {
            nd.input(link, m, at);
        } else {
            routers.input(link, m, at);
        }
    }

    private boolean error(Mbuf m, int at) {
        int inner = at + Icmp6Header.LENGTH;
        boolean quoted = m.length() >= inner + Ip6Header.LENGTH + Icmp6Header.LENGTH;
        return clients.error(m, at)
                || quoted && upper.error(m, inner, Icmp6Text.trouble(Icmp6Header.type(m, at), Icmp6Header.code(m, at)));
    }

    /** Only about a packet that we could have sent. */
    private boolean tooBig(Link6 link, Mbuf m, int at) {
        int inner = at + Icmp6Header.LENGTH;
        if (m.length() < inner + Ip6Header.LENGTH) {
            return false;
        }
        boolean ours = output.isOwn(link.ifnet, Ip6Header.srcHi(m, inner), Ip6Header.srcLo(m, inner));
        int mtu = m.get32(at + Icmp6Header.REST);
        if (ours && mtu > 0) {
            paths.learn(Ip6Header.dstHi(m, inner), Ip6Header.dstLo(m, inner), mtu);
        }
        return ours;
    }

    private void finish(Link6 link, Mbuf m, boolean taken) {
        if (taken) {
            m.free();
        } else {
            drops.drop(DropReason.NO_PROTO, m, link.ifnet);
        }
    }

    /** Sends the request back as the answer (RFC 4443, 4.2); to a group too, from an address of the interface. */
    private void echo(Link6 link, Mbuf m, int at, boolean toGroup) {
        long srcHi = Ip6Header.srcHi(m, 0);
        long srcLo = Ip6Header.srcLo(m, 0);
        if (Ip6Header.isUnspecified(srcHi, srcLo)) {
            drops.drop(DropReason.BAD_SOURCE, m, link.ifnet);
            return;
        }
        long ownHi = toGroup ? 0 : Ip6Header.dstHi(m, 0);
        long ownLo = toGroup ? 0 : Ip6Header.dstLo(m, 0);
        int trafficClass = Ip6Header.trafficClass(m, 0);
        m.trimFront(at);
        m.put8(0, Icmp6Header.ECHO_REPLY);
        m.flags(m.flags() & (Mbuf.PRIO | Mbuf.HASH));
        m.rcvif(0);
        Ifnet through = Ip6Header.isLinkLocal(srcHi) || Ip6Header.isLoopback(srcHi, srcLo) ? link.ifnet : null;
        output.send(m, ownHi, ownLo, srcHi, srcLo, Ip6Header.ICMP6, 0, trafficClass, through);
    }
}
