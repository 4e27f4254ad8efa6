package org.ifnet.itest.conformance;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.ifnet.IfnetException;
import org.ifnet.driver.DriverContext;
import org.ifnet.driver.DriverInfo;
import org.ifnet.driver.DriverSource;
import org.ifnet.ifq.Subqueue;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;

/** A card whose other end is another one: what this one sends that one receives, and what a test injects. */
final class Wire extends Card {
    private final Queue<Mbuf> arriving = new ConcurrentLinkedQueue<>();
    private volatile Wire peer = this;
    private volatile DriverSource source;
    private volatile boolean attached;

    Wire(DriverInfo info) {
        this.info = info;
    }

    /** Two that are connected. */
    static Wire[] pair(DriverInfo info) {
        Wire[] ends = {new Wire(info), new Wire(info)};
        ends[0].peer = ends[1];
        ends[1].peer = ends[0];
        return ends;
    }

    @Override
    public void attach(DriverContext given) throws IfnetException {
        super.attach(given);
        source = given.source(0, this::poll);
        attached = true;
    }

    @Override
    public void detach() {
        attached = false;
        super.detach();
        drain();
    }

    private void drain() {
        for (Mbuf m = arriving.poll(); m != null; m = arriving.poll()) {
            m.free();
        }
    }

    /** It receives that frame. */
    void inject(Mbuf m) {
        arriving.add(m);
        if (!attached) {
            drain();
            return;
        }
        source.schedule();
    }

    @Override
    public void start(Subqueue queue) {
        for (Mbuf m = queue.dequeue(); m != null; m = queue.dequeue()) {
            sent.incrementAndGet();
            m.clear(Mbuf.PRIO | Mbuf.MCAST | Mbuf.BCAST);
            peer.inject(m);
        }
    }

    private boolean poll(MbufBatch received) {
        while (!received.isFull()) {
            Mbuf m = arriving.poll();
            if (m == null) {
                return false;
            }
            received.add(m);
        }
        return true;
    }
}
