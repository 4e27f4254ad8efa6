package com.example.memnic;

import java.nio.ByteBuffer;

import org.ifnet.mbuf.Mbuf;

/**
 * One direction of the cable: a ring of frames in memory, as a card has it. One port puts, the other takes; each counts
 * for itself and only reads the other's count, so that neither ever waits.
 */
final class Wire {
    /** A power of two: the counts may overflow without harm. */
    private static final int SLOTS = 256;

    private static final int SLOT_BYTES = 2048;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(SLOTS * SLOT_BYTES);
    private final int[] lengths = new int[SLOTS];
    private volatile int put;
    private volatile int taken;

    boolean hasRoom() {
        return put - taken < SLOTS;
    }

    boolean isEmpty() {
        return put == taken;
    }

    /** Copies a frame into the ring, which has room. The packet stays the caller's. */
    void put(Mbuf packet) {
        int slot = put & SLOTS - 1;
        int length = 0;
        for (Mbuf part = packet; part != null; part = part.next()) {
            memory.put(slot * SLOT_BYTES + length, part.region(), part.offset(), part.length());
            length += part.length();
        }
        lengths[slot] = length;
        put = put + 1;
    }

    /** Copies the oldest frame into an empty packet and removes it from the ring. */
    void take(Mbuf packet) {
        int slot = taken & SLOTS - 1;
        packet.append(lengths[slot]);
        packet.region().put(packet.offset(), memory, slot * SLOT_BYTES, lengths[slot]);
        skip();
    }

    /** Removes the oldest frame. */
    void skip() {
        taken = taken + 1;
    }

    /** Removes everything. */
    void clear() {
        taken = put;
    }
}
