package org.ifnet.inet6.internal;

import org.ifnet.DropReason;
import org.ifnet.IfFlags;
import org.ifnet.inet6.Address6State;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.netisr.Netisr;
import org.ifnet.wire.Icmp6Header;
import org.ifnet.wire.Ip6Header;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Received neighbour solicitations and advertisements: checks, what they teach, and the answer. On a netisr. */
final class NdInput {
    private static final Logger LOG = LoggerFactory.getLogger(NdInput.class);

    private final Nd nd;
    private final NdSender sender;
    private final Dad dad;
    private final Drops drops;
    private final Netisr netisr;
    private final RateLimit conflicts;

    NdInput(Nd nd, NdSender sender, Dad dad, Drops drops, Netisr netisr, RateLimit conflicts) {
        this.nd = nd;
        this.sender = sender;
        this.dad = dad;
        this.drops = drops;
        this.netisr = netisr;
        this.conflicts = conflicts;
    }

    /** A message of type NS or NA with a correct checksum, its IPv6 header at 0. Consumes it. */
    void input(Link6 link, Mbuf m, int at) {
        DropReason bad = check(link, m, at);
        if (bad != null) {
            drops.drop(bad, m, link.ifnet);
            return;
        }
        if (Icmp6Header.type(m, at) == Icmp6Header.NEIGHBOUR_SOLICIT) {
            solicited(link, m, at);
        } else {
            advertised(link, m, at);
        }
    }

    /** RFC 4861, 7.1.1 and 7.1.2; a fragment never gets here (RFC 6980). */
    private static @Nullable DropReason check(Link6 link, Mbuf m, int at) {
        if (m.next() != null
                || m.length() < at + Icmp6Header.ND_LENGTH
                || Ip6Header.hops(m, 0) != Icmp6Header.ND_HOPS
                || Icmp6Header.code(m, at) != 0
                || Ip6Header.isMulticast(Icmp6Header.targetHi(m, at))
                || !Icmp6Header.optionsFit(m, at + Icmp6Header.ND_LENGTH, m.length())) {
            return DropReason.BAD_HEADER;
        }
        return link.ifnet.has(IfFlags.NOARP) || link.ifnet.lladdr() == null ? DropReason.NO_PROTO : null;
    }

    private void solicited(Link6 link, Mbuf m, int at) {
        long srcHi = Ip6Header.srcHi(m, 0);
        long srcLo = Ip6Header.srcLo(m, 0);
        long lladdr = option(m, at, Icmp6Header.OPT_SOURCE);
        boolean detecting = Ip6Header.isUnspecified(srcHi, srcLo);
        boolean toGroup = Ip6Header.dstHi(m, 0) == Ip6Header.LINK_GROUP_HI;
        if (detecting && (lladdr >= 0 || !toGroup || Ip6Header.dstLo(m, 0) >>> 24 != 0x1ff)
                || MacAddress.isGroup(lladdr) && lladdr >= 0) {
            drops.drop(DropReason.BAD_HEADER, m, link.ifnet);
            return;
        }
        Own6 own = link.find(Icmp6Header.targetHi(m, at), Icmp6Header.targetLo(m, at));
        if (own == null) {
            // Another's address with the same end: every station of that group hears it.
            m.free();
            return;
        }
        if (!own.isUsable()) {
            tentative(link, own, m, at, detecting);
            return;
        }
        if (!detecting && !link.isNear(srcHi, srcLo)) {
            drops.drop(DropReason.BAD_SOURCE, m, link.ifnet);
            return;
        }
        if (lladdr >= 0) {
            nd.learn(link, srcHi, srcLo, lladdr, false);
        }
        if (detecting) {
            sender.advertise(link, own, Ip6Header.LINK_GROUP_HI, Ip6Header.ALL_NODES_LO, false);
        } else {
            sender.advertise(link, own, srcHi, srcLo, true);
        }
        m.free();
    }

    /** An address that is not ours yet is never answered for; who asks without a source wants it as we do. */
    private void tentative(Link6 link, Own6 own, Mbuf m, int at, boolean detecting) {
        if (detecting && option(m, at, Icmp6Header.OPT_NONCE) != own.nonce) {
            dad.conflict(link, own);
        }
        m.free();
    }

    private void advertised(Link6 link, Mbuf m, int at) {
        int flags = m.get32(at + Icmp6Header.REST);
        long hi = Icmp6Header.targetHi(m, at);
        long lo = Icmp6Header.targetLo(m, at);
        long lladdr = option(m, at, Icmp6Header.OPT_TARGET);
        boolean toGroup = Ip6Header.isMulticast(Ip6Header.dstHi(m, 0));
        if (toGroup && (flags & Icmp6Header.NA_SOLICITED) != 0 || lladdr >= 0 && MacAddress.isGroup(lladdr)) {
            drops.drop(DropReason.BAD_HEADER, m, link.ifnet);
            return;
        }
        Own6 own = link.find(hi, lo);
        if (own == null) {
            nd.advertised(link, hi, lo, lladdr, flags);
        } else if (own.isUsable()) {
            taken(link, own, lladdr);
        } else {
            dad.conflict(link, own);
        }
        m.free();
    }

    /** Somebody else uses an address of ours: one line a second at most, written elsewhere. */
    private void taken(Link6 link, Own6 own, long lladdr) {
        if (!own.has(Address6State.ANYCAST) && conflicts.allow()) {
            netisr.post(
                    Netisr.NETCTL,
                    () -> LOG.warn(
                            "{}: {} uses our address {}",
                            link.ifnet.name(),
                            lladdr < 0 ? "somebody" : MacAddress.format(lladdr),
                            own.ifaddr.address()));
        }
    }

    private static long option(Mbuf m, int at, int kind) {
        int option = Icmp6Header.option(m, at + Icmp6Header.ND_LENGTH, m.length(), kind);
        return option < 0 ? -1 : Icmp6Header.lladdr(m, option);
    }
}
