package org.ifnet.netisr.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr.PacketHandler;
import org.ifnet.netisr.PublishedArray;
import org.jspecify.annotations.Nullable;

/**
 * The packet mailbox of a netisr: bounded, many threads put, the netisr takes.
 *
 * <p>A sender claims room for a whole batch by one CAS on {@code tail}, fills the places and publishes each by storing
 * its packet last. The netisr stops at the first empty place, clears what it takes and gives the room back by
 * {@code head}; so a place behind {@code head + CAPACITY} is always empty when it is claimed.
 */
final class PacketRing {
    /** Packets: two milliseconds at half a million a second, and small against the pool, so that one stopped netisr
     * cannot hold all packet memory. A power of two. */
    static final int CAPACITY = 1024;

    private static final int MASK = CAPACITY - 1;
    private static final VarHandle HEAD;
    private static final VarHandle TAIL;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HEAD = lookup.findVarHandle(PacketRing.class, "head", long.class);
            TAIL = lookup.findVarHandle(PacketRing.class, "tail", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Env env;
    private final String owner;
    private final AtomicLong drops;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final PublishedArray<Mbuf> packets;
    private final @Nullable PacketHandler[] handlers = new PacketHandler[CAPACITY];

    private volatile long head;
    private volatile long tail;

    /** @param drops counts the packets that found no room, one each */
    PacketRing(Env env, String owner, AtomicLong drops) {
        this.env = env;
        packets = env.memory().publishedArray(CAPACITY);
        this.owner = owner;
        this.drops = drops;
    }

    /** Takes as many packets as there is room for and frees the rest; the batch comes back empty. Any thread. */
    int offer(PacketHandler handler, MbufBatch batch) {
        int size = batch.size();
        long at;
        int taken;
        do {
            at = tail;
            taken = (int) Math.min(size, head + CAPACITY - at);
            env.yieldPoint("ring.claim");
        } while (taken > 0 && !TAIL.compareAndSet(this, at, at + taken));
        taken = Math.max(taken, 0);
        for (int i = 0; i < taken; i++) {
            Mbuf m = batch.get(i);
            m.ownedBy(owner);
            int slot = (int) (at + i) & MASK;
            handlers[slot] = handler;
            packets.setRelease(slot, m);
        }
        // The sender looks next whether the netisr sleeps, and that look must not overtake the packets.
        env.memory().fence();
        for (int i = taken; i < size; i++) {
            batch.get(i).free();
        }
        batch.clear();
        if (taken < size) {
            drops.addAndGet(size - taken);
        }
        return taken;
    }

    /**
     * Moves packets of one handler to the empty batch; netisr only.
     *
     * @return the handler, null when there is nothing
     */
    @Nullable
    PacketHandler poll(MbufBatch into) {
        env.yieldPoint("ring.poll");
        long at = head;
        PacketHandler handler = null;
        while (!into.isFull()) {
            int slot = (int) at & MASK;
            Mbuf m = packets.getAcquire(slot);
            if (m == null || handler != null && handlers[slot] != handler) {
                break;
            }
            handler = handlers[slot];
            handlers[slot] = null;
            packets.setPlain(slot, null);
            into.add(m);
            at++;
        }
        HEAD.setRelease(this, at);
        return handler;
    }

    /** The netisr has ended: frees what is there and what still comes. Any thread. */
    void freeAll() {
        MbufBatch batch = new MbufBatch();
        while (!isEmpty() && ending.compareAndSet(false, true)) {
            while (poll(batch) != null) {
                batch.freeAll();
            }
            ending.set(false);
        }
    }

    /** Nothing is published at the front; netisr only. */
    boolean isEmpty() {
        return packets.getVolatile((int) head & MASK) == null;
    }
}
