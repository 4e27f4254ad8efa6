package org.ifnet.ifq.internal;

import java.util.List;

import org.ifnet.DropReason;
import org.ifnet.ifq.ClassStats;
import org.ifnet.mbuf.Mbuf;
import org.jspecify.annotations.Nullable;

/** A subqueue as its {@link Altq} sees it, and as one is exchanged for another. */
final class Lane {
    private final TransmitSubqueue queue;
    private final Interlock interlock;
    private final Backlog backlog;

    Lane(TransmitSubqueue queue, Interlock interlock, Backlog backlog) {
        this.queue = queue;
        this.interlock = interlock;
        this.backlog = backlog;
    }

    /**
     * Tells the Altq whether the device takes packets. Who opens looks for himself: those who would have ended his parking
     * may have had their turn meanwhile. Under its locks.
     */
    void tellOpen() {
        Altq shared = queue.altq;
        if (shared != null) {
            boolean open = interlock.isOpen();
            if (open) {
                interlock.parked(false);
            }
            shared.open(queue.index(), open);
        }
    }

    /** Its Altq lets nothing of it go. Under its locks. */
    void park() {
        interlock.parked(true);
    }

    /** Its Altq may let something go again. Under no lock. */
    void unpark() {
        queue.lock();
        interlock.parked(false);
        queue.unlockAndStart();
    }

    /** The callout of the Altq has fired; what its discipline has thrown, null when it is in order. Under no lock. */
    @Nullable
    Throwable altqWoke() {
        queue.lock();
        Altq shared = queue.altq;
        Throwable trouble = null;
        if (shared != null) {
            shared.fired();
            trouble = shared.trouble();
        }
        queue.unlock();
        return trouble;
    }

    /** The classes of its Altq, none when there is none. Under no lock. */
    List<ClassStats> classes() {
        queue.lock();
        try {
            Altq shared = queue.altq;
            return shared == null ? List.of() : shared.stats();
        } finally {
            queue.unlock();
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
        queue.lockOwn();
    }

    /** Hands what waits over to {@code next}, the classic queue if null. The caller holds the locks of both sides. */
    void exchange(@Nullable Altq next) {
        backlog.exchange(next);
        interlock.parked(false);
        tellOpen();
    }

    /** Gives the lock back; true when the caller has to start the queue, by {@link TransmitSubqueue#startAgain}. */
    boolean endExchange() {
        boolean claimed = queue.claim();
        queue.unlockOwn();
        return claimed;
    }
}
