package org.ifnet.mbuf;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * Packets that wait for one thing, for example the address of a neighbour: the first ones and always the latest. It owns
 * each from {@link #hold} to {@link #take}. Any thread, lock-free; takes memory only once something waits.
 */
public final class MbufHold {
    /** As many as the longest packet has fragments on Ethernet, and some more. */
    public static final int MOST = 64;

    private final AtomicReference<@Nullable AtomicReferenceArray<@Nullable Mbuf>> held = new AtomicReference<>();

    /** Takes a packet; returns another that had to give way, which the caller then owns, because the latest must be kept. */
    public @Nullable Mbuf hold(Mbuf m) {
        AtomicReferenceArray<@Nullable Mbuf> places = held.get();
        while (places == null) {
            held.compareAndSet(null, new AtomicReferenceArray<>(MOST));
            places = held.get();
        }
        for (int i = 0; i < MOST; i++) {
            if (places.get(i) == null && places.compareAndSet(i, null, m)) {
                return null;
            }
        }
        return places.getAndSet(MOST - 1, m);
    }

    /** The packet in that place, 0 to {@link #MOST} - 1, which the caller then owns. */
    public @Nullable Mbuf take(int place) {
        AtomicReferenceArray<@Nullable Mbuf> places = held.get();
        return places == null || places.get(place) == null ? null : places.getAndSet(place, null);
    }
}
