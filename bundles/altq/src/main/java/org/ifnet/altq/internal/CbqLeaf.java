package org.ifnet.altq.internal;

import org.ifnet.DropReason;
import org.ifnet.ifq.ClassQueue;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufQueue;
import org.jspecify.annotations.Nullable;

/** A class that holds packets. */
final class CbqLeaf {
    /** Its number among the leaves. */
    final int number;
    /** The index of the class among all. */
    final int index;

    private final int priority;
    private final CbqClass cls;
    private final ClassQueue queue;
    private final QueueLimit limit;
    private final CbqBranch branch;

    CbqLeaf(int number, int index, int priority, CbqClass cls, ClassQueue queue, QueueLimit limit, CbqBranch branch) {
        this.number = number;
        this.index = index;
        this.priority = priority;
        this.cls = cls;
        this.queue = queue;
        this.limit = limit;
        this.branch = branch;
    }

    /** Why that packet may not come in, null when it may. */
    @Nullable
    DropReason refuses(Mbuf m, long now) {
        return limit.arrives(m, queue.length(), now);
    }

    /** A packet that was not asked about. */
    void adopt(int lane, Mbuf m, double phase, long t) {
        limit.adopted(m);
        add(lane, m, phase, t);
    }

    /** @param phase see {@link CbqClass#begins} */
    void add(int lane, Mbuf m, double phase, long t) {
        if (isEmpty()) {
            cls.begins(m.packetLength(), phase, t);
            branch.begins(priority, m.packetLength(), phase);
        }
        queue.add(lane, m);
    }

    @Nullable
    Mbuf poll(int lane, long t, long now) {
        Mbuf m = queue.poll(lane);
        if (m != null) {
            cls.sent(m.packetLength(), t);
            branch.served(priority, m.packetLength());
            limit.left(m, queue.length(), now);
            noteEmpty();
        }
        return m;
    }

    /** See {@link CbqClass#level}. */
    int level(long t) {
        return cls.level(t);
    }

    /** Whether it is the turn of this one, when both need the same to send. */
    boolean goesBefore(CbqLeaf other) {
        return priority != other.priority ? priority > other.priority : branch.goesBefore(other.branch, priority);
    }

    long due(long t) {
        return cls.due(t);
    }

    private void noteEmpty() {
        if (isEmpty()) {
            branch.ends(priority);
        }
    }

    boolean isEmpty() {
        return queue.length() == 0;
    }

    boolean hasAny(long lanes) {
        return queue.hasAny(lanes);
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
