package org.ifnet.altq.internal;

import org.ifnet.DropReason;
import org.ifnet.ifq.ClassQueue;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufQueue;
import org.jspecify.annotations.Nullable;

/**
 * A class that holds packets, and what it is guaranteed: a packet has a time from which on it may be sent without taking from
 * later guarantees of others, and a deadline.
 */
final class HfscLeaf extends HfscClass {
    private static final long ALL = -1;

    /** The index of the class. */
    final int index;

    private final ClassQueue queue;
    private final QueueLimit limit;
    private final @Nullable RuntimeCurve guarantee;
    private boolean begun;
    /** Bytes sent by the guarantee alone. */
    private double sent;

    private double eligible = Double.POSITIVE_INFINITY;

    HfscLeaf(
            int index,
            @Nullable HfscClass parent,
            HfscCurves curves,
            ClassQueue queue,
            QueueLimit limit,
            int maxFrame) {
        super(parent, curves.share(), curves.upper(), maxFrame);
        this.index = index;
        this.queue = queue;
        this.limit = limit;
        guarantee = curves.guarantee() == null ? null : new RuntimeCurve(curves.guarantee());
    }

    /** Why that packet may not come in, null when it may. */
    @Nullable
    DropReason refuses(Mbuf m, long now) {
        return limit.arrives(m, queue.length(), now);
    }

    /** A packet that was not asked about. */
    void adopt(int lane, Mbuf m, double phase, double t) {
        limit.adopted(m);
        add(lane, m, phase, t);
    }

    /** @param phase see {@link HfscClass#begins} */
    void add(int lane, Mbuf m, double phase, double t) {
        boolean first = queue.length() == 0;
        queue.add(lane, m);
        if (first) {
            beginGuarantee(m.packetLength(), phase, t);
            begins(m.packetLength(), phase, t);
        }
    }

    private void beginGuarantee(int size, double phase, double t) {
        if (guarantee == null) {
            return;
        }
        double rate = guarantee.curve().m2();
        if (phase > 0 && !begun && rate > 0) {
            guarantee.resume(t + phase * size / rate, sent);
        } else {
            guarantee.begin(t, sent);
        }
        begun = true;
        noteEligible(guarantee);
    }

    private void noteEligible(RuntimeCurve curve) {
        eligible = curve.curve().isConvex() ? curve.timeOfSecond(sent) : curve.time(sent);
    }

    /** Whether a packet in one of those lanes may go now because it is guaranteed. */
    boolean isEligible(long lanes, double t) {
        return eligible <= t && queue.hasAny(lanes);
    }

    /** By when the next packet is to be sent, of whichever lane; asked only when eligible. */
    double deadline() {
        Mbuf next = queue.peek(Math.max(queue.nextLane(ALL), 0));
        return guarantee == null || next == null
                ? Double.POSITIVE_INFINITY
                : guarantee.time(sent + next.packetLength());
    }

    @Override
    @Nullable
    HfscLeaf next(long lanes, double t) {
        return queue.hasAny(lanes) && untilUpper(t) <= 0 ? this : null;
    }

    @Override
    double due(long lanes, double t) {
        return queue.hasAny(lanes) ? untilUpper(t) : Double.POSITIVE_INFINITY;
    }

    /** Nanoseconds until {@link #isEligible}; infinite when never. */
    double dueByGuarantee(long lanes, double t) {
        return queue.hasAny(lanes) ? Math.max(eligible - t, 0) : Double.POSITIVE_INFINITY;
    }

    @Nullable
    Mbuf poll(int lane, boolean guaranteed, double t, long now) {
        Mbuf m = queue.poll(lane);
        if (m != null) {
            served(m.packetLength(), !guaranteed, t);
            if (guaranteed && guarantee != null) {
                sent += m.packetLength();
                rebase(guarantee);
                noteEligible(guarantee);
            }
            limit.left(m, queue.length(), now);
            noteEmpty();
        }
        return m;
    }

    private void rebase(RuntimeCurve curve) {
        if (sent > REBASE_BYTES) {
            curve.rebase(sent);
            sent = 0;
        }
    }

    private void noteEmpty() {
        if (queue.length() == 0) {
            ends();
        }
    }

    int nextLane(long lanes) {
        return queue.nextLane(lanes);
    }

    int length(int lane) {
        return queue.length(lane);
    }

    long bytes(int lane) {
        return queue.bytes(lane);
    }

    void release(int lane, MbufQueue into) {
        if (queue.length(lane) > 0) {
            for (Mbuf m = queue.poll(lane); m != null; m = queue.poll(lane)) {
                limit.released(m);
                into.add(m);
            }
            noteEmpty();
        }
    }
}
