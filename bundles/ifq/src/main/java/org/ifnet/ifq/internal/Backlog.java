package org.ifnet.ifq.internal;

import org.ifnet.Counter;
import org.ifnet.DropReason;
import org.ifnet.IfnetCounters;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.mbuf.MbufQueue;
import org.jspecify.annotations.Nullable;

/**
 * What waits in one subqueue, and the account of it: packets that the driver gave back, which go first, then those of the
 * classic queue, or of the {@link Altq} that decides in its place. Guarded by the locks of the subqueue.
 */
final class Backlog extends ClassicQueue {
    private final QueueLock lock;
    private final String ifnet;
    private final int index;
    private final IfnetCounters counters;
    private final MbufQueue prepended = new MbufQueue();
    private final Ledger ledger = new Ledger();
    private @Nullable String place;
    private IfnetCounters.@Nullable Row row;

    Backlog(QueueLock lock, String ifnet, int index, IfnetCounters counters) {
        this.lock = lock;
        this.ifnet = ifnet;
        this.index = index;
        this.counters = counters;
    }

    /** What a packet that waits here says of its owner; put together by the first that does. */
    String place() {
        String known = place;
        if (known == null) {
            known = "transmit queue " + index + " of " + ifnet;
            place = known;
        }
        return known;
    }

    /** Where this queue counts: one writer at a time. */
    private IfnetCounters.Row row() {
        IfnetCounters.Row known = row;
        return known != null ? known : firstRow();
    }

    private IfnetCounters.Row firstRow() {
        IfnetCounters.Row first = counters.row();
        row = first;
        return first;
    }

    Ledger ledger() {
        return ledger;
    }

    /** Consumes the packet; true when it waits now. */
    boolean offer(Mbuf m, int packetLength, boolean closed, @Nullable Altq shared) {
        if (MbufPool.DEBUG) {
            m.ownedBy(place());
        }
        ledger.enqueued(1, packetLength);
        if (shared == null && !closed) {
            Mbuf victim = enqueue(m, packetLength);
            if (victim == null) {
                return true;
            }
            lost(victim, DropReason.QUEUE_FULL);
            return victim != m;
        }
        if (shared != null && !closed) {
            return shared.enqueue(index, m, packetLength);
        }
        m.queueClass(0);
        lost(m, DropReason.DETACHED);
        return false;
    }

    /** Consumes the first packets of the batch, none of priority, if the classic queue has room for all; else does nothing. */
    boolean offer(MbufBatch batch, int count, long packetLengths) {
        if (!enqueue(batch, count, packetLengths)) {
            return false;
        }
        if (MbufPool.DEBUG) {
            for (int i = 0; i < count; i++) {
                batch.get(i).ownedBy(place());
            }
        }
        ledger.enqueued(count, packetLengths);
        return true;
    }

    /** Counts packets that were accepted, on the interface. */
    void accepted(long packetLengths, long multicasts) {
        IfnetCounters.Row counts = row();
        counts.add(Counter.OBYTES, packetLengths);
        if (multicasts != 0) {
            counts.add(Counter.OMCASTS, multicasts);
        }
    }

    /** The packet that goes now, counted as sent; null when none waits or none may go. */
    @Nullable
    Mbuf next(@Nullable Altq shared) {
        if (shared == null && prepended.isEmpty()) {
            long before = bytes();
            Mbuf m = dequeue();
            if (m != null) {
                sent(1, before - bytes());
            }
            return m;
        }
        Mbuf m = prepended.isEmpty() ? null : pollPrepended();
        if (m != null && shared != null) {
            shared.sent(m, 1, m.packetLength());
        }
        if (m == null && shared != null) {
            m = shared.dequeue(index);
        }
        if (m != null) {
            sent(1, m.packetLength());
        }
        return m;
    }

