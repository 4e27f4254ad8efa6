package org.ifnet.core.internal;

import org.ifnet.Counter;
import org.ifnet.DropReason;
import org.ifnet.Ifnet;
import org.ifnet.domain.Domain;
import org.ifnet.link.LinkLayer;
import org.ifnet.link.LinkPort;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.netisr.Netisr;
import org.jspecify.annotations.Nullable;

/** One interface as one link layer sees it. */
final class Port implements LinkPort {
    private static final MbufBatch[] NONE = {};

    private final CoreIfnet ifnet;
    private final LinkLayer layer;
    private final Netisr netisr;
    private final Flows flows;
    /** By cpu, then by slot; each row is its netisr's own. */
    private final MbufBatch[][] scratch;

    private volatile @Nullable Object state;
    private boolean closed;

    Port(CoreIfnet ifnet, LinkLayer layer, Netisr netisr, Flows flows) {
        this.ifnet = ifnet;
        this.layer = layer;
        this.netisr = netisr;
        this.flows = flows;
        scratch = new MbufBatch[netisr.cpus()][];
        for (int cpu = 0; cpu < scratch.length; cpu++) {
            scratch[cpu] = NONE;
        }
    }

    LinkLayer layer() {
        return layer;
    }

    CoreIfnet owner() {
        return ifnet;
    }

    /** Under the control lock: true the first time. */
    boolean close() {
        boolean first = !closed;
        closed = true;
        return first;
    }

    @Override
    public Ifnet ifnet() {
        return ifnet;
    }

    @Override
    public boolean passInput(Mbuf frame) {
        return ifnet.hooks().passInput(frame);
    }

    @Override
    public @Nullable Domain domain(int etherType) {
        return ifnet.protocols().map().byEtherType(etherType);
    }

    @Override
    public @Nullable Domain domainOfFamily(int family) {
        return ifnet.protocols().map().byFamily(family);
    }

    @Override
    public void input(Domain domain, int etherType, MbufBatch packets) {
        flows.input(ifnet, domain, etherType, packets);
    }

    @Override
    public int enqueue(Mbuf frame) {
        return ifnet.hooks().passOutput(frame) ? ifnet.queue().dispatch(frame) : 0;
    }

    @Override
    public void count(Counter counter, long n) {
        ifnet.counters().add(netisr.current(), counter, n);
    }

    @Override
    public void drop(DropReason reason, Mbuf m) {
        ifnet.counters().drops().drop(reason, m);
    }

    @Override
    public void reinput(Mbuf packet, int etherType) {
        ifnet.reinput().send(packet, etherType);
    }

    @Override
    public @Nullable Object state() {
        return state;
    }

    @Override
    public void state(@Nullable Object changed) {
        state = changed;
    }

    @Override
    public MbufBatch scratch(int slot) {
        int cpu = netisr.current();
        if (cpu < 0) {
            throw new IllegalStateException("scratch batches are for netisrs");
        }
        if (slot >= scratch[cpu].length) {
            scratch[cpu] = grown(scratch[cpu], slot + 1);
        }
        MbufBatch batch = scratch[cpu][slot];
        return batch.isEmpty() ? batch : new MbufBatch();
    }

    private static MbufBatch[] grown(MbufBatch[] old, int count) {
        MbufBatch[] row = new MbufBatch[count];
        for (int i = 0; i < count; i++) {
            row[i] = i < old.length ? old[i] : new MbufBatch();
        }
        return row;
    }
}
