package org.ifnet.route.internal;

import java.util.Arrays;

import org.ifnet.IfFlags;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.netisr.EnvMemory;
import org.ifnet.netisr.Published;
import org.ifnet.netisr.PublishedArray;
import org.jspecify.annotations.Nullable;

/**
 * Own addresses of one family by their bits. One thread (netctl) writes, any thread reads without lock or allocation.
 *
 * <p>Open addressing in an array that is changed in place: a place once taken by a key keeps that key until the array is
 * made anew, so a reader that passes by never misses another key. Deleting leaves a record without holders.
 */
final class HostTable {
    private static final int LEAST = 16;

    private final EnvMemory memory;
    private final Published<PublishedArray<Host>> places;
    private int taken;

    HostTable(EnvMemory memory) {
        this.memory = memory;
        places = memory.published(memory.publishedArray(LEAST));
    }

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
        PublishedArray<Host> p = places.getAcquire();
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
        if (taken * 2 >= places.getAcquire().length()) {
            rebuild();
        }
        long hi = ifaddr.address().hi();
        long lo = ifaddr.address().lo();
        PublishedArray<Host> p = places.getAcquire();
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
        PublishedArray<Host> p = places.getAcquire();
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
    private static int place(PublishedArray<Host> p, long hi, long lo) {
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
        PublishedArray<Host> old = places.getAcquire();
        int living = 0;
        for (int i = 0; i < old.length(); i++) {
            Host host = old.getPlain(i);
            living += host != null && host.holders.length > 0 ? 1 : 0;
        }
        int size = Math.max(LEAST, Integer.highestOneBit(Math.max(1, living)) * 4);
        PublishedArray<Host> fresh = memory.publishedArray(size);
        for (int i = 0; i < old.length(); i++) {
            Host host = old.getPlain(i);
            if (host != null && host.holders.length > 0) {
                fresh.setPlain(place(fresh, host.hi, host.lo), host);
            }
        }
        taken = living;
        places.setRelease(fresh);
    }
}
