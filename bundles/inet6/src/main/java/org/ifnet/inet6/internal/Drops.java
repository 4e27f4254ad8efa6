package org.ifnet.inet6.internal;

import org.ifnet.DropCounts;
import org.ifnet.DropReason;
import org.ifnet.Ifnet;
import org.ifnet.Ifnets;
import org.ifnet.mbuf.Mbuf;
import org.jspecify.annotations.Nullable;

/**
 * Where this bundle drops packets. Each is counted twice in two independent books: once for the protocol, and once for
 * the interface that received it, when there is one.
 */
final class Drops {
    private final DropCounts counts = new DropCounts();
    private final Ifnets ifnets;

    Drops(Ifnets ifnets) {
        this.ifnets = ifnets;
    }

    DropCounts counts() {
        return counts;
    }

    /** Counts and frees; {@code at} is the interface whose book has it too. */
    void drop(DropReason reason, Mbuf m, Ifnet at) {
        counts.count(reason, 1);
        at.counters().drops().drop(reason, m);
    }

    /** The same for the interface that received the packet. */
    void drop(DropReason reason, Mbuf m) {
        int handle = m.rcvif();
        @Nullable Ifnet at = handle == 0 ? null : ifnets.byHandle(handle);
        if (at == null) {
            counts.drop(reason, m);
        } else {
            drop(reason, m, at);
        }
    }
}
