package org.ifnet.route.internal;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.ifnet.IfFlags;
import org.ifnet.ifaddr.Ifaddr;
import org.jspecify.annotations.Nullable;

/**
 * Own addresses of one family by their bits. One thread (netctl) writes, any thread reads without lock or allocation.
 *
 * <p>Open addressing in an array that is changed in place: a place once taken by a key keeps that key until the array is
 * made anew, so a reader that passes by never misses another key. Deleting leaves a record without holders.
 */
final class HostTable {
    private static final int LEAST = 16;

    private volatile AtomicReferenceArray<@Nullable Host> places = new AtomicReferenceArray<>(LEAST);
    private int taken;

    /** An address and who has it, in order of adding. */
    private static final class Host {
        final long hi;
        final long lo;
        final Ifaddr[] holders;

        Host(long hi, long lo, Ifaddr[] holders) {
            this.hi = hi;
            this.lo = lo;
            this.holders = holders;
        }
    }

    /** The first record of that address on an interface that is UP, or null. */
    @Nullable
    Ifaddr find(long hi, long lo) {
        AtomicReferenceArray<@Nullable Host> p = places;
        Host host = p.getAcquire(place(p, hi, lo));
        if (host != null) {
            for (Ifaddr holder : host.holders) {
                if (holder.ifnet().has(IfFlags.UP)) {
                    return holder;
                }
            }
        }
        return null;
    }

    void add(Ifaddr ifaddr) {
        if (taken * 2 >= places.length()) {
            rebuild();
        }
        long hi = ifaddr.address().hi();
        long lo = ifaddr.address().lo();
        AtomicReferenceArray<@Nullable Host> p = places;
        int at = place(p, hi, lo);
        Host host = p.getPlain(at);
        Ifaddr[] holders = host == null ? new Ifaddr[1] : Arrays.copyOf(host.holders, host.holders.length + 1);
        holders[holders.length - 1] = ifaddr;
        taken += host == null ? 1 : 0;
        p.setRelease(at, new Host(hi, lo, holders));
    }

    /** Removes exactly that record; one that took its place stays. */
    void remove(Ifaddr ifaddr) {
        long hi = ifaddr.address().hi();
        long lo = ifaddr.address().lo();
        AtomicReferenceArray<@Nullable Host> p = places;
        int at = place(p, hi, lo);
        Host host = p.getPlain(at);
        if (host != null) {
            Ifaddr[] left = Arrays.stream(host.holders)
                    .filter(holder -> holder != ifaddr)
                    .toArray(Ifaddr[]::new);
            p.setRelease(at, new Host(hi, lo, left));
        }
    }

    /** Where the key stands, or the free place where it would. There always is one. */
    private static int place(AtomicReferenceArray<@Nullable Host> p, long hi, long lo) {
        int mask = p.length() - 1;
        long mixed = (lo * 0x9e37_79b9_7f4a_7c15L) ^ (hi * 0xc2b2_ae3d_27d4_eb4fL);
        int i = (int) (mixed >>> 40) & mask;
        while (true) {
            Host host = p.getAcquire(i);
            if (host == null || host.lo == lo && host.hi == hi) {
                return i;
            }
            i = i + 1 & mask;
        }
    }

    /** An array of four times the living keys, without the dead ones. */
    private void rebuild() {
        AtomicReferenceArray<@Nullable Host> old = places;
        int living = 0;
        for (int i = 0; i < old.length(); i++) {
            Host host = old.getPlain(i);
            living += host != null && host.holders.length > 0 ? 1 : 0;
        }
        int size = Math.max(LEAST, Integer.highestOneBit(Math.max(1, living)) * 4);
        AtomicReferenceArray<@Nullable Host> fresh = new AtomicReferenceArray<>(size);
        for (int i = 0; i < old.length(); i++) {
            Host host = old.getPlain(i);
            if (host != null && host.holders.length > 0) {
                fresh.setPlain(place(fresh, host.hi, host.lo), host);
            }
        }
        taken = living;
        places = fresh;
    }
}
