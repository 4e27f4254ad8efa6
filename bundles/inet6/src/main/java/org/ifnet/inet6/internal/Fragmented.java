package org.ifnet.inet6.internal;

import org.ifnet.mbuf.FragmentList;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.wire.Ip6Header;

/** A packet of which some fragments have come. Under the lock of {@link Reassembly}. */
final class Fragmented {
    long srcHi;
    long srcLo;
    long dstHi;
    long dstLo;
    int id;
    int ifnet;
    long due;
    boolean used;

    /** Something was wrong with it: what still comes of it goes the same way (RFC 5722). */
    boolean poisoned;

    final FragmentList pieces = new FragmentList();

    boolean is(Mbuf m, int packet, int in) {
        return used
                && id == packet
                && ifnet == in
                && srcLo == Ip6Header.srcLo(m, 0)
                && dstLo == Ip6Header.dstLo(m, 0)
                && srcHi == Ip6Header.srcHi(m, 0)
                && dstHi == Ip6Header.dstHi(m, 0);
    }

    void begin(Mbuf m, int packet, int in, long until) {
        srcHi = Ip6Header.srcHi(m, 0);
        srcLo = Ip6Header.srcLo(m, 0);
        dstHi = Ip6Header.dstHi(m, 0);
        dstLo = Ip6Header.dstLo(m, 0);
        id = packet;
        ifnet = in;
        due = until;
        used = true;
        poisoned = false;
        pieces.clear();
    }
}
