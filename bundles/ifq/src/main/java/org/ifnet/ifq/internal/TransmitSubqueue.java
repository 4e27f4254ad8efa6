package org.ifnet.ifq.internal;

import java.util.List;

import org.ifnet.DropReason;
import org.ifnet.IfnetCounters;
import org.ifnet.ifq.ClassStats;
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
final class TransmitSubqueue implements Subqueue {
    private final int index;
    private final QueueSpec spec;
    private final Backlog backlog;
    private final QueueLock lock;
    private final Starts starts;
    private final StartJob start;
    private final Interlock interlock = new Interlock();

    /** What the batch between {@link #begin} and {@link #end} has brought so far. */
    private int accepted;

    private long acceptedBytes;
    private long acceptedMulticasts;

    TransmitSubqueue(
            Env env, QueueSpec spec, int index, IfqEngine.Starter starter, IfnetCounters counters, Stages stages) {
        this.index = index;
        this.spec = spec;
        backlog = new Backlog(spec.name(), index, counters);
        backlog.limits(spec.maxLength(), spec.maxBytes());
        lock = new QueueLock(env, backlog);
        starts = new Starts(this, stages);
        start = new StartJob(this, lock, interlock, backlog, starts, starter);
    }

    /** Ends a critical section that may have made the queue ready. */
    private void unlockAndStart() {
        boolean claimed = claim();
        lock.unlock();
        if (claimed) {
            starts.schedule();
        }
    }

    private boolean claim() {
        boolean claimed = interlock.claim(backlog.length());
        if (claimed) {
            starts.countScheduled();
        }
        return claimed;
    }

    void limits() {
        lock.lock();
        backlog.limits(spec.maxLength(), spec.maxBytes());
        lock.unlock();
    }

    /** Takes the lock for some {@link #offer offers}; {@link #end} gives it back, in any case. */
    void begin() {
        lock.lock();
    }

    /** Consumes the packet; true when it waits now. Between {@link #begin} and {@link #end}. */
    boolean offer(Mbuf m) {
        int bytes = m.packetLength();
        boolean multicast = m.has(Mbuf.MCAST);
        if (!backlog.offer(m, bytes, interlock.isClosed())) {
            return false;
        }
        accepted++;
        acceptedBytes += bytes;
        acceptedMulticasts += multicast ? 1 : 0;
        return true;
    }

    void end() {
        int packets = accepted;
        long bytes = acceptedBytes;
        long multicasts = acceptedMulticasts;
        if (packets != 0) {
            accepted = 0;
            acceptedBytes = 0;
            acceptedMulticasts = 0;
            backlog.accepted(bytes, multicasts);
            Altq shared = backlog.altq();
            if (interlock.isParked() && shared != null) {
                interlock.parked(false);
                shared.arrived(index);
            }
        }
        boolean due = !interlock.isStarted() && interlock.isReady(backlog.length());
        if (due && starts.defer(packets, bytes)) {
            lock.unlock();
        } else {
            unlockAndStart();
        }
    }

