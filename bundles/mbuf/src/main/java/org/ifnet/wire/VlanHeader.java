package org.ifnet.wire;

import org.ifnet.mbuf.Mbuf;

/**
 * The tag between the addresses and the type of an Ethernet frame (IEEE 802.1Q).
 *
 * <pre>
 *    0             6             12     14     16     18
 *   | destination | source      | tpid | tci  | type | payload …
 * </pre>
 */
public final class VlanHeader {
    public static final int TPID = 12;
    public static final int TCI = 14;
    /** Bytes that a tag adds to a frame. */
    public static final int LENGTH = 4;

    private static final int ADDRESSES = 12;

    private VlanHeader() {}

    /**
     * Puts a tag into a frame. False, and nothing changed, when the headroom is too small or the first mbuf does not hold
     * both addresses. The caller keeps the mbuf.
     */
    public static boolean insert(Mbuf m, int tpid, int tci) {
        if (m.length() < ADDRESSES || !m.prepend(LENGTH)) {
            return false;
        }
        m.put64(0, m.get64(LENGTH));
        m.put32(8, m.get32(8 + LENGTH));
        m.put16(TPID, tpid);
        m.put16(TCI, tci);
        return true;
    }

    /** Turns a tag that travels beside the frame ({@link Mbuf#VLANTAG}) into one inside; false as in {@link #insert}. */
    public static boolean materialize(Mbuf m) {
        if (!insert(m, EtherHeader.TYPE_VLAN, m.vlanTag())) {
            return false;
        }
        m.clear(Mbuf.VLANTAG);
        return true;
    }
}
