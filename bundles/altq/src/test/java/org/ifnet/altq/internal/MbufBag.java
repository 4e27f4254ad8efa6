package org.ifnet.altq.internal;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufQueue;

/** What a test took from a {@link Link} by hand; given back before the line closes, so that nothing is missing there. */
final class MbufBag {
    private final Link link;
    private final MbufQueue taken = new MbufQueue();

    MbufBag(Link link) {
        this.link = link;
    }

    void add(Mbuf m) {
        taken.add(m);
    }

    int size() {
        return taken.length();
    }

    /** Into lane 0. */
    void back() {
        for (Mbuf m = taken.poll(); m != null; m = taken.poll()) {
            link.scheduler.adopt(0, m.queueClass(), m, link.now);
        }
    }
}
