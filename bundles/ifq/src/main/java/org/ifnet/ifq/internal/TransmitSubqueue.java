package org.ifnet.ifq.internal;

import org.ifnet.Counter;
import org.ifnet.DropReason;
import org.ifnet.IfnetCounters;
import org.ifnet.ifq.IfqEngine;
import org.ifnet.ifq.Subqueue;
import org.ifnet.ifq.SubqueueStats;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.mbuf.MbufQueue;
import org.ifnet.netisr.Netisr;
import org.ifnet.netisr.NetisrJob;
import org.jspecify.annotations.Nullable;

/**
 * One transmit queue and the rule that keeps it moving (reference 1.18).
 *
 * <h2>The state machine</h2>
 * {@code started} means: the START job is scheduled or runs, and will look at the queue once more before it ends. Whoever
 * makes the queue {@link #isReady ready} (not empty, running, not oactive) while {@code started} is clear sets it and
 * schedules the job. The job calls the driver without the lock, then looks again under the lock: still ready, then it runs
 * once more; otherwise it clears {@code started} in the same critical section. So a ready queue always has a job that will
 * come, and no packet waits in a queue that nobody will start.
 *
 * <h2>When a call does not return</h2>
 * A start that hangs is abandoned with {@code started} set, and may come back at any time. {@link #setRunning
 * setRunning(false)} therefore begins a new {@code round}: it clears {@code started}, and what a job of an earlier round
 * finds at its end no longer concerns it.
 *
 * <p>The lock covers lists and flags, never a call to the driver; schedule() is called after it was given back.
 */
final class ClassicSubqueue implements Subqueue {
    private final int index;
    private final String ifnet;
    private final SpinLock lock;
    private final IfqEngine.Starter starter;
    private final IfnetCounters counters;

    /** What the driver gave back; goes first, and counts against the limits. */
    private final MbufQueue prepended = new MbufQueue();

    private final ClassicDiscipline discipline = new ClassicDiscipline();
    private final Ledger ledger = new Ledger();
    private @Nullable NetisrJob job;
    private @Nullable String place;
    private IfnetCounters.@Nullable Row row;
    private boolean running;
    private boolean started;
    private int round;
    private volatile boolean oactive;
    private volatile boolean closed;

    /** What the batch between {@link #begin} and {@link #end} adds to the interface's counters at its end. */
    private long acceptedBytes;

    private long acceptedMulticasts;
    private long refused;

    ClassicSubqueue(String ifnet, int index, SpinLock lock, IfqEngine.Starter starter, IfnetCounters counters) {
        this.index = index;
        this.ifnet = ifnet;
        this.lock = lock;
        this.starter = starter;
        this.counters = counters;
    }

    /** What a packet that waits here says of its owner; put together by the first that does. */
    private String place() {
        String known = place;
        if (known == null) {
            known = "transmit queue " + index + " of " + ifnet;
            place = known;
        }
        return known;
    }

    /** Gives the queue its job on the netisr that owns it; once, before anybody uses the queue. */
    void schedule(Netisr netisr) {
        job = netisr.job(index % netisr.cpus(), NetisrJob.Phase.START, this::start);
    }

    void limits(int packets, int maxFrame) {
        lock.lock();
        discipline.limits(packets, (long) packets * maxFrame);
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
        m.ownedBy(place());
        ledger.enqueued(bytes);
        Mbuf victim = closed ? m : discipline.enqueue(m, prepended);
        if (victim != null) {
            refused++;
            ledger.dropped(closed ? DropReason.DETACHED : DropReason.QUEUE_FULL, 1);
            victim.free();
        }
        if (victim == m) {
            return false;
        }
        acceptedBytes += bytes;
        acceptedMulticasts += multicast ? 1 : 0;
        return true;
    }

    void end() {
        long bytes = acceptedBytes;
        long multicasts = acceptedMulticasts;
        long drops = refused;
        acceptedBytes = 0;
        acceptedMulticasts = 0;
        refused = 0;
        if (bytes != 0) {
            row().add(Counter.OBYTES, bytes);
        }
        if (multicasts != 0) {
            row().add(Counter.OMCASTS, multicasts);
        }
        if (drops != 0) {
            row().add(Counter.OQDROPS, drops);
        }
        unlockAndStart();
    }

    /** Where this queue counts; guarded by the lock, so that there is one writer at a time. */
    private IfnetCounters.Row row() {
        IfnetCounters.Row known = row;
        if (known == null) {
            known = counters.row();
            row = known;
        }
        return known;
    }

