package org.ifnet.ifq.internal;

import org.jspecify.annotations.Nullable;

/**
 * Packets that one netisr has put into one subqueue without having it started yet (reference 1.18). Both numbers are 0
 * while it is on no list. Guarded by the locks of the subqueue, but for {@link #next}, which is the netisr's.
 */
final class Stage {
    final TransmitSubqueue queue;
    /** The one behind it on the list of its netisr. */
    @Nullable
    Stage next;

    private int packets;
    private long bytes;
    private boolean listed;

    Stage(TransmitSubqueue queue) {
        this.queue = queue;
    }

    /** Counts packets; whether that is still little enough to wait for the roll-up. Else the stage is empty again. */
    boolean add(int morePackets, long moreBytes, int mostPackets, int mostBytes) {
        packets += morePackets;
        bytes += moreBytes;
        if (packets < mostPackets && bytes < mostBytes) {
            return true;
        }
        clear();
        return false;
    }

    void clear() {
        packets = 0;
        bytes = 0;
    }

    /** True when it was on no list so far. */
    boolean list() {
        boolean added = !listed;
        listed = true;
        return added;
    }

    /** It has been taken off the list. */
    void unlisted() {
        listed = false;
        clear();
    }

    int packets() {
        return packets;
    }
}
