package org.ifnet.inet.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.ifnet.Ifnet;
import org.ifnet.netisr.EnvMemory;
import org.ifnet.netisr.PublishedArray;
import org.jspecify.annotations.Nullable;

/**
 * Neighbours by interface and address: a hash table with chains. Any thread looks up and adds at the head of a chain
 * without locks; only netctl removes, so that a removed entry never comes back into a chain.
 */
final class ArpCache {
    private static final int BUCKETS = 1024;

    private final PublishedArray<ArpEntry> buckets;
    private final AtomicInteger size = new AtomicInteger();
    /** Entries by the handle of their interface, counted up before one can be found and down after it cannot. */
    private final ConcurrentHashMap<Integer, Integer> counts = new ConcurrentHashMap<>();

    ArpCache(EnvMemory memory) {
        buckets = memory.publishedArray(BUCKETS);
    }

    private static int bucket(Ifnet ifnet, int address) {
        return (address * 0x9e37_79b9 ^ ifnet.handle() * 0x85eb_ca6b) >>> 22;
    }

    @Nullable
    ArpEntry find(Ifnet ifnet, int address) {
        return find(buckets.getAcquire(bucket(ifnet, address)), ifnet, address);
    }

    private static @Nullable ArpEntry find(@Nullable ArpEntry head, Ifnet ifnet, int address) {
        ArpEntry e = head;
        while (e != null && (e.address != address || e.ifnet != ifnet)) {
            e = e.next;
        }
        return e;
    }

    /**
     * The entry, made when there is none; null when {@code limit} entries are there already, or {@code asking} that have
     * not answered on that interface: who scans a network fills only his own share.
     */
    @Nullable
    ArpEntry findOrAdd(Link4 link, int address, int limit, int asking) {
        Ifnet ifnet = link.ifnet;
        int bucket = bucket(ifnet, address);
        ArpEntry fresh = null;
        while (true) {
            ArpEntry head = buckets.getVolatile(bucket);
            ArpEntry found = find(head, ifnet, address);
            if (found != null || fresh == null && (size.get() >= limit || !admit(link, asking))) {
                if (fresh != null) {
                    fresh.kill();
                    uncount(ifnet);
                }
                return found;
            }
            if (fresh == null) {
                fresh = new ArpEntry(ifnet, address, link.incomplete);
                counts.merge(ifnet.handle(), 1, Integer::sum);
            }
            fresh.next = head;
            if (buckets.compareAndSet(bucket, head, fresh)) {
                size.getAndIncrement();
                return fresh;
            }
        }
    }

    private static boolean admit(Link4 link, int asking) {
        if (link.incomplete.getAndIncrement() < asking) {
            return true;
        }
        link.incomplete.getAndDecrement();
        return false;
    }

    private void uncount(Ifnet ifnet) {
        counts.computeIfPresent(ifnet.handle(), (key, count) -> count == 1 ? null : count - 1);
    }

    /** False when no neighbour on that interface is remembered. */
    boolean has(Ifnet ifnet) {
        return counts.containsKey(ifnet.handle());
    }

    /** Netctl only. */
    void remove(ArpEntry gone) {
        int bucket = bucket(gone.ifnet, gone.address);
        while (true) {
            ArpEntry head = buckets.getVolatile(bucket);
            if (head == gone) {
                if (buckets.compareAndSet(bucket, gone, gone.next)) {
                    removed(gone);
                    return;
                }
                continue;
            }
            ArpEntry before = head;
            while (before != null && before.next != gone) {
                before = before.next;
            }
            if (before != null) {
                before.next = gone.next;
                removed(gone);
            }
            return;
        }
    }

    private void removed(ArpEntry gone) {
        size.getAndDecrement();
        uncount(gone.ifnet);
    }

    int size() {
        return size.get();
    }

    /** All entries at about this moment. */
    List<ArpEntry> all() {
        List<ArpEntry> all = new ArrayList<>(size.get());
        for (int i = 0; i < BUCKETS && size.get() > 0; i++) {
            for (ArpEntry e = buckets.getVolatile(i); e != null; e = e.next) {
                all.add(e);
            }
        }
        return all;
    }
}
