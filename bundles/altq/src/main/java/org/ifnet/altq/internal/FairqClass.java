package org.ifnet.altq.internal;

import org.ifnet.mbuf.Mbuf;
import org.jspecify.annotations.Nullable;

/** A class: its buckets, and whether it has had its bandwidth. */
final class FairqClass {
    /** So much of what it did not use a class can make up for; so long, at most, it pays for what it had besides. */
    private static final double WINDOW_NANOS = 125e6;

    final FairqBuckets buckets;
    private final Pace pace;
    /** The size of the packet that stands for the next, which may differ from lane to lane. */
    private int typical;

    private boolean begun;

    FairqClass(FairqBuckets buckets, long bandwidth, int maxFrame) {
        this.buckets = buckets;
        double packet = maxFrame * 8e9 / bandwidth;
        pace = new Pace(bandwidth, WINDOW_NANOS + packet, WINDOW_NANOS + packet);
    }

    /** The first packet after a pause is in. */
    void joins(Mbuf m) {
        typical = m.packetLength();
        begun = true;
    }

    /** The first packet of all, which waited already; see {@link Shares#begins}. */
    void begins(Mbuf m, double phase, long t) {
        joins(m);
        pace.start((phase - 0.5) * pace.nanos(typical), t);
    }

    boolean hasBegun() {
        return begun;
    }

    /** Whether half a packet more would be too much for its bandwidth; by halves, it is neither early nor late on average. */
    boolean isOver(long t) {
        return pace.ahead(t) + pace.nanos(typical) / 2 > 0;
    }

    int typical() {
        return typical;
    }

    /** Of that lane; null when it has none. */
    @Nullable
    Mbuf poll(int lane, long t) {
        Mbuf m = buckets.poll(lane, t);
        if (m != null) {
            typical = m.packetLength();
            pace.sent(typical, t);
        }
        return m;
    }
}
