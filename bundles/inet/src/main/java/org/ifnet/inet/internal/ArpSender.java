package org.ifnet.inet.internal;

import org.ifnet.Ifnet;
import org.ifnet.domain.AddressFamily;
import org.ifnet.domain.Domain;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.wire.ArpHeader;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.MacAddress;

/**
 * Sends ARP packets. To the link layer it is a protocol whose neighbours' addresses are link-level addresses already;
 * that is all that {@link #resolve} says. It receives nothing: the IPv4 domain takes both ether types.
 */
final class ArpSender implements Domain {
    private static final int[] NOTHING = {};

    private final MbufPool pool;
    private final Stats stats;

    ArpSender(MbufPool pool, Stats stats) {
        this.pool = pool;
        this.stats = stats;
    }

    /** Asks for the owner of {@code target}: everybody, or only the station that was it. */
    void request(Ifnet ifnet, int source, int target, long to) {
        MacAddress own = ifnet.lladdr();
        Mbuf m = own == null ? null : pool.alloc();
        if (own == null || m == null) {
            return;
        }
        m.append(ArpHeader.LENGTH);
        ArpHeader.put(m, 0, ArpHeader.REQUEST, own.bits(), source, 0, target);
        stats.count(Stats.ARP_REQUESTS_SENT);
        ifnet.output(m, this, 0, to);
    }

    /** Makes a received request the answer to it and sends it back. Consumes it. */
    void reply(Ifnet ifnet, Mbuf m, long answer) {
        long sha = ArpHeader.sha(m, 0);
        int spa = ArpHeader.spa(m, 0);
        ArpHeader.put(m, 0, ArpHeader.REPLY, answer, ArpHeader.tpa(m, 0), sha, spa);
        m.trimBack(m.length() - ArpHeader.LENGTH);
        Mbuf trailer = m.next();
        if (trailer != null) {
            // What a jumbo frame carried behind the packet is no part of the answer.
            m.next(null);
            trailer.free();
        }
        m.flags(0);
        m.rcvif(0);
        stats.count(Stats.ARP_REPLIES_SENT);
        ifnet.output(m, this, 0, sha);
    }

    /** Tells everybody whose address this is, so that others correct what they remember (RFC 5227, 3). */
    void announce(Ifaddr a) {
        request(a.ifnet(), a.address().v4(), a.address().v4(), MacAddress.BROADCAST_BITS);
    }

    @Override
    public int family() {
        return AddressFamily.LINK;
    }

    @Override
    public int etherType() {
        return EtherHeader.TYPE_ARP;
    }

    @Override
    public int[] inputTypes() {
        return NOTHING;
    }

    @Override
    public void input(Ifnet ifnet, int etherType, MbufBatch packets) {
        packets.freeAll();
    }

    @Override
    public long resolve(Ifnet ifnet, Mbuf m, long hi, long lo) {
        return lo;
    }
}
