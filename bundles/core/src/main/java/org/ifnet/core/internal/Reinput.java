package org.ifnet.core.internal;

import java.util.concurrent.ConcurrentHashMap;

import org.ifnet.DropReason;
import org.ifnet.domain.Domain;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.netisr.Netisr;
import org.ifnet.wire.EtherHeader;
import org.jspecify.annotations.Nullable;

/** The way of packets through the mailbox of a netisr to the protocol, without the link layer: packets of our own that come
 * back, and received ones whose flow belongs to another netisr. */
final class Reinput {
    private final CoreIfnet ifnet;
    private final Netisr netisr;
    private final Flows flows;
    private final Netisr.PacketHandler ipv4 = handler(EtherHeader.TYPE_IPV4);
    private final Netisr.PacketHandler ipv6 = handler(EtherHeader.TYPE_IPV6);
    /** One for each other ether type ever used: a handful. */
    private final ConcurrentHashMap<Integer, Netisr.PacketHandler> others = new ConcurrentHashMap<>();
    /** By cpu, each its netisr's own; what lies in the mailbox is not in them. */
    private final @Nullable MbufBatch[] batches;

    Reinput(CoreIfnet ifnet, Netisr netisr, Flows flows) {
        this.ifnet = ifnet;
        this.netisr = netisr;
        this.flows = flows;
        batches = new MbufBatch[netisr.cpus()];
    }

    /** Consumes the packet. Any thread. */
    void send(Mbuf packet, int etherType) {
        packet.rcvif(ifnet.handle());
        int cpu = netisr.current();
        MbufBatch batch = cpu < 0 ? new MbufBatch(1) : batchOf(cpu);
        batch.add(packet);
        int to = flows.cpu(packet, etherType, cpu < 0 ? 0 : cpu);
        if (netisr.queue(to, handlerOf(etherType), batch) == 0) {
            ifnet.counters().drops().count(DropReason.MAILBOX_FULL, 1);
        }
    }

    private MbufBatch batchOf(int cpu) {
        MbufBatch batch = batches[cpu];
        if (batch == null) {
            batch = new MbufBatch(1);
            batches[cpu] = batch;
        }
        return batch;
    }

    /** What receives packets of that ether type for this interface; the same object every time. */
    Netisr.PacketHandler handlerOf(int etherType) {
        return switch (etherType) {
            case EtherHeader.TYPE_IPV4 -> ipv4;
            case EtherHeader.TYPE_IPV6 -> ipv6;
            default -> others.computeIfAbsent(etherType, this::handler);
        };
    }

    private Netisr.PacketHandler handler(int etherType) {
        return packets -> deliver(packets, etherType);
    }

    private void deliver(MbufBatch packets, int etherType) {
        Domain domain = ifnet.protocols().map().byEtherType(etherType);
        if (!ifnet.isAttached() || !ifnet.isUsable()) {
            ifnet.counters().drops().drop(DropReason.IF_DOWN, packets);
        } else if (domain == null) {
            ifnet.counters().drops().drop(DropReason.NO_PROTO, packets);
        } else {
            flows.deliver(ifnet, domain, etherType, packets);
        }
    }
}
