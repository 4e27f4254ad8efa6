package org.ifnet.ifq.internal;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.mbuf.MbufRing;
import org.jspecify.annotations.Nullable;

/**
 * Two first-in first-out classes, priority strictly before normal, under one limit of packets and one of bytes (reference
 * 1.19). A full queue still takes priority packets, in place of the oldest normal one, while they hold less than half of
 * both limits. The ring itself has the normal ones. Packets that are {@link #ahead} wait elsewhere and count. Not safe for threads: the subqueue guards it.
 */
class ClassicQueue extends MbufRing {
    private final MbufRing prio = new MbufRing();
    private int maxLength;
    private long maxBytes;
    /** Of both classes and what is ahead. */
    private int packets;

    private long bytes;
    private long prioBytes;

    final void limits(int mostPackets, long mostBytes) {
        maxLength = mostPackets;
        maxBytes = mostBytes;
    }

    /** So many more packets wait in front of this queue, or fewer. */
    final void ahead(int more, long packetLengths) {
        packets += more;
        bytes += packetLengths;
    }

    /**
     * Takes the packet.
     *
     * @return the packet that had to go instead and now belongs to the caller: null when there was room, {@code m} when it
     *     was refused, or the oldest normal packet
     */
    final @Nullable Mbuf enqueue(Mbuf m, int packetLength) {
        if (packets < maxLength && bytes < maxBytes) {
            take(m, packetLength);
            return null;
        }
        if (!m.has(Mbuf.PRIO) || !isPrioFew() || isEmpty()) {
            return m;
        }
        Mbuf oldest = pollNormal();
        take(m, packetLength);
        return oldest;
    }

    private void take(Mbuf m, int packetLength) {
        packets++;
        bytes += packetLength;
        if (m.has(Mbuf.PRIO)) {
            prio.add(m, packetLength);
            prioBytes += packetLength;
        } else {
            super.add(m, packetLength);
        }
    }

    private boolean isPrioFew() {
        return prio.length() < maxLength / 2 && prioBytes < maxBytes / 2;
    }

    /** Takes the first {@code count} packets of the batch, none of priority, if there is room for all; whether there was. */
    final boolean enqueue(MbufBatch batch, int count, long packetLengths) {
        boolean room = packets + count <= maxLength && bytes + packetLengths < maxBytes;
        if (room) {
            packets += count;
            bytes += super.add(batch, 0, count);
        }
        return room;
    }

    final boolean isFull() {
        return packets >= maxLength || bytes >= maxBytes;
    }

    /**
     * The packet that goes to make room for another (drop-head): the oldest normal one; for a priority packet that one while
     * they hold less than half of both limits, then the oldest of their own. Null when there is none.
     */
    final @Nullable Mbuf oldest(boolean forPrio) {
        if (!isEmpty() && (!forPrio || isPrioFew() || prio.isEmpty())) {
            return pollNormal();
        }
        return forPrio && !prio.isEmpty() ? pollPrio() : null;
    }

    final boolean hasPrio() {
        return !prio.isEmpty();
    }

    /** The next packet, which the caller then owns; null when there is none. */
    final @Nullable Mbuf dequeue() {
        return prio.isEmpty() ? isEmpty() ? null : pollNormal() : pollPrio();
    }

    private @Nullable Mbuf pollNormal() {
        packets--;
        bytes -= firstLength();
        return poll();
    }

    private @Nullable Mbuf pollPrio() {
        int packetLength = prio.firstLength();
        packets--;
        bytes -= packetLength;
        prioBytes -= packetLength;
        return prio.poll();
    }

    /** Fills the batch up with the next packets, which the caller then owns; how many. */
    final int dequeue(MbufBatch batch) {
        int urgent = Math.min(prio.length(), batch.room());
        if (urgent != 0) {
            long packetLengths = prio.pollTo(batch, urgent);
            prioBytes -= packetLengths;
            ahead(-urgent, -packetLengths);
        }
        int others = Math.min(length(), batch.room());
        if (others != 0) {
            ahead(-others, -pollTo(batch, others));
        }
        return urgent + others;
    }

    /** Takes a packet that has its place already, whatever the limits. */
    final void adopt(Mbuf m) {
        take(m, m.packetLength());
    }

    /** With what is ahead. */
    final int packets() {
        return packets;
    }

    final long bytes() {
        return bytes;
    }
}