    private @Nullable Mbuf pollPrepended() {
        long before = prepended.bytes();
        Mbuf m = prepended.poll();
        if (m != null) {
            ahead(-1, prepended.bytes() - before);
        }
        return m;
    }

    /** Fills the batch up with packets that go now, counted as sent; how many. */
    int next(MbufBatch batch, @Nullable Altq shared) {
        if (shared == null && prepended.isEmpty()) {
            long before = bytes();
            int taken = dequeue(batch);
            if (taken != 0) {
                sent(taken, before - bytes());
            }
            return taken;
        }
        int room = batch.room();
        int taken = 0;
        for (Mbuf m = taken < room ? next(shared) : null; m != null; m = taken < room ? next(shared) : null) {
            batch.add(m);
            taken++;
        }
        return taken;
    }

    private void sent(int packets, long packetLengths) {
        ledger.sent(packets, packetLengths);
        row().add(Counter.OPACKETS, packets);
    }

    /** A packet comes back from the driver to the head. */
    void giveBack(Mbuf m, boolean closed) {
        m.ownedBy(place());
        taken(m);
        if (closed) {
            lost(m, DropReason.DETACHED);
        } else {
            prepended.addFirst(m);
            ahead(1, m.packetLength());
        }
    }

    /** The driver lost a packet. */
    void driverLost(Mbuf m, DropReason reason) {
        taken(m);
        dropped(m, reason);
        row().add(Counter.OERRORS, 1);
        m.free();
    }

    /** A packet that counted as sent was not. */
    private void taken(Mbuf m) {
        int bytes = m.packetLength();
        ledger.sent(-1, -bytes);
        row().add(Counter.OPACKETS, -1);
        Altq shared = lock.altq;
        if (shared != null) {
            shared.sent(m, -1, -bytes);
        }
    }

    /** A packet that waited, or wanted to, is dropped. */
    void lost(Mbuf m, DropReason reason) {
        dropped(m, reason);
        row().add(Counter.OQDROPS, 1);
        m.free();
    }

    private void dropped(Mbuf m, DropReason reason) {
        int bytes = m.packetLength();
        ledger.dropped(reason, bytes);
        Altq shared = lock.altq;
        if (shared != null) {
            shared.dropped(m, reason, bytes);
        }
    }

    /** Packets that a broken discipline does not give out any more. */
    void missing(int packets, long bytes) {
        for (int i = 0; i < packets; i++) {
            ledger.dropped(DropReason.FAULT, i == 0 ? (int) bytes : 0);
        }
        if (packets != 0) {
            row().add(Counter.OQDROPS, packets);
        }
    }

    /** Drops what waits; how many packets that was. */
    int purge(DropReason reason) {
        MbufQueue all = new MbufQueue();
        for (Mbuf m = pollPrepended(); m != null; m = pollPrepended()) {
            all.add(m);
        }
        release(all);
        int dropped = all.length();
        for (Mbuf m = all.poll(); m != null; m = all.poll()) {
            lost(m, reason);
        }
        return dropped;
    }

    private void release(MbufQueue into) {
        Altq shared = lock.altq;
        if (shared != null) {
            shared.release(index, into);
            return;
        }
        for (Mbuf m = dequeue(); m != null; m = dequeue()) {
            into.add(m);
        }
    }

    /** From now on {@code next} decides, or the classic queue; what waits goes over. */
    void exchange(@Nullable Altq next) {
        MbufQueue all = new MbufQueue();
        release(all);
        lock.altq = next;
        for (Mbuf m = all.poll(); m != null; m = all.poll()) {
            if (next == null) {
                adopt(m);
            } else {
                next.adopt(index, m);
            }
        }
    }

    /** Packets that wait, whoever decides about them. */
    int waiting() {
        Altq shared = lock.altq;
        return packets() + (shared == null ? 0 : shared.length(index));
    }

    long waitingBytes() {
        Altq shared = lock.altq;
        return bytes() + (shared == null ? 0 : shared.bytes(index));
    }
}
