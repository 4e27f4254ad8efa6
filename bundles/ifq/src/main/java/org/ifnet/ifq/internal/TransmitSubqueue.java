package org.ifnet.ifq.internal;

import org.ifnet.DropReason;
import org.ifnet.IfnetCounters;
import org.ifnet.ifq.IfqEngine;
import org.ifnet.ifq.Subqueue;
import org.ifnet.ifq.SubqueueStats;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.netisr.Env;
import org.jspecify.annotations.Nullable;

/**
 * One transmit queue (reference 1.18): what waits is in the {@link Backlog}, whether it is started in the {@link Interlock},
 * where in {@link Starts}. Here they are brought together under the locks, which cover lists and flags and never a call to
 * the driver; schedule() is called after they were given back.
 */
final class TransmitSubqueue extends QueueLock implements Subqueue {
    private final int index;
    private final QueueSpec spec;
    private final Backlog backlog;
    private final Starts starts;
    private final StartJob start;
    private final Interlock interlock = new Interlock();
    private final Lane lane;

    /** What the batch between {@link #begin} and {@link #end} has brought so far. */
    private int accepted;

    private long acceptedBytes;
    private int acceptedMulticasts;

    TransmitSubqueue(
            Env env, QueueSpec spec, int index, IfqEngine.Starter starter, IfnetCounters counters, Stages stages) {
        super(env);
        this.index = index;
        this.spec = spec;
        backlog = new Backlog(this, spec.name(), index, counters);
        backlog.limits(spec.maxLength(), spec.maxBytes());
        starts = new Starts(this, stages);
        lane = new Lane(this, interlock, backlog);
        start = new StartJob(this, interlock, backlog, starts, starter);
    }

    /** Ends a critical section that may have made the queue ready. */
    void unlockAndStart() {
        boolean claimed = claim();
        unlock();
        if (claimed) {
            starts.schedule();
        }
    }

    boolean claim() {
        boolean claimed = interlock.claim(backlog.waiting());
        if (claimed) {
            starts.countScheduled();
        }
        return claimed;
    }

    void limits() {
        lock();
        backlog.limits(spec.maxLength(), spec.maxBytes());
        unlock();
    }

    /** Consumes the packet; true when it waits now. */
    boolean dispatch(Mbuf m) {
        int packetLength = m.packetLength();
        int multicasts = m.has(Mbuf.MCAST) ? 1 : 0;
        // Read before the lock: behind it, nothing is known any more of what references lead to.
        Backlog b = backlog;
        Interlock i = interlock;
        boolean taken = false;
        lock();
        try {
            taken = b.offer(m, packetLength, i.isClosed(), altq);
        } finally {
            end(b, i, taken ? 1 : 0, taken ? packetLength : 0, taken ? multicasts : 0);
        }
        return taken;
    }

    /** Consumes all packets of the batch, which stay in it as strangers; how many wait now. */
    int dispatch(MbufBatch batch) {
        int count = batch.size();
        long packetLengths = 0;
        int multicasts = 0;
        boolean urgent = false;
        for (int i = 0; i < count; i++) {
            Mbuf m = batch.get(i);
            packetLengths += m.packetLength();
            multicasts += m.has(Mbuf.MCAST) ? 1 : 0;
            urgent |= m.has(Mbuf.PRIO);
        }
        lock();
        boolean taken = false;
        try {
            taken = altq == null && !urgent && !interlock.isClosed() && backlog.offer(batch, count, packetLengths);
            for (int i = 0; i < count && !taken; i++) {
                offer(batch.get(i));
            }
        } finally {
            if (taken) {
                end(backlog, interlock, count, packetLengths, multicasts);
            } else {
                count = end();
            }
        }
        return count;
    }

    /** Takes the lock for some {@link #offer offers}; {@link #end} gives it back, in any case. */
    void begin() {
        lock();
    }

    /** Consumes the packet. Between {@link #begin} and {@link #end}. */
    void offer(Mbuf m) {
        int packetLength = m.packetLength();
        boolean multicast = m.has(Mbuf.MCAST);
        if (backlog.offer(m, packetLength, interlock.isClosed(), altq)) {
            accepted++;
            acceptedBytes += packetLength;
            acceptedMulticasts += multicast ? 1 : 0;
        }
    }

