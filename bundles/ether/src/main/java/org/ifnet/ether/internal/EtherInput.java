package org.ifnet.ether.internal;

import org.ifnet.Counter;
import org.ifnet.DropReason;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.domain.Domain;
import org.ifnet.link.LinkPort;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.MacAddress;

/**
 * The way of received frames, in two passes over a batch. The first checks each frame, shows it to the hooks and leaves
 * the survivors in the batch; the second strips headers and hands runs of one ether type to their protocol.
 *
 * <p>Hooks see every frame that is well-formed, no echo of our own, and meant for us; while the interface is PROMISC or
 * a MONITOR also those that are not, marked {@link Mbuf#PROMISC}. They stand in front of the protocols and behind the
 * checks, because a frame that lies about itself must not be forwarded by a bridge either.
 */
final class EtherInput {
    /** Types below are lengths of IEEE 802.3 frames. */
    private static final int LEAST_TYPE = 0x600;

    private static final int VLAN_TAG = 4;
    private static final int GROUPED = 0;

    private EtherInput() {}

    static void input(LinkPort port, MbufBatch frames) {
        Ifnet ifnet = port.ifnet();
        int flags = ifnet.flags();
        if ((flags & IfFlags.UP) == 0) {
            ifnet.counters().drops().drop(DropReason.IF_DOWN, frames);
            return;
        }
        if (filter(port, ifnet, flags, frames)) {
            deliver(port, ifnet, frames);
        } else {
            deliverMixed(port, ifnet, frames);
        }
    }

    /** Leaves in the batch what the protocols get; true when all of it has one ether type. */
    private static boolean filter(LinkPort port, Ifnet ifnet, int flags, MbufBatch frames) {
        MacAddress lladdr = ifnet.lladdr();
        long own = lladdr == null ? 0 : lladdr.bits();
        int longest = ifnet.mtu() + EtherHeader.LENGTH;
        int kept = 0;
        int groups = 0;
        boolean oneType = true;
        int firstType = 0;
        int n = frames.size();
        for (int i = 0; i < n; i++) {
            Mbuf m = frames.get(i);
            if (!isWellFormed(port, m, longest) || !isMeant(port, m, flags, own)) {
                continue;
            }
            groups += m.has(Mbuf.BCAST | Mbuf.MCAST) ? 1 : 0;
            if (isNested(m)) {
                refuse(port, m);
                continue;
            }
            if (!port.passInput(m)) {
                continue;
            }
            if (m.has(Mbuf.PROMISC)) {
                port.drop((flags & IfFlags.MONITOR) != 0 ? DropReason.MONITOR : DropReason.NOT_OURS, m);
                continue;
            }
            int type = EtherHeader.type(m, 0);
            firstType = kept == 0 ? type : firstType;
            oneType &= type == firstType;
            frames.set(kept++, m);
        }
        frames.truncate(kept);
        if (groups != 0) {
            port.count(Counter.IMCASTS, groups);
        }
        return oneType;
    }

    private static boolean isWellFormed(LinkPort port, Mbuf m, int longest) {
        if (m.length() < EtherHeader.LENGTH) {
            return broken(port, m, DropReason.RUNT);
        }
        int length = m.packetLength();
        if (length > longest && (length > longest + VLAN_TAG || EtherHeader.type(m, 0) != EtherHeader.TYPE_VLAN)) {
            return broken(port, m, DropReason.TOO_BIG);
        }
        if (MacAddress.isGroup(EtherHeader.src(m, 0))) {
            return broken(port, m, DropReason.BAD_SOURCE);
        }
        return true;
    }

    /** An 802.1Q tag in another: nobody here takes it, whichever of the two a device has taken out already. */
    private static boolean isNested(Mbuf m) {
        if (EtherHeader.type(m, 0) != EtherHeader.TYPE_VLAN) {
            return false;
        }
        int inner = EtherHeader.LENGTH + VLAN_TAG;
        return m.has(Mbuf.VLANTAG) || m.length() >= inner && EtherHeader.type(m, VLAN_TAG) == EtherHeader.TYPE_VLAN;
    }

    private static boolean broken(LinkPort port, Mbuf m, DropReason reason) {
        port.count(Counter.IERRORS, 1);
        port.drop(reason, m);
        return false;
    }

    /** Marks how the frame is addressed; false when it was dropped because nobody here may see it. */
    private static boolean isMeant(LinkPort port, Mbuf m, int flags, long own) {
        if ((flags & IfFlags.SIMPLEX) != 0 && EtherHeader.src(m, 0) == own) {
            port.drop(DropReason.OWN_ECHO, m);
            return false;
        }
        m.clear(Mbuf.BCAST | Mbuf.MCAST | Mbuf.PROMISC | Mbuf.LOOPED);
        long dst = EtherHeader.dst(m, 0);
        if (MacAddress.isGroup(dst)) {
            m.set(dst == MacAddress.BROADCAST_BITS ? Mbuf.BCAST : Mbuf.MCAST);
        } else if (dst != own) {
            if ((flags & (IfFlags.PROMISC | IfFlags.MONITOR)) == 0) {
                port.drop(DropReason.NOT_OURS, m);
                return false;
            }
            m.set(Mbuf.PROMISC);
        }
        if ((flags & IfFlags.MONITOR) != 0) {
            m.set(Mbuf.PROMISC);
        }
        return true;
    }

    private static void deliverMixed(LinkPort port, Ifnet ifnet, MbufBatch frames) {
        MbufBatch run = port.scratch(GROUPED);
        int n = frames.size();
        int type = 0;
        for (int i = 0; i < n; i++) {
            Mbuf m = frames.get(i);
            int itsType = EtherHeader.type(m, 0);
            if (itsType != type || run.isFull()) {
                deliver(port, ifnet, run);
                type = itsType;
            }
            run.add(m);
        }
        frames.clear();
        deliver(port, ifnet, run);
    }

    /** Frames of one ether type to the protocol that speaks it. */
    private static void deliver(LinkPort port, Ifnet ifnet, MbufBatch run) {
        int n = run.size();
        if (n == 0) {
            return;
        }
        int type = EtherHeader.type(run.get(0), 0);
        Domain domain = type < LEAST_TYPE ? null : port.domain(type);
        if (domain == null) {
            refuse(port, run);
            return;
        }
        int kept = 0;
        for (int i = 0; i < n; i++) {
            Mbuf m = run.get(i);
            if (m.has(Mbuf.VLANTAG)) {
                refuse(port, m);
                continue;
            }
            m.trimFront(EtherHeader.LENGTH);
            run.set(kept++, m);
        }
        run.truncate(kept);
        if (kept > 0) {
            port.input(domain, type, run);
        }
    }

    private static void refuse(LinkPort port, MbufBatch run) {
        port.count(Counter.NOPROTO, run.size());
        port.ifnet().counters().drops().drop(DropReason.NO_PROTO, run);
    }

    private static void refuse(LinkPort port, Mbuf m) {
        port.count(Counter.NOPROTO, 1);
        port.drop(DropReason.NO_PROTO, m);
    }
}
