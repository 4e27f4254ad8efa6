package org.ifnet.core.internal;

import java.util.concurrent.atomic.AtomicReferenceArray;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.jspecify.annotations.Nullable;

/**
 * The handles of interfaces, {@code generation << 18 | slot}. Slots are given in turn and the generation of a slot counts its
 * uses, so that a handle comes again after 2^32 interfaces at the earliest, whatever index they have. Changed under the lock
 * of the table; any thread reads.
 */
final class Handles {
    private static final int SLOT_BITS = 18;
    private static final int SLOTS = 1 << SLOT_BITS;
    private static final int CHUNK_BITS = 10;
    private static final int CHUNK = 1 << CHUNK_BITS;

    private final AtomicReferenceArray<Chunk> chunks = new AtomicReferenceArray<>(SLOTS / CHUNK);
    private int last;

    private static final class Chunk {
        final AtomicReferenceArray<@Nullable CoreIfnet> slots = new AtomicReferenceArray<>(CHUNK);
        final short[] generations = new short[CHUNK];
    }

    /** A handle that finds the interface once it has it; never 0. ENOSPC when all are in use. */
    int take(CoreIfnet ifnet) throws IfnetException {
        for (int tries = 1; tries < SLOTS; tries++) {
            last = last % (SLOTS - 1) + 1;
            Chunk chunk = chunkOf(last);
            int place = last % CHUNK;
            if (chunk.slots.get(place) == null) {
                chunk.slots.set(place, ifnet);
                int generation = chunk.generations[place]++;
                return generation << SLOT_BITS | last;
            }
        }
        throw new IfnetException(Errno.ENOSPC, "all " + (SLOTS - 1) + " handles are in use");
    }

    void release(int handle) {
        chunkOf(handle & SLOTS - 1).slots.set(handle & CHUNK - 1, null);
    }

    private Chunk chunkOf(int slot) {
        Chunk chunk = chunks.get(slot >> CHUNK_BITS);
        if (chunk == null) {
            chunk = new Chunk();
            chunks.set(slot >> CHUNK_BITS, chunk);
        }
        return chunk;
    }

    /** Who has that handle now, published or not. */
    @Nullable
    CoreIfnet find(int handle) {
        int slot = handle & SLOTS - 1;
        Chunk chunk = chunks.get(slot >> CHUNK_BITS);
        CoreIfnet found = chunk == null ? null : chunk.slots.get(slot % CHUNK);
        return found != null && found.handle() == handle ? found : null;
    }
}