    /** A roll-up makes up for the start that was left to it. */
    void startStaged(Stage stage) {
        lock.lock();
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
        lock.lock();
        try {
            Mbuf m = backlog.next();
            if (m != null) {
                backlog.sent(1, m.packetLength());
            }
            return m;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int dequeue(MbufBatch batch) {
        int room = batch.room();
        int taken = 0;
        long bytes = 0;
        lock.lock();
        try {
            for (Mbuf m = taken < room ? backlog.next() : null; m != null; m = taken < room ? backlog.next() : null) {
                batch.add(m);
                bytes += m.packetLength();
                taken++;
            }
            if (taken != 0) {
                backlog.sent(taken, bytes);
            }
        } finally {
            lock.unlock();
        }
        return taken;
    }

    @Override
    public void prepend(Mbuf m) {
        lock.lock();
        try {
            giveBack(m);
        } finally {
            unlockAndStart();
        }
    }

    @Override
    public void prepend(MbufBatch batch, int from) {
        lock.lock();
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
        lock.lock();
        try {
            backlog.driverLost(m, reason);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void setOactive() {
        lock.lock();
        interlock.oactive(true);
        tellOpen();
        lock.unlock();
    }

    @Override
    public void clearOactive() {
        lock.lock();
        interlock.oactive(false);
        tellOpen();
        unlockAndStart();
    }

    @Override
    public boolean isOactive() {
        return interlock.isOactive();
    }

    /** Who opens looks for himself: those who would have ended his parking may have had their turn meanwhile. */
    private void tellOpen() {
        Altq shared = backlog.altq();
        if (shared != null) {
            boolean open = interlock.isOpen();
            if (open) {
                interlock.parked(false);
            }
            shared.open(index, open);
        }
    }

    /** True starts what waits; false ends the round. */
    void setRunning(boolean on) {
        lock.lock();
        if (!on) {
            interlock.newRound();
        }
        interlock.running(on);
        tellOpen();
        unlockAndStart();
    }

    /** Its Altq lets nothing of it go. Under its locks. */
    void park() {
        interlock.parked(true);
    }

    /** Its Altq may let something go again. Under no lock. */
    void unpark() {
        lock.lock();
        interlock.parked(false);
        unlockAndStart();
    }

    /** The callout of the Altq has fired; what its discipline has thrown, null when it is in order. Under no lock. */
    @Nullable
    Throwable altqWoke() {
        lock.lock();
        Altq shared = backlog.altq();
        Throwable trouble = null;
        if (shared != null) {
            shared.fired();
            trouble = shared.trouble();
        }
        lock.unlock();
        return trouble;
    }

    /** The classes of its Altq, none when there is none. */
    List<ClassStats> classes() {
        lock.lock();
        try {
            Altq shared = backlog.altq();
            return shared == null ? List.of() : shared.stats();
        } finally {
            lock.unlock();
        }
    }

    /** Counts a packet that its Altq drops. Under its locks. */
    void lost(Mbuf m, DropReason reason) {
        backlog.lost(m, reason);
    }

    /** Counts packets that its Altq cannot give out any more. Under its locks. */
    void missing(int packets, long bytes) {
        backlog.missing(packets, bytes);
    }

    /** The first step of an exchange, in ascending order for all subqueues; {@link #endExchange} is the last. */
    void beginExchange() {
        lock.lockOwn();
    }

    /** Hands what waits over to {@code next}, the classic queue if null. The caller holds the locks of both sides. */
    void exchange(@Nullable Altq next) {
        backlog.exchange(next);
        interlock.parked(false);
        tellOpen();
    }

    /** Gives the lock back; true when the caller has to start the queue, by {@link #startAgain}. */
    boolean endExchange() {
        boolean claimed = claim();
        lock.unlockOwn();
        return claimed;
    }

    int purge(DropReason reason) {
        lock.lock();
        try {
            return backlog.purge(reason);
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        interlock.close();
        tellOpen();
        starts.close();
        lock.unlock();
        purge(DropReason.DETACHED);
    }

    boolean isClosed() {
        return interlock.isClosed();
    }

    int owner() {
        return starts.owner();
    }

    /** From now on it is started there. */
    void owner(int cpu) {
        lock.lock();
        starts.owner(cpu);
        boolean moved = interlock.isStarted() && !interlock.isBusy();
        lock.unlock();
        if (moved) {
            starts.schedule();
        }
    }

    @Override
    public int length() {
        lock.lock();
        int packets = backlog.length();
        lock.unlock();
        return packets;
    }

    @Override
    public long bytes() {
        lock.lock();
        long bytes = backlog.bytes();
        lock.unlock();
        return bytes;
    }

    @Override
    public SubqueueStats stats() {
        lock.lock();
        try {
            return starts.stats(backlog);
        } finally {
            lock.unlock();
        }
    }

    int stageBytes() {
        return spec.stageBytes();
    }

    @Override
    public String toString() {
        return backlog.place();
    }
}
