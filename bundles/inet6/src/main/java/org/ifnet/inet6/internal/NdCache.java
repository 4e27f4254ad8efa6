package org.ifnet.inet6.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.ifnet.netisr.EnvMemory;
import org.ifnet.netisr.PublishedArray;
import org.jspecify.annotations.Nullable;

/**
 * Neighbours by interface and address: a hash table with chains. Any thread looks up and adds at the head of a chain
 * without locks; only netctl removes, so that a removed entry never comes back into a chain.
 */
final class NdCache {
    private static final int BUCKETS = 4096;

    private final PublishedArray<NdEntry> buckets;
    private final AtomicInteger size = new AtomicInteger();
    /** Chance, so that nobody can choose addresses that share a bucket. */
    private final long salt;

    NdCache(EnvMemory memory, long salt) {
        buckets = memory.publishedArray(BUCKETS);
        this.salt = salt | 1;
    }

    private int bucket(Link6 link, long hi, long lo) {
        long h = (lo ^ hi * 0x9e37_79b9_7f4a_7c15L ^ link.ifnet.handle()) * salt;
        return (int) ((h ^ h >>> 32) * 0x9e37_79b9 >>> 16) & BUCKETS - 1;
    }

    @Nullable
    NdEntry find(Link6 link, long hi, long lo) {
        return find(buckets.getAcquire(bucket(link, hi, lo)), link, hi, lo);
    }

    private static @Nullable NdEntry find(@Nullable NdEntry head, Link6 link, long hi, long lo) {
        NdEntry e = head;
        while (e != null && (e.lo != lo || e.hi != hi || e.link != link)) {
            e = e.next;
        }
        return e;
    }

    /**
     * The entry, made when there is none; null when {@code limit} entries are there already, or {@code asking} that have
     * not answered on that interface: who scans a network fills only his own share.
     *
     * @param lladdr of a new entry, -1 when it is to be asked for
     */
    @Nullable
    NdEntry findOrAdd(Link6 link, long hi, long lo, long lladdr, int limit, int asking) {
        int bucket = bucket(link, hi, lo);
        NdEntry fresh = null;
        while (true) {
            NdEntry head = buckets.getVolatile(bucket);
            NdEntry found = find(head, link, hi, lo);
            if (found != null || fresh == null && (size.get() >= limit || lladdr < 0 && !admit(link, asking))) {
                if (fresh != null) {
                    fresh.kill();
                }
                return found;
            }
            if (fresh == null) {
                fresh = new NdEntry(link, hi, lo, lladdr);
            }
            fresh.next = head;
            if (buckets.compareAndSet(bucket, head, fresh)) {
                size.getAndIncrement();
                return fresh;
            }
        }
    }

    private static boolean admit(Link6 link, int asking) {
        if (link.incomplete.getAndIncrement() < asking) {
            return true;
        }
        link.incomplete.getAndDecrement();
        return false;
    }

    /** Netctl only. */
    void remove(NdEntry gone) {
        int bucket = bucket(gone.link, gone.hi, gone.lo);
        while (true) {
            NdEntry head = buckets.getVolatile(bucket);
            if (head == gone) {
                if (buckets.compareAndSet(bucket, gone, gone.next)) {
                    size.getAndDecrement();
                    return;
                }
                continue;
            }
            NdEntry before = head;
            while (before != null && before.next != gone) {
                before = before.next;
            }
            if (before != null) {
                before.next = gone.next;
                size.getAndDecrement();
            }
            return;
        }
    }

    int size() {
        return size.get();
    }

    /** All entries at about this moment. */
    List<NdEntry> all() {
        List<NdEntry> all = new ArrayList<>(size.get());
        for (int i = 0; i < BUCKETS && size.get() > 0; i++) {
            for (NdEntry e = buckets.getVolatile(i); e != null; e = e.next) {
                all.add(e);
            }
        }
        return all;
    }
}
