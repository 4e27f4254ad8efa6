package org.ifnet.core.internal;

import org.ifnet.DropReason;
import org.ifnet.domain.Domain;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.netisr.Netisr;

/**
 * Gives received packets to their protocol; when {@code net.netisr.flow_hash} is on, on the netisr of their flow
 * (reference 4.2). It is off by default: a source keeps its flows on one netisr anyway, and handing over costs. Packets of
 * one flow go one way and so stay in order; what has no header to hash stays where it is.
 *
 * <p>The hash is always computed here, whatever a device has put into the packet: one function for both directions is
 * what brings them together.
 */
final class Flows {
    private final Netisr netisr;
    private final Settings settings;
    private final PathFaults faults;
    /** By the cpu that sorts, then by the cpu that receives; each row is its netisr's own and empty between two calls. */
    private final MbufBatch[][] leaving;

    Flows(Netisr netisr, Settings settings, PathFaults faults) {
        this.netisr = netisr;
        this.faults = faults;
        this.settings = settings;
        int cpus = netisr.cpus();
        leaving = new MbufBatch[cpus][cpus];
        for (MbufBatch[] row : leaving) {
            for (int to = 0; to < cpus; to++) {
                row[to] = new MbufBatch();
            }
        }
    }

    /** Consumes the packets, which start at their protocol header. On a netisr. */
    void input(CoreIfnet ifnet, Domain domain, int etherType, MbufBatch packets) {
        if (settings.flowHash() && leaving.length > 1 && FlowHash.isHashed(etherType)) {
            spread(ifnet, etherType, packets, netisr.current());
        }
        if (!packets.isEmpty()) {
            deliver(ifnet, domain, etherType, packets);
        }
    }

    /** Here and now. Consumes the packets, also when the protocol throws. */
    void deliver(CoreIfnet ifnet, Domain domain, int etherType, MbufBatch packets) {
        try {
            domain.input(ifnet, etherType, packets);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            faults.domain(ifnet, domain, packets, e);
        }
    }

    /** Leaves in the batch what belongs here. */
    private void spread(CoreIfnet ifnet, int etherType, MbufBatch packets, int here) {
        if (here < 0) {
            return;
        }
        MbufBatch[] row = leaving[here];
        int kept = 0;
        int n = packets.size();
        for (int i = 0; i < n; i++) {
            Mbuf m = packets.get(i);
            int to = cpu(m, etherType, here);
            if (to == here) {
                packets.set(kept++, m);
            } else if (!row[to].add(m)) {
                send(ifnet, etherType, to, row[to]);
                row[to].add(m);
            }
        }
        packets.truncate(kept);
        for (int to = 0; to < row.length; to++) {
            if (!row[to].isEmpty()) {
                send(ifnet, etherType, to, row[to]);
            }
        }
    }

    private void send(CoreIfnet ifnet, int etherType, int to, MbufBatch batch) {
        int count = batch.size();
        int taken = netisr.queue(to, ifnet.reinput().handlerOf(etherType), batch);
        if (taken < count) {
            ifnet.counters().drops().count(DropReason.MAILBOX_FULL, count - taken);
        }
    }

    /** The netisr of the packet's flow, and its mark; {@code here} when it has none or hashing is off. */
    int cpu(Mbuf m, int etherType, int here) {
        int hash = settings.flowHash() ? FlowHash.of(m, etherType) : FlowHash.NONE;
        if (hash == FlowHash.NONE) {
            return here;
        }
        m.flowHash(hash);
        return netisr.cpuOf(hash);
    }
}
