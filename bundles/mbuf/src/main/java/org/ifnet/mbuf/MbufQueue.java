package org.ifnet.mbuf;

import org.jspecify.annotations.Nullable;

/**
 * An unbounded first-in first-out list of packets, linked through the mbufs themselves so that it never allocates. Owns
 * the packets in it. Not safe for threads: the owner of the queue guards it.
 */
public final class MbufQueue {
    private @Nullable Mbuf head;
    private @Nullable Mbuf tail;
    private int length;
    private long bytes;

    /** Takes the packet at the end. */
    public void add(Mbuf m) {
        m.link = null;
        Mbuf last = tail;
        if (last == null) {
            head = m;
        } else {
            last.link = m;
        }
        tail = m;
        length++;
        bytes += m.packetLength();
    }

    /** Takes the packet at the front. */
    public void addFirst(Mbuf m) {
        m.link = head;
        head = m;
        if (tail == null) {
            tail = m;
        }
        length++;
        bytes += m.packetLength();
    }

    /** The first packet, still owned by the queue. */
    public @Nullable Mbuf peek() {
        return head;
    }

    /** The first packet, which the caller then owns; null when the queue is empty. */
    public @Nullable Mbuf poll() {
        Mbuf m = head;
        if (m == null) {
            return null;
        }
        head = m.link;
        m.link = null;
        if (head == null) {
            tail = null;
        }
        length--;
        bytes -= m.packetLength();
        return m;
    }

    /** Frees everything and says how many packets that were. */
    public int freeAll() {
        int freed = 0;
        for (Mbuf m = poll(); m != null; m = poll()) {
            m.free();
            freed++;
        }
        return freed;
    }

    public int length() {
        return length;
    }

    /** The bytes of all packets, chains included. */
    public long bytes() {
        return bytes;
    }

    public boolean isEmpty() {
        return head == null;
    }
}