    /** How many of the offered wait now. */
    int end() {
        int packets = accepted;
        long packetLengths = acceptedBytes;
        int multicasts = acceptedMulticasts;
        accepted = 0;
        acceptedBytes = 0;
        acceptedMulticasts = 0;
        end(backlog, interlock, packets, packetLengths, multicasts);
        return packets;
    }

    private void end(Backlog b, Interlock i, int packets, long packetLengths, int multicasts) {
        if (packets != 0) {
            b.accepted(packetLengths, multicasts);
            Altq shared = altq;
            if (shared != null && i.isParked()) {
                i.parked(false);
                shared.arrived(index);
            }
        }
        boolean now = i.isDue(b.waiting()) && !starts.defer(packets, packetLengths) && claim();
        unlock();
        if (now) {
            starts.schedule();
        }
    }

    /** A roll-up makes up for the start that was left to it. */
    void startStaged(Stage stage) {
        lock();
        stage.unlisted();
        unlockAndStart();
    }

    /** The body of the START job on that cpu. */
    boolean start(int cpu) {
        return start.run(cpu);
    }

    /** Makes up for a start that was refused. */
    void startAgain() {
        starts.schedule();
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public @Nullable Mbuf dequeue() {
        Backlog b = backlog;
        lock();
        try {
            return b.next(altq);
        } finally {
            unlock();
        }
    }

    @Override
    public int dequeue(MbufBatch batch) {
        Backlog b = backlog;
        lock();
        try {
            return b.next(batch, altq);
        } finally {
            unlock();
        }
    }

    @Override
    public void prepend(Mbuf m) {
        lock();
        try {
            giveBack(m);
        } finally {
            unlockAndStart();
        }
    }

    @Override
    public void prepend(MbufBatch batch, int from) {
        lock();
        try {
            for (int i = batch.size() - 1; i >= from; i--) {
                giveBack(batch.get(i));
            }
        } finally {
            unlockAndStart();
        }
        batch.clear();
    }

    private void giveBack(Mbuf m) {
        backlog.giveBack(m, interlock.isClosed());
        interlock.parked(false);
    }

    @Override
    public void drop(Mbuf m, DropReason reason) {
        lock();
        try {
            backlog.driverLost(m, reason);
        } finally {
            unlock();
        }
    }

    @Override
    public void setOactive() {
        lock();
        interlock.oactive(true);
        lane.tellOpen();
        unlock();
    }

    @Override
    public void clearOactive() {
        lock();
        interlock.oactive(false);
        lane.tellOpen();
        unlockAndStart();
    }

    @Override
    public boolean isOactive() {
        return interlock.isOactive();
    }

    /** True starts what waits; false ends the round. */
    void setRunning(boolean on) {
        lock();
        if (!on) {
            interlock.newRound();
        }
        interlock.running(on);
        lane.tellOpen();
        unlockAndStart();
    }

    int purge(DropReason reason) {
        lock();
        try {
            return backlog.purge(reason);
        } finally {
            unlock();
        }
    }

    void close() {
        lock();
        interlock.close();
        lane.tellOpen();
        starts.close();
        unlock();
        purge(DropReason.DETACHED);
    }

    boolean isClosed() {
        return interlock.looksClosed();
    }

    int owner() {
        return starts.owner();
    }

    /** From now on it is started there. */
    void owner(int cpu) {
        lock();
        starts.owner(cpu);
        boolean moved = interlock.isStarted() && !interlock.isBusy();
        unlock();
        if (moved) {
            starts.schedule();
        }
    }

    @Override
    public int length() {
        lock();
        int packets = backlog.waiting();
        unlock();
        return packets;
    }

    @Override
    public long bytes() {
        lock();
        long bytes = backlog.waitingBytes();
        unlock();
        return bytes;
    }

    @Override
    public SubqueueStats stats() {
        lock();
        try {
            return starts.stats(backlog);
        } finally {
            unlock();
        }
    }

    /** What its Altq sees of it. */
    Lane lane() {
        return lane;
    }

    int stageBytes() {
        return spec.stageBytes();
    }

    @Override
    public String toString() {
        return backlog.place();
    }
}
