package org.ifnet.ifq;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufQueue;
import org.jspecify.annotations.Nullable;

/** The packets of one class, first in first out in each lane, for authors of a {@link Scheduler}, under whose rules it is. */
public final class ClassQueue {
    private final MbufQueue[] lanes;
    private long occupied;
    private int length;
    private long bytes;
    /** The lane behind the one served last. */
    private int turn;

    /** @param lanes 1 to 64 */
    public ClassQueue(int lanes) {
        if (lanes < 1 || lanes > Long.SIZE) {
            throw new IllegalArgumentException("lanes " + lanes);
        }
        this.lanes = new MbufQueue[lanes];
        for (int i = 0; i < lanes; i++) {
            this.lanes[i] = new MbufQueue();
        }
    }

    /** Takes the packet at the end of its lane. */
    public void add(int lane, Mbuf m) {
        MbufQueue queue = lanes[lane];
        long before = queue.bytes();
        queue.add(m);
        bytes += queue.bytes() - before;
        length++;
        occupied |= 1L << lane;
    }

    /** The first packet of the lane, which stays; null when it is empty. */
    public @Nullable Mbuf peek(int lane) {
        return lanes[lane].peek();
    }

    /** The first packet of the lane, which the caller then owns; null when it is empty. */
    public @Nullable Mbuf poll(int lane) {
        MbufQueue queue = lanes[lane];
        long before = queue.bytes();
        Mbuf m = queue.poll();
        if (m == null) {
            return null;
        }
        bytes -= before - queue.bytes();
        length--;
        if (queue.isEmpty()) {
            occupied &= ~(1L << lane);
        }
        turn = lane + 1;
        return m;
    }

    /** Moves the packets of the lane to the end of {@code into}. */
    public void release(int lane, MbufQueue into) {
        int next = turn;
        for (Mbuf m = poll(lane); m != null; m = poll(lane)) {
            into.add(m);
        }
        turn = next;
    }

    /** The lanes that hold packets. */
    public long occupied() {
        return occupied;
    }

    /** The one among {@code set} whose turn it is, all served in turns; -1 when none of them holds a packet. */
    public int nextLane(long set) {
        long candidates = occupied & set;
        if (candidates == 0) {
            return -1;
        }
        long behind = turn >= Long.SIZE ? 0 : candidates & -1L << turn;
        return Long.numberOfTrailingZeros(behind != 0 ? behind : candidates);
    }

    /** Whether one of those lanes holds a packet. */
    public boolean hasAny(long set) {
        return (occupied & set) != 0;
    }

    /** Packets in all lanes. */
    public int length() {
        return length;
    }

    /** Bytes in all lanes. */
    public long bytes() {
        return bytes;
    }

    public int length(int lane) {
        return lanes[lane].length();
    }

    public long bytes(int lane) {
        return lanes[lane].bytes();
    }
}
