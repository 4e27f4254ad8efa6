package org.ifnet.mbuf;

import org.jspecify.annotations.Nullable;

/**
 * A first-in first-out list of packets, as {@link MbufQueue} is one, for queues that every packet goes through: neither end
 * touches the packets' own memory, which another processor may have, and a batch goes in and out as a block. Allocates only
 * while it grows to the longest that it ever was. Owns the packets in it. Not safe for threads: the owner guards it.
 */
public class MbufRing {
    private static final int SMALLEST = 32;
    private static final Mbuf[] NOTHING = {};

    /** As many as a power of two, or none at first; what lies outside of head and tail is stale. */
    private @Nullable Mbuf[] slots = NOTHING;

    private int[] lengths = {};
    /** Of {@link #slots}; -1 while there are none. Beside them, so that an index need not wait for the array. */
    private int mask = -1;
    /** Counts up for ever; where a packet stands is this under the mask. */
    private int head;

    private int tail;

    /** Takes the packet at the end. */
    public final void add(Mbuf m, int packetLength) {
        if (tail - head > mask) {
            grow(1);
        }
        int at = tail & mask;
        slots[at] = m;
        lengths[at] = packetLength;
        tail++;
    }

    /** Takes packets {@code from} to {@code from + count} of the batch, where they stay as strangers; how many bytes. */
    public final long add(MbufBatch batch, int from, int count) {
        if (slots.length - (tail - head) < count) {
            grow(count);
        }
        int at = tail & mask;
        int first = Math.min(count, slots.length - at);
        batch.copyTo(slots, at, from, first);
        batch.copyTo(slots, 0, from + first, count - first);
        long sum = 0;
        for (int i = 0; i < count; i++) {
            int packetLength = batch.get(from + i).packetLength();
            lengths[at + i & mask] = packetLength;
            sum += packetLength;
        }
        tail += count;
        return sum;
    }

    private void grow(int more) {
        int length = tail - head;
        int size = Math.max(SMALLEST, Integer.highestOneBit(length + more - 1) << 1);
        @Nullable Mbuf[] wider = new Mbuf[size];
        int[] widerLengths = new int[size];
        for (int i = 0; i < length; i++) {
            int at = head + i & mask;
            wider[i] = slots[at];
            widerLengths[i] = lengths[at];
        }
        slots = wider;
        lengths = widerLengths;
        mask = size - 1;
        head = 0;
        tail = length;
    }

    /** The length of the first packet in bytes, chain included; meaningless when it is empty. */
    public final int firstLength() {
        return lengths[head & mask];
    }

    /** The first packet, which the caller then owns; null when it is empty. */
    public final @Nullable Mbuf poll() {
        if (head == tail) {
            return null;
        }
        int at = head & mask;
        head++;
        return slots[at];
    }

    /** Moves the first {@code count} packets, which there are, to the end of the batch, which has room; how many bytes. */
    public final long pollTo(MbufBatch batch, int count) {
        int at = head & mask;
        int first = Math.min(count, slots.length - at);
        batch.addAll(slots, at, first);
        batch.addAll(slots, 0, count - first);
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += lengths[at + i & mask];
        }
        head += count;
        return sum;
    }

    public final int length() {
        return tail - head;
    }

    public final boolean isEmpty() {
        return head == tail;
    }
}
