package org.ifnet.altq.internal;

import org.ifnet.DropReason;
import org.ifnet.ifq.Scheduler;
import org.ifnet.ifq.SchedulerContext;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufQueue;
import org.jspecify.annotations.Nullable;

/**
 * Fair queueing with controlled delay (RFC 8290): flows take turns of a quantum of bytes, those that have just begun before
 * the others, and each is kept short by {@link Codel}.
 *
 * <p>A flow is one for all lanes. Who serves a lane passes over flows that hold nothing for it, which keep their place; that
 * costs a step each.
 */
final class FqCodel implements Scheduler {
    /** Packets that an overflow drops at most (RFC 8290, 4.1.3): the search for the fattest flow pays for many. */
    private static final int BATCH = 64;

    private final SchedulerContext context;
    private final Settings settings;
    private final FqCodelFlow[] flows;
    /** Flows in their first turn since they had nothing to send. */
    private final FqCodelTurns fresh = new FqCodelTurns();

    private final FqCodelTurns old = new FqCodelTurns();
    private final int[] lengths;
    private final long[] bytes;
    private long occupied;
    private long totalLength;
    private long totalBytes;

    /**
     * @param flows a power of two
     * @param limit packets
     * @param memory bytes
     * @param ecn mark rather than drop, where the sender understands
     */
    record Settings(Codel.Settings codel, int flows, int quantum, int limit, long memory, boolean ecn) {}

    FqCodel(SchedulerContext context, Settings settings) {
        this.context = context;
        this.settings = settings;
        flows = new FqCodelFlow[settings.flows];
        for (int i = 0; i < flows.length; i++) {
            flows[i] = new FqCodelFlow(context.lanes(), settings.codel);
        }
        lengths = new int[context.lanes()];
        bytes = new long[context.lanes()];
    }

    @Override
    public boolean enqueue(int lane, int cls, Mbuf m, long now) {
        int size = m.packetLength();
        adopt(lane, cls, m, now);
        boolean kept = true;
        long before = totalBytes;
        // An excess that was adopted is not made up for at once: it has its place
        while (kept && isFull() && before - totalBytes < size) {
            kept = dropFromFattest(m);
        }
        return kept;
    }

    @Override
    public void adopt(int lane, int cls, Mbuf m, long now) {
        m.queuedAt(now);
        FqCodelFlow flow = flows[bucket(m)];
        long before = flow.queue.bytes(lane);
        flow.queue.add(lane, m);
        count(lane, 1, flow.queue.bytes(lane) - before);
        if (flow.turns == null) {
            flow.credit = settings.quantum;
            fresh.add(flow);
        }
    }

    /** The high half counts as well: the low one may have decided about the lane. */
    private int bucket(Mbuf m) {
        int hash = FlowHash.of(m, context.linkHeader());
        return (hash ^ hash >>> 16) & flows.length - 1;
    }

    private boolean isFull() {
        return totalLength > settings.limit || totalBytes > settings.memory;
    }

    /** Drops half of what the flow with the most bytes holds, the oldest first; false when {@code m} was among it. */
    private boolean dropFromFattest(Mbuf m) {
        FqCodelFlow flow = fatter(fatter(null, fresh), old);
        if (flow == null) {
            return true;
        }
        boolean kept = true;
        for (int n = Math.min(BATCH, Math.max(1, flow.queue.length() / 2)); n > 0; n--) {
            int lane = flow.queue.nextLane(-1);
            Mbuf victim = poll(flow, lane);
            if (victim != null) {
                kept &= victim != m;
                context.drop(lane, victim, DropReason.QUEUE_FULL);
            }
        }
        return kept;
    }

    private static @Nullable FqCodelFlow fatter(@Nullable FqCodelFlow than, FqCodelTurns turns) {
        FqCodelFlow fattest = than;
        for (FqCodelFlow flow = turns.first(); flow != null; flow = flow.after) {
            if (fattest == null || flow.queue.bytes() > fattest.queue.bytes()) {
                fattest = flow;
            }
        }
        return fattest;
    }

    @Override
    public @Nullable Mbuf dequeue(int lane, long now) {
        FqCodelFlow flow = turn(1L << lane);
        if (flow == null) {
            return null;
        }
        Mbuf m = poll(flow, lane);
        // What is last in its lane is never too late, so that this ends with a packet
        while (m != null
                && flow.codel.isTooLate(now - m.queuedAt(), flow.queue.bytes(lane), now)
                && !(settings.ecn && IpField.markCongestion(m, context.linkHeader()))) {
            context.drop(lane, m, DropReason.EARLY);
            m = poll(flow, lane);
        }
        flow.credit -= m == null ? 0 : m.packetLength();
        return m;
    }

    @Override
    public int choose(long lanes, long now) {
        FqCodelFlow flow = turn(lanes);
        return flow == null ? -1 : flow.queue.nextLane(lanes);
    }

    /**
     * The flow whose turn it is among those that hold a packet for one of the lanes; null when there is none. Ends turns that
     * are over, which is done once: asked again it finds the same flow at once.
     */
    private @Nullable FqCodelFlow turn(long lanes) {
        if ((occupied & lanes) == 0) {
            return null;
        }
        FqCodelFlow flow = turn(fresh, lanes);
        return flow != null ? flow : turn(old, lanes);
    }

    /** In one of the lists, of which the old one has no end while a flow waits there: turns that are over begin anew. */
    private @Nullable FqCodelFlow turn(FqCodelTurns turns, long lanes) {
        FqCodelFlow flow = turns.first();
        while (flow != null) {
            FqCodelFlow next = flow.after;
            if (flow.queue.length() == 0) {
                leave(flow);
            } else if (flow.queue.hasAny(lanes)) {
                if (flow.credit > 0) {
                    return flow;
                }
                flow.credit += settings.quantum;
                old.add(flow);
                next = next == null && turns == old ? flow : next;
            }
            flow = next;
        }
        return null;
    }

    /** A flow that had a first turn waits for another before it can be fresh again, else it would starve the old ones. */
    private void leave(FqCodelFlow flow) {
        if (flow.turns == fresh) {
            old.add(flow);
        } else {
            FqCodelTurns.remove(flow);
        }
    }

    @Override
    public long due(long lanes, long now) {
        return (occupied & lanes) == 0 ? NEVER : 0;
    }

    @Override
    public int length(int lane) {
        return lengths[lane];
    }

    @Override
    public long bytes(int lane) {
        return bytes[lane];
    }

    @Override
    public void release(int lane, MbufQueue into) {
        for (FqCodelFlow flow : flows) {
            for (Mbuf m = poll(flow, lane); m != null; m = poll(flow, lane)) {
                into.add(m);
            }
        }
    }

    private @Nullable Mbuf poll(FqCodelFlow flow, int lane) {
        long before = flow.queue.bytes(lane);
        Mbuf m = flow.queue.poll(lane);
        if (m != null) {
            count(lane, -1, flow.queue.bytes(lane) - before);
        }
        return m;
    }

    private void count(int lane, int packets, long size) {
        lengths[lane] += packets;
        bytes[lane] += size;
        totalLength += packets;
        totalBytes += size;
        occupied = lengths[lane] == 0 ? occupied & ~(1L << lane) : occupied | 1L << lane;
    }
}
