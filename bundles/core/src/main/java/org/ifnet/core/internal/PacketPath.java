package org.ifnet.core.internal;

import org.ifnet.Counter;
import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.IfnetCounters;
import org.ifnet.domain.Domain;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.netisr.Netisr;

/** The way of packets through one interface, between its driver and its link layer. */
final class PacketPath {
    private final CoreIfnet ifnet;
    private final IfnetCounters counters;
    private final Netisr netisr;
    private final Quiescence quiescence;

    PacketPath(CoreIfnet ifnet, Parts parts) {
        this.ifnet = ifnet;
        this.counters = ifnet.counters();
        netisr = parts.netisr();
        quiescence = parts.quiescence();
    }

    /** Frames from the driver or a pseudo-interface: counts them and gives them to the link layer. On a netisr. */
    void receive(MbufBatch frames) {
        int count = frames.size();
        int handle = ifnet.handle();
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            Mbuf frame = frames.get(i);
            frame.rcvif(handle);
            bytes += frame.packetLength();
        }
        int cpu = netisr.current();
        counters.add(cpu, Counter.IPACKETS, count);
        counters.add(cpu, Counter.IBYTES, bytes);
        Port to = ifnet.port();
        if (!ifnet.isAttached() || !ifnet.isUsable()) {
            counters.drops().drop(DropReason.IF_DOWN, frames);
        } else if (to == null) {
            counters.add(cpu, Counter.NOPROTO, count);
            counters.drops().drop(DropReason.NO_PROTO, frames);
        } else {
            to.layer().input(to, frames);
        }
    }

    /** See {@link org.ifnet.Ifnet#output}. */
    int output(Mbuf m, Domain domain, long hi, long lo) {
        int ticket = quiescence.enter();
        try {
            Port to = ifnet.port();
            if (!ifnet.isAttached()) {
                return refuse(m, DropReason.DETACHED, Errno.ENXIO);
            }
            if (!ifnet.isUsable()) {
                return refuse(m, DropReason.IF_DOWN, Errno.ENETDOWN);
            }
            if (to == null) {
                return refuse(m, DropReason.UNSUPPORTED, Errno.EPROTONOSUPPORT);
            }
            return to.layer().output(to, m, domain, hi, lo);
        } finally {
            quiescence.leave(ticket);
        }
    }

    private int refuse(Mbuf m, DropReason reason, Errno errno) {
        counters.drops().drop(reason, m);
        return errno.number();
    }

    /** See {@link org.ifnet.Ifnet#transmit}. */
    int transmit(MbufBatch frames) {
        int ticket = quiescence.enter();
        try {
            if (ifnet.isAttached() && ifnet.isUsable()) {
                return ifnet.queue().dispatch(frames);
            }
            counters.drops().drop(ifnet.isAttached() ? DropReason.IF_DOWN : DropReason.DETACHED, frames);
            return 0;
        } finally {
            quiescence.leave(ticket);
        }
    }
}
