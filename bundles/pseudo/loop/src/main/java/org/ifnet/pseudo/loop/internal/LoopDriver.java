package org.ifnet.pseudo.loop.internal;

import org.ifnet.IfFlags;
import org.ifnet.IfType;
import org.ifnet.driver.DriverContext;
import org.ifnet.driver.DriverInfo;
import org.ifnet.driver.DriverSource;
import org.ifnet.driver.IfnetDriver;
import org.ifnet.ifq.Subqueue;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.jspecify.annotations.Nullable;

/**
 * A wire that ends where it begins. The transmit queue itself is the wire: start only says that something waits, by
 * oactive and by scheduling the source, and poll takes packets straight from the queue. So nothing is copied, nothing can
 * be lost on the way, and the bound is the queue's.
 */
final class LoopDriver implements IfnetDriver {
    private static final int MTU = 16384;
    private static final int LEAST_MTU = 72;
    private static final int MOST_MTU = 65535;
    /** Marks of sending that say nothing about a received packet. */
    private static final int SENDERS = Mbuf.PRIO | Mbuf.PROMISC;

    private volatile @Nullable Wire wire;

    /** The queue and the source of one binding. */
    private record Wire(Subqueue queue, DriverSource source) {}

    @Override
    public DriverInfo info() {
        int flags = IfFlags.LOOPBACK | IfFlags.MULTICAST;
        return new DriverInfo(IfType.LOOP, null, flags, MTU, LEAST_MTU, MOST_MTU, 0, 0, 1);
    }

    @Override
    public void attach(DriverContext context) {
        Subqueue queue = context.queue(0);
        wire = new Wire(queue, context.source(0, received -> poll(queue, received)));
    }

    @Override
    public void detach() {
        wire = null;
    }

    @Override
    public void init() {
        Wire current = wire;
        if (current != null) {
            current.queue.clearOactive();
        }
    }

    @Override
    public void stop() {}

    @Override
    public void start(Subqueue queue) {
        Wire current = wire;
        if (current != null) {
            queue.setOactive();
            current.source.schedule();
        }
    }

    private static boolean poll(Subqueue queue, MbufBatch received) {
        int before = received.size();
        queue.dequeue(received);
        for (int i = before; i < received.size(); i++) {
            received.get(i).clear(SENDERS);
        }
        if (received.isFull()) {
            return true;
        }
        queue.clearOactive();
        return false;
    }

    /** Every MTU of the range will do. */
    @Override
    public void setMtu(int mtu) {}
}
