package org.ifnet.mbuf;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * One frame of packet memory and what is known about the packet in it. Allocated once a frame and reused.
 *
 * <p>Indices are bytes from the first byte of the packet ({@link #offset()} in the region); values are big-endian.
 * Accessors do not check against {@link #length()} outside debug mode: a codec checks the length once, then reads.
 * Belongs to one thread at a time.
 */
public final class Mbuf {
    /** Goes before normal packets in every queue. */
    public static final int PRIO = 0x1;
    /** Sent to a link-layer group. */
    public static final int MCAST = 0x2;
    /** Sent to the link-layer broadcast address. */
    public static final int BCAST = 0x4;
    /** {@link #vlanTag()} is valid. */
    public static final int VLANTAG = 0x8;
    /** {@link #flowHash()} is valid. */
    public static final int HASH = 0x10;
    /** The link layer marked it as not addressed to us; only taps may look at it. */
    public static final int PROMISC = 0x20;
    /** A copy of a packet that we sent, which came back without a wire (reference 4.3, SIMPLEX). */
    public static final int LOOPED = 0x40;

    /** The maximum number of frames in a chain. */
    public static final int CHAIN_MAX = 64;

    final MbufPool pool;
    final int frame;
    private final ByteBuffer region;
    private final int base;

    private int offset;
    private int length;
    private int flags;
    private int vlanTag;
    private int flowHash;
    private int rcvif;
    private int tag;
    private int queueClass;
    private long queuedAt;
    private @Nullable Mbuf next;

    /** The following packet in the {@link MbufQueue} that holds this one. */
    @Nullable
    Mbuf link;

    /** Debug mode: who holds the frame, null while it is free. */
    @Nullable
    String owner;

    Mbuf(MbufPool pool, int frame, ByteBuffer region, int base) {
        this.pool = pool;
        this.frame = frame;
        this.region = region;
        this.base = base;
    }

    /** Empties the packet: headroom as the pool has it, no length, no flags, no chain. */
    public void reset() {
        offset = base + pool.headroom();
        length = 0;
        flags = 0;
        vlanTag = 0;
        flowHash = 0;
        rcvif = 0;
        tag = 0;
        next = null;
        link = null;
    }

    /** The region that holds this frame; big-endian, shared by the whole pool: use absolute indices only. */
    public ByteBuffer region() {
        return region;
    }

    /** The index in {@link #region()} of the first byte of the packet. */
    public int offset() {
        return offset;
    }

    /** Bytes of the packet in this frame (not in the chain behind it). */
    public int length() {
        return length;
    }

    /** Bytes of the packet in this frame and all frames chained behind it. */
    public int packetLength() {
        int sum = length;
        for (Mbuf m = next; m != null; m = m.next) {
            sum += m.length;
        }
        return sum;
    }

    /** Bytes that {@link #prepend} can still take. */
    public int headroom() {
        return offset - base;
    }

    /** Bytes that {@link #append} can still take. */
    public int tailroom() {
        return base + pool.frameSize() - offset - length;
    }

    /** Makes room for {@code n} bytes in front; false, and nothing changed, when the headroom is too small. */
    public boolean prepend(int n) {
        if (n < 0 || n > headroom()) {
            return false;
        }
        offset -= n;
        length += n;
        return true;
    }

    /** Adds {@code n} bytes of undefined content at the end; false, and nothing changed, when there is no room. */
    public boolean append(int n) {
        if (n < 0 || n > tailroom()) {
            return false;
        }
        length += n;
        return true;
    }

    /** Removes {@code n} bytes from the front; false, and nothing changed, when this frame holds fewer. */
    public boolean trimFront(int n) {
        if (n < 0 || n > length) {
            return false;
        }
        offset += n;
        length -= n;
        return true;
    }

    /** Removes {@code n} bytes from the end; false, and nothing changed, when this frame holds fewer. */
    public boolean trimBack(int n) {
        if (n < 0 || n > length) {
            return false;
        }
        length -= n;
        return true;
    }

    /** Cuts what stands behind the first {@code total} bytes of the packet, frames included. */
    public void trimTo(int total) {
        Mbuf m = this;
        int left = total;
        while (left > m.length && m.next() != null) {
            left -= m.length;
            m = m.next();
        }
        m.trimBack(Math.max(0, m.length - left));
        Mbuf rest = m.next();
        if (rest != null) {
            m.next(null);
            rest.free();
        }
    }

    public int get8(int i) {
        return region.get(at(i, 1)) & 0xff;
    }

    public int get16(int i) {
        return region.getShort(at(i, 2)) & 0xffff;
    }

    public int get32(int i) {
        return region.getInt(at(i, 4));
    }

    public long get64(int i) {
        return region.getLong(at(i, 8));
    }

    public void put8(int i, int value) {
        region.put(at(i, 1), (byte) value);
    }

    public void put16(int i, int value) {
        region.putShort(at(i, 2), (short) value);
    }

    public void put32(int i, int value) {
        region.putInt(at(i, 4), value);
    }

    public void put64(int i, long value) {
        region.putLong(at(i, 8), value);
    }

    /** Copies {@code count} bytes from this frame to another; both ranges must lie inside the packets. */
    public void copyTo(int from, Mbuf to, int at, int count) {
        to.region.put(to.at(at, count), region, at(from, count), count);
    }

    private int at(int i, int size) {
        if (MbufPool.DEBUG) {
            checkAccess(i, size);
        }
        return offset + i;
    }

    private void checkAccess(int i, int size) {
        if (owner == null) {
            throw new IllegalStateException(
                    "use after free: frame " + frame + " of " + pool.name() + ", " + pool.history(frame));
        }
        if (i < 0 || i + size > length) {
            throw new IndexOutOfBoundsException("bytes " + i + ".." + (i + size) + " of a packet of " + length);
        }
    }

    public int flags() {
        return flags;
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    public void flags(int value) {
        flags = value;
    }

    public void set(int flag) {
        flags |= flag;
    }

    public void clear(int flag) {
        flags &= ~flag;
    }

    /** The 802.1Q tag control information, valid with {@link #VLANTAG}. */
    public int vlanTag() {
        return vlanTag;
    }

    public void vlanTag(int tci) {
        vlanTag = tci;
        flags |= VLANTAG;
    }

    /** The flow hash, valid with {@link #HASH}. */
    public int flowHash() {
        return flowHash;
    }

    public void flowHash(int value) {
        flowHash = value;
        flags |= HASH;
    }

    /** The handle of the interface that received the packet, 0 when it was made here. */
    public int rcvif() {
        return rcvif;
    }

    public void rcvif(int handle) {
        rcvif = handle;
    }

    /** The mark of a packet filter, 0 when there is none (the qid of pf); queues can choose a class by it. */
    public int tag() {
        return tag;
    }

    public void tag(int value) {
        tag = value;
    }

    /** What the transmit queue that holds the packet, or handed it out last, notes about its class. The queue's. */
    public int queueClass() {
        return queueClass;
    }

    public void queueClass(int value) {
        queueClass = value;
    }

    /** When the packet was enqueued, monotonic nanoseconds; for the discipline that holds it, if that wants to know. */
    public long queuedAt() {
        return queuedAt;
    }

    public void queuedAt(long nanos) {
        queuedAt = nanos;
    }

    /** The next frame of the same packet, null in the last. */
    public @Nullable Mbuf next() {
        return next;
    }

    /** Chains {@code tail} behind this frame, which then owns it. */
    public void next(@Nullable Mbuf tail) {
        next = tail;
    }

    /** The pool this frame returns to. */
    public MbufPool pool() {
        return pool;
    }

    /** Debug mode: names the place that now owns the frame, for leak reports. Costs nothing otherwise. */
    public void ownedBy(String place) {
        if (MbufPool.DEBUG) {
            if (owner == null) {
                throw new IllegalStateException(place + " takes a freed mbuf: " + pool.history(frame));
            }
            owner = place;
        }
    }

    /** Gives the packet, with its chain, back to its pool. The caller must own it and may not touch it afterwards. */
    public void free() {
        Mbuf m = this;
        while (m != null) {
            Mbuf following = m.next;
            m.next = null;
            m.pool.release(m);
            m = following;
        }
    }

    @Override
    public String toString() {
        return "mbuf " + frame + " of " + pool.name() + ", " + length + " bytes";
    }
}