    /** Ends a critical section that may have made the queue ready. */
    private void unlockAndStart() {
        boolean claimed = !started && isReady();
        if (claimed) {
            started = true;
        }
        lock.unlock();
        if (claimed) {
            startJob().schedule();
        }
    }

    private boolean isReady() {
        return running && !oactive && waiting() != 0;
    }

    private NetisrJob startJob() {
        NetisrJob known = job;
        if (known == null) {
            throw new IllegalStateException(place() + " has no job");
        }
        return known;
    }

    /** The body of the START job: one call to the driver; true when it is to be called again. */
    private boolean start() {
        lock.lock();
        int mine = round;
        boolean go = started && isReady();
        started = go;
        lock.unlock();
        if (!go) {
            return false;
        }
        boolean called;
        try {
            called = starter.start(this);
        } catch (RuntimeException e) {
            finish(mine, false);
            throw e;
        }
        // Refused: started stays set, for whoever holds the serializer has undertaken to start again.
        return called && finish(mine, true);
    }

    /** Makes up for a start that was refused. */
    void startAgain() {
        startJob().schedule();
    }

    /** The look after the call: whether to call again. After an exception the next packet tries anew, not we. */
    private boolean finish(int mine, boolean returned) {
        lock.lock();
        boolean again = mine == round && returned && isReady();
        if (mine == round) {
            started = again;
        }
        lock.unlock();
        return again;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public @Nullable Mbuf dequeue() {
        lock.lock();
        long before = waitingBytes();
        Mbuf m = next();
        if (m != null) {
            ledger.sent(1, before - waitingBytes());
            row().add(Counter.OPACKETS, 1);
        }
        lock.unlock();
        return m;
    }

    @Override
    public int dequeue(MbufBatch batch) {
        int room = batch.room();
        int taken = 0;
        lock.lock();
        long before = waitingBytes();
        for (Mbuf m = taken < room ? next() : null; m != null; m = taken < room ? next() : null) {
            batch.add(m);
            taken++;
        }
        ledger.sent(taken, before - waitingBytes());
        if (taken != 0) {
            row().add(Counter.OPACKETS, taken);
        }
        lock.unlock();
        return taken;
    }

    private int waiting() {
        return discipline.length() + prepended.length();
    }

    private long waitingBytes() {
        return discipline.bytes() + prepended.bytes();
    }

    private @Nullable Mbuf next() {
        Mbuf m = prepended.poll();
        return m != null ? m : discipline.dequeue();
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
        m.ownedBy(place());
        ledger.sent(-1, -m.packetLength());
        row().add(Counter.OPACKETS, -1);
        if (!closed) {
            prepended.addFirst(m);
            return;
        }
        ledger.dropped(DropReason.DETACHED, 1);
        row().add(Counter.OQDROPS, 1);
        m.free();
    }

    @Override
    public void drop(Mbuf m, DropReason reason) {
        int bytes = m.packetLength();
        lock.lock();
        ledger.sent(-1, -bytes);
        ledger.dropped(reason, 1);
        row().add(Counter.OPACKETS, -1);
        row().add(Counter.OERRORS, 1);
        lock.unlock();
        m.free();
    }

    @Override
    public void setOactive() {
        lock.lock();
        oactive = true;
        lock.unlock();
    }

    @Override
    public void clearOactive() {
        lock.lock();
        oactive = false;
        unlockAndStart();
    }

    @Override
    public boolean isOactive() {
        return oactive;
    }

    /** True starts what waits; false ends the round. */
    void setRunning(boolean on) {
        lock.lock();
        if (!on) {
            started = false;
            round++;
        }
        running = on && !closed;
        unlockAndStart();
    }

    /** Drops what waits; how many packets that was. */
    int purge(DropReason reason) {
        int dropped = 0;
        lock.lock();
        try {
            for (Mbuf m = next(); m != null; m = next()) {
                m.free();
                dropped++;
            }
            ledger.dropped(reason, dropped);
            if (dropped != 0) {
                row().add(Counter.OQDROPS, dropped);
            }
        } finally {
            lock.unlock();
        }
        return dropped;
    }

    void close() {
        lock.lock();
        closed = true;
        running = false;
        started = false;
        round++;
        lock.unlock();
        purge(DropReason.DETACHED);
        startJob().close();
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public int length() {
        lock.lock();
        int packets = waiting();
        lock.unlock();
        return packets;
    }

    @Override
    public long bytes() {
        lock.lock();
        long bytes = waitingBytes();
        lock.unlock();
        return bytes;
    }

    @Override
    public SubqueueStats stats() {
        lock.lock();
        try {
            return ledger.stats(waiting(), waitingBytes());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return place();
    }
}
