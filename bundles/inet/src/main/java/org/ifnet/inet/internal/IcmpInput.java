package org.ifnet.inet.internal;

import org.ifnet.DropReason;
import org.ifnet.Ifnet;
import org.ifnet.inet.UpperProtocols;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.wire.Checksum;
import org.ifnet.wire.IcmpHeader;
import org.ifnet.wire.Ipv4Header;

/** Received ICMP messages. On a netisr. */
final class IcmpInput {
    private final Knobs knobs;
    private final Drops drops;
    private final Ip4Output output;
    private final EchoClients clients;
    private final IcmpAdvice advice;
    private final UpperProtocols upper;
    private final Stats stats;

    IcmpInput(
            Knobs knobs,
            Drops drops,
            Ip4Output output,
            EchoClients clients,
            IcmpAdvice advice,
            UpperProtocols upper,
            Stats stats) {
        this.advice = advice;
        this.upper = upper;
        this.stats = stats;
        this.knobs = knobs;
        this.drops = drops;
        this.output = output;
        this.clients = clients;
    }

    /** A packet that starts at its IP header of {@code header} bytes. Consumes it. */
    void input(Ifnet ifnet, Mbuf m, int header, boolean toGroup) {
        if (m.length() < header + IcmpHeader.LENGTH) {
            drops.drop(DropReason.BAD_HEADER, m, ifnet);
            return;
        }
        if (Checksum.ofChain(m, header) != 0) {
            drops.drop(DropReason.BAD_CHECKSUM, m, ifnet);
            return;
        }
        int type = IcmpHeader.type(m, header);
        stats.icmpIn(type);
        if (type == IcmpHeader.ECHO) {
            echo(ifnet, m, header, toGroup);
        } else if (type == IcmpHeader.ECHO_REPLY) {
            finish(ifnet, m, clients.reply(m, header), DropReason.NO_PROTO);
        } else if (IcmpHeader.isError(type)) {
            boolean followed = advice.follow(ifnet, m, header);
            finish(ifnet, m, clients.error(m, header) || isAbove(m, header, type) || followed, DropReason.NO_PROTO);
        } else {
            drops.drop(DropReason.UNSUPPORTED, m, ifnet);
        }
    }

    private boolean isAbove(Mbuf m, int header, int type) {
        int inner = header + IcmpHeader.LENGTH;
        return m.length() >= inner + Ipv4Header.LENGTH
                && m.length() >= inner + Ipv4Header.headerLength(m, inner) + IcmpHeader.LENGTH
                && upper.error(m, inner, IcmpText.trouble(type, IcmpHeader.code(m, header)));
    }

    private void finish(Ifnet ifnet, Mbuf m, boolean taken, DropReason otherwise) {
        if (taken) {
            m.free();
        } else {
            drops.drop(otherwise, m, ifnet);
        }
    }

    /** Sends the request back as the answer (RFC 1122 3.2.2.6). Options of the request are not repeated. */
    private void echo(Ifnet ifnet, Mbuf m, int header, boolean toGroup) {
        if (toGroup && !knobs.echoToGroups.isOn()) {
            drops.drop(DropReason.UNSUPPORTED, m, ifnet);
            return;
        }
        int src = toGroup ? 0 : Ipv4Header.dst(m, 0);
        int dst = Ipv4Header.src(m, 0);
        int tos = m.get8(Ipv4Header.TOS);
        int was = m.get16(header);
        int is = IcmpHeader.ECHO_REPLY << 8 | was & 0xff;
        m.put16(header, is);
        m.put16(header + IcmpHeader.CHECKSUM, Checksum.update(m.get16(header + IcmpHeader.CHECKSUM), was, is));
        m.trimFront(header);
        m.flags(m.flags() & (Mbuf.PRIO | Mbuf.HASH));
        m.rcvif(0);
        output.send(m, src, dst, Ipv4Header.ICMP, knobs.ttl.value(), tos, false);
    }
}
