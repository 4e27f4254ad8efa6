package org.ifnet.core.internal;

import java.util.concurrent.atomic.AtomicLong;

import org.ifnet.DropReason;
import org.ifnet.IfType;
import org.ifnet.domain.Domain;
import org.ifnet.link.LinkLayer;
import org.ifnet.link.LinkPort;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;

/** A link without header: what comes goes to the protocol of ether type 0x0800, or is counted and freed. */
class PlainLink implements LinkLayer {
    static final int TYPE = 0x0800;

    final AtomicLong received = new AtomicLong();
    final AtomicLong attached = new AtomicLong();
    final AtomicLong detached = new AtomicLong();

    @Override
    public IfType type() {
        return IfType.OTHER;
    }

    @Override
    public int headerLength() {
        return 0;
    }

    @Override
    public void attach(LinkPort port) {
        attached.incrementAndGet();
    }

    @Override
    public void detach(LinkPort port) {
        detached.incrementAndGet();
    }

    @Override
    public void input(LinkPort port, MbufBatch frames) {
        received.addAndGet(frames.size());
        MbufBatch passed = port.scratch(0);
        for (int i = 0; i < frames.size(); i++) {
            if (port.passInput(frames.get(i))) {
                passed.add(frames.get(i));
            }
        }
        frames.clear();
        Domain domain = port.domain(TYPE);
        if (domain != null && !passed.isEmpty()) {
            port.input(domain, TYPE, passed);
        } else {
            for (int i = 0; i < passed.size(); i++) {
                port.drop(DropReason.NO_PROTO, passed.get(i));
            }
            passed.clear();
        }
    }

    @Override
    public int output(LinkPort port, Mbuf m, Domain domain, long hi, long lo) {
        return port.enqueue(m);
    }
}
