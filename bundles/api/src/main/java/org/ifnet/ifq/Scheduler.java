package org.ifnet.ifq;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufQueue;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a {@link Discipline} keeps for one interface. It owns the packets it was given until it hands them out, releases
 * them, or drops them through {@link SchedulerContext#drop}.
 *
 * <h2>Lanes</h2>
 * A lane is a subqueue as the discipline sees it: 0 to {@link SchedulerContext#lanes} - 1, at most 64. A packet comes with
 * its lane and leaves by it, so that packets of a flow never overtake each other; all else (rates, weights, priorities,
 * limits) is common to all lanes. Sets of lanes are words with bit <i>lane</i> set.
 *
 * <h2>Rules</h2>
 * Calls are serialized: no locks are needed. Packet path: no allocation, no exception, no call but to the context. Time is
 * monotonic nanoseconds, read once for a call; it may stand still between two calls.
 *
 * <p>An object serves until {@link #release} has been called for every lane.
 */
@ConsumerType
public interface Scheduler {
    /** What {@link #due} says when nothing waits. */
    long NEVER = Long.MAX_VALUE;

    /**
     * Takes the packet, or drops it or others for want of room.
     *
     * @param cls its class: an index into {@link DisciplineSpec#classes}, or -1 when no filter matched and there is no default class
     * @return false when it was {@code m} that was dropped
     */
    boolean enqueue(int lane, int cls, Mbuf m, long now);

    /**
     * Takes a packet that waited already, under another discipline. It has its place: it is neither refused nor dropped
     * early, whatever the limits. A class of -1 means what it means in {@link #enqueue}; where that would be refused for
     * want of a class, it waits behind all others.
     */
    void adopt(int lane, int cls, Mbuf m, long now);

    /**
     * The packet of that lane that goes next, which the caller then owns; null when none waits or none may go yet. Others
     * may be dropped on the way.
     */
    @Nullable
    Mbuf dequeue(int lane, long now);

    /**
     * The lane among {@code lanes} whose packet should go next if only one could go; -1 when none may. What
     * {@link #dequeue} of that lane then hands out is that packet, at the same time. Asked only while the interface is regulated.
     */
    int choose(long lanes, long now);

    /**
     * Nanoseconds from {@code now} until a packet of one of {@code lanes} may go: 0 when one may now, {@link #NEVER} when
     * none waits. Better early than late: the caller asks again.
     */
    long due(long lanes, long now);

    /** Packets that wait in that lane. */
    int length(int lane);

    /** Bytes that wait in that lane. */
    long bytes(int lane);

    /** Moves everything that waits in that lane to the end of {@code into}, packets of one class in their order. */
    void release(int lane, MbufQueue into);
}
