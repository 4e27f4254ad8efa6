package org.ifnet.core.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
import org.jspecify.annotations.Nullable;

/**
 * The interfaces by index, handle and name. Readers take no lock. An interface is first reserved (name and index are
 * taken, nobody finds it), then published, unpublished and released; only a published one is found.
 *
 * <p>Chunks keep the cost of one more interface constant however many there are. The lock is a leaf: nothing is called under
 * it.
 */
final class Table {
    static final int INDEX_BITS = 18;
    static final int MAX_INDEX = (1 << INDEX_BITS) - 1;

    private static final int CHUNK_BITS = TableChunk.BITS;
    private static final int CHUNK = TableChunk.SIZE;
    /** Of the version of a table that nothing was published in. */
    private static final Listed NOTHING = new Listed(0, Listing.EMPTY);

    private final Census census;
    private final EnvLock lock;
    private final AtomicReferenceArray<TableChunk> chunks = new AtomicReferenceArray<>(1 << INDEX_BITS - CHUNK_BITS);
    private final Handles handles = new Handles();
    private final ConcurrentHashMap<String, CoreIfnet> names = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong();
    private volatile Listed listing = NOTHING;
    private volatile int highest;
    private long attaches;

    Table(Env env, Census census) {
        this.census = census;
        lock = env.lock("ifnet", Env.Rank.IFNET);
    }

    /** The listing of one version. */
    private record Listed(long version, List<Ifnet> all) {}

    /** Takes a name, an index and a handle for the interface. EEXIST when the name is taken, ENOSPC without an index. */
    void reserve(CoreIfnet ifnet, String name) throws IfnetException {
        lock.lock();
        try {
            if (names.containsKey(name)) {
                throw taken(name);
            }
            int index = freeIndex();
            TableChunk chunk = chunkOf(index);
            ifnet.identify(name, index, handles.take(ifnet), ++attaches);
            chunk.orders[index % CHUNK] = attaches;
            chunk.slots.set(index % CHUNK, ifnet);
            highest = Math.max(highest, index);
            names.put(name, ifnet);
            census.ifnets(1);
        } finally {
            lock.unlock();
        }
    }

    static IfnetException taken(String name) {
        return new NameTaken(name);
    }

    /** Another interface has the name: worth another attempt when it is free, unlike an EEXIST of a driver. */
    static final class NameTaken extends IfnetException {
        private static final long serialVersionUID = 1L;

        NameTaken(String name) {
            super(Errno.EEXIST, "interface " + name + " already exists");
        }
    }

    /** The highest in use and one; when there is none above, the lowest hole. */
    private int freeIndex() throws IfnetException {
        if (highest < MAX_INDEX) {
            return highest + 1;
        }
        for (int index = 1; index <= MAX_INDEX; index++) {
            if (at(index) == null) {
                return index;
            }
        }
        throw new IfnetException(Errno.ENOSPC, "all " + MAX_INDEX + " interface indices are in use");
    }

    private TableChunk chunkOf(int index) {
        TableChunk chunk = chunks.get(index >> CHUNK_BITS);
        if (chunk == null) {
            chunk = new TableChunk();
            chunks.set(index >> CHUNK_BITS, chunk);
        }
        return chunk;
    }

    /** From here on everybody finds it. */
    void publish(CoreIfnet ifnet) {
        ifnet.attached(true);
        chunkOf(ifnet.index()).publish(ifnet.index() % CHUNK, true);
        version.getAndIncrement();
    }

    /** From here on nobody finds it; name and index stay taken. */
    void unpublish(CoreIfnet ifnet) {
        ifnet.attached(false);
        chunkOf(ifnet.index()).publish(ifnet.index() % CHUNK, false);
        version.getAndIncrement();
        listing = NOTHING;
    }

    /** Name and index are free for others; a freed top run of indices is given again. */
    void release(CoreIfnet ifnet) {
        lock.lock();
        try {
            names.remove(ifnet.name(), ifnet);
            census.ifnets(-1);
            int index = ifnet.index();
            TableChunk chunk = chunkOf(index);
            chunk.slots.set(index % CHUNK, null);
            handles.release(ifnet.handle());
            while (highest > 0 && at(highest) == null) {
                highest--;
            }
        } finally {
            lock.unlock();
        }
    }

    /** In one step for readers: at every moment exactly one of both names finds the interface. */
    void rename(CoreIfnet ifnet, String name) throws IfnetException {
        lock.lock();
        try {
            if (names.putIfAbsent(name, ifnet) != null) {
                throw taken(name);
            }
            String old = ifnet.name();
            ifnet.name(name);
            names.remove(old, ifnet);
        } finally {
            lock.unlock();
        }
    }

    boolean isTaken(String name) {
        return names.containsKey(name);
    }

    @Nullable
    CoreIfnet byName(String name) {
        CoreIfnet found = names.get(name);
        return found != null && found.isAttached() && found.name().equals(name) ? found : null;
    }

    @Nullable
    CoreIfnet byIndex(int index) {
        CoreIfnet found = at(index);
        return found != null && found.isAttached() ? found : null;
    }

    @Nullable
    CoreIfnet byHandle(int handle) {
        CoreIfnet found = handles.find(handle);
        return found != null && found.isAttached() ? found : null;
    }

    private @Nullable CoreIfnet at(int index) {
        if (index < 1 || index > MAX_INDEX) {
            return null;
        }
        TableChunk chunk = chunkAt(index);
        return chunk == null ? null : chunk.slots.get(index % CHUNK);
    }

    private @Nullable TableChunk chunkAt(int index) {
        return chunks.get(index >> CHUNK_BITS);
    }

    /** The published ones in order of attach. Built when it is asked for after a change. */
    List<Ifnet> list() {
        long now = version.get();
        Listed known = listing;
        if (known.version != now) {
            known = new Listed(now, published());
            listing = known;
            if (version.get() != now) {
                // Who has changed it meanwhile has dropped the list before this one; an interface that went is not
                // kept.
                listing = NOTHING;
            }
        }
        return known.all;
    }

    int size() {
        return list().size();
    }

    /** Indices are given in ascending order, so that sorting is needed only when they began anew. */
    private List<Ifnet> published() {
        List<Ifnet[]> parts = new ArrayList<>();
        long last = 0;
        boolean sorted = true;
        int top = highest;
        for (int first = 0; first <= top; first += CHUNK) {
            TableChunk chunk = chunkAt(first);
            TableChunk.Part part = chunk == null ? TableChunk.Part.NONE : chunk.part();
            if (part.ifnets().length > 0) {
                parts.add(part.ifnets());
                sorted &= part.sorted() && part.first() > last;
                last = part.last();
            }
        }
        return sorted ? new Listing(parts) : sorted(parts);
    }

    private static List<Ifnet> sorted(List<Ifnet[]> parts) {
        return parts.stream()
                .flatMap(Arrays::stream)
                .sorted(Comparator.comparingLong(ifnet -> ((CoreIfnet) ifnet).attachOrder()))
                .toList();
    }

    /** All that have a name now, published or not, in order of attach. A new list. */
    List<CoreIfnet> reserved() {
        List<CoreIfnet> found = new ArrayList<>(names.size());
        int top = highest;
        for (int index = 1; index <= top; index++) {
            CoreIfnet ifnet = at(index);
            if (ifnet != null) {
                found.add(ifnet);
            }
        }
        found.sort(Comparator.comparingLong(CoreIfnet::attachOrder));
        return found;
    }
}
