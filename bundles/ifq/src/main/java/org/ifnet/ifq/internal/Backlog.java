package org.ifnet.ifq.internal;

import org.ifnet.Counter;
import org.ifnet.DropReason;
import org.ifnet.IfnetCounters;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufQueue;
import org.jspecify.annotations.Nullable;

/**
 * What waits in one subqueue, and the account of it: packets that the driver gave back, which go first, then those of the
 * classic queue, or of the {@link Altq} that decides in its place. Guarded by the locks of the subqueue.
 */
final class Backlog {
    private final String ifnet;
    private final int index;
    private final IfnetCounters counters;
    private final MbufQueue prepended = new MbufQueue();
    private final ClassicQueue classic = new ClassicQueue();
    private final Ledger ledger = new Ledger();
    private @Nullable Altq altq;
    private @Nullable String place;
    private IfnetCounters.@Nullable Row row;

    Backlog(String ifnet, int index, IfnetCounters counters) {
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
        if (known == null) {
            known = counters.row();
            row = known;
        }
        return known;
    }

    void limits(int packets, long bytes) {
        classic.limits(packets, bytes);
    }

    @Nullable
    Altq altq() {
        return altq;
    }

    Ledger ledger() {
        return ledger;
    }

    /** Consumes the packet; true when it waits now. */
    boolean offer(Mbuf m, int bytes, boolean closed) {
        m.ownedBy(place());
        ledger.enqueued(bytes);
        if (closed) {
            m.queueClass(0);
            lost(m, DropReason.DETACHED);
            return false;
        }
        Altq shared = altq;
        if (shared != null) {
            return shared.enqueue(index, m, bytes);
        }
        Mbuf victim = classic.enqueue(m, prepended);
        if (victim != null) {
            lost(victim, DropReason.QUEUE_FULL);
        }
        return victim != m;
    }

    /** Counts packets that were accepted, on the interface. */
    void accepted(long bytes, long multicasts) {
        row().add(Counter.OBYTES, bytes);
        if (multicasts != 0) {
            row().add(Counter.OMCASTS, multicasts);
        }
    }

    /** The packet that goes now; null when none waits or none may go. The caller counts it as {@link #sent}. */
    @Nullable
    Mbuf next() {
        Mbuf m = prepended.poll();
        Altq shared = altq;
        if (shared == null) {
            return m != null ? m : classic.dequeue();
        }
        if (m == null) {
            return shared.dequeue(index);
        }
        shared.sent(m, 1, m.packetLength());
        return m;
    }

    void sent(int packets, long bytes) {
        ledger.sent(packets, bytes);
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
        Altq shared = altq;
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
        Altq shared = altq;
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
        for (Mbuf m = prepended.poll(); m != null; m = prepended.poll()) {
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
        Altq shared = altq;
        if (shared != null) {
            shared.release(index, into);
            return;
        }
        for (Mbuf m = classic.dequeue(); m != null; m = classic.dequeue()) {
            into.add(m);
        }
    }

    /** From now on {@code next} decides, or the classic queue; what waits goes over. */
    void exchange(@Nullable Altq next) {
        MbufQueue all = new MbufQueue();
        release(all);
        altq = next;
        for (Mbuf m = all.poll(); m != null; m = all.poll()) {
            if (next == null) {
                classic.adopt(m);
            } else {
                next.adopt(index, m);
            }
        }
    }

    boolean hasPrepended() {
        return !prepended.isEmpty();
    }

    int length() {
        Altq shared = altq;
        return prepended.length() + (shared == null ? classic.length() : shared.length(index));
    }

    long bytes() {
        Altq shared = altq;
        return prepended.bytes() + (shared == null ? classic.bytes() : shared.bytes(index));
    }
}
