package org.ifnet.pseudo.loop.internal;

import org.ifnet.mbuf.Mbuf;

/**
 * What stands in front of a packet on a loopback interface: its address family, big-endian (DLT_LOOP of pcap).
 *
 * <pre>
 *    0               4
 *   | AF number     | packet of that family …
 * </pre>
 */
final class LoopHeader {
    static final int LENGTH = 4;

    private LoopHeader() {}

    static int family(Mbuf m) {
        return m.get32(0);
    }

    static void family(Mbuf m, int family) {
        m.put32(0, family);
    }
}
