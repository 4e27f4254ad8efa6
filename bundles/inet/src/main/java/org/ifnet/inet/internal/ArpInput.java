package org.ifnet.inet.internal;

import org.ifnet.DropReason;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.netisr.Netisr;
import org.ifnet.wire.ArpHeader;
import org.ifnet.wire.Ipv4Header;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Received ARP packets: checks, what they teach, and the answer to those who ask for us. On a netisr. */
final class ArpInput {
    private static final Logger LOG = LoggerFactory.getLogger(ArpInput.class);

    private final Arp arp;
    private final ArpSender sender;
    private final Drops drops;
    private final Netisr netisr;
    private final RateLimit conflicts;
    private final Stats stats;

    ArpInput(Arp arp, ArpSender sender, Drops drops, Netisr netisr, RateLimit conflicts, Stats stats) {
        this.stats = stats;
        this.arp = arp;
        this.sender = sender;
        this.drops = drops;
        this.netisr = netisr;
        this.conflicts = conflicts;
    }

    void input(Ifnet ifnet, MbufBatch packets) {
        int n = packets.size();
        for (int i = 0; i < n; i++) {
            input(ifnet, packets.get(i));
            packets.done(i);
        }
        packets.clear();
    }

    private void input(Ifnet ifnet, Mbuf m) {
        MacAddress own = ifnet.lladdr();
        DropReason bad = check(ifnet, m, own);
        if (bad != null || own == null) {
            drops.drop(bad == null ? DropReason.UNSUPPORTED : bad, m, ifnet);
            return;
        }
        boolean request = ArpHeader.op(m, 0) == ArpHeader.REQUEST;
        stats.count(request ? Stats.ARP_REQUESTS_RECEIVED : Stats.ARP_REPLIES_RECEIVED);
        int spa = ArpHeader.spa(m, 0);
        boolean probe = spa == 0;
        boolean forUs = arp.ownOn(ifnet, ArpHeader.tpa(m, 0)) != null;
        long answer = forUs ? own.bits() : arp.proxies().find(ifnet, ArpHeader.tpa(m, 0));
        if (!probe && arp.ownOn(ifnet, spa) != null) {
            conflict(ifnet, spa, ArpHeader.sha(m, 0));
            drops.drop(DropReason.BAD_SOURCE, m, ifnet);
            return;
        }
        if (!probe && !ifnet.has(IfFlags.STATICARP)) {
            arp.learn(ifnet, spa, ArpHeader.sha(m, 0), forUs && arp.isNear(ifnet, spa));
        }
        // The station that is answered for asks whether another has its address.
        if (request && answer >= 0 && answer != ArpHeader.sha(m, 0)) {
            sender.reply(ifnet, m, answer);
        } else {
            // It has said what it had to say, to us or to others: every station hears every request.
            m.free();
        }
    }

    private static @Nullable DropReason check(Ifnet ifnet, Mbuf m, @Nullable MacAddress own) {
        if (m.length() < ArpHeader.LENGTH || !ArpHeader.isIpv4OverEther(m, 0)) {
            return DropReason.BAD_HEADER;
        }
        int op = ArpHeader.op(m, 0);
        if (op != ArpHeader.REQUEST && op != ArpHeader.REPLY) {
            return DropReason.UNSUPPORTED;
        }
        if (ifnet.has(IfFlags.NOARP)) {
            return DropReason.NO_PROTO;
        }
        long sha = ArpHeader.sha(m, 0);
        if (own != null && sha == own.bits()) {
            return DropReason.OWN_ECHO;
        }
        int spa = ArpHeader.spa(m, 0);
        boolean impossible = sha == 0 || MacAddress.isGroup(sha) || Ipv4Header.isMulticast(spa) || spa == -1;
        return impossible || spa >>> 24 == 127 ? DropReason.BAD_SOURCE : null;
    }

    /** Somebody else uses an address of ours: one line a second at most, written elsewhere. */
    private void conflict(Ifnet ifnet, int address, long lladdr) {
        stats.count(Stats.ARP_CONFLICTS);
        if (conflicts.allow()) {
            netisr.post(
                    Netisr.NETCTL,
                    () -> LOG.warn(
                            "{}: {} uses our address {}",
                            ifnet.name(),
                            MacAddress.format(lladdr),
                            IpAddress.formatV4(address)));
        }
    }
}
