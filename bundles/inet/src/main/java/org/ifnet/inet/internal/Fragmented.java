package org.ifnet.inet.internal;

import org.ifnet.mbuf.FragmentList;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.wire.Ipv4Header;

/** A packet of which some fragments have come. Under the lock of {@link Reassembly}. */
final class Fragmented {
    private int src;
    private int dst;
    private int idAndProtocol;
    /** Which interface the first of them came in by. */
    int ifnet;

    long due;
    boolean used;

    /** Something was wrong with it: what still comes of it goes the same way. */
    boolean poisoned;

    final FragmentList pieces = new FragmentList();

    private static int idAndProtocol(Mbuf m) {
        return m.get16(Ipv4Header.ID) << 8 | Ipv4Header.protocol(m, 0);
    }

    boolean is(Mbuf m) {
        return used && idAndProtocol == idAndProtocol(m) && src == Ipv4Header.src(m, 0) && dst == Ipv4Header.dst(m, 0);
    }

    void begin(Mbuf m, int in, long until) {
        src = Ipv4Header.src(m, 0);
        dst = Ipv4Header.dst(m, 0);
        idAndProtocol = idAndProtocol(m);
        ifnet = in;
        due = until;
        used = true;
        poisoned = false;
        pieces.clear();
    }
}
