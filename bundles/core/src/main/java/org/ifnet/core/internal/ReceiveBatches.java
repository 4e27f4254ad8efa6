package org.ifnet.core.internal;

import org.ifnet.mbuf.MbufBatch;
import org.jspecify.annotations.Nullable;

/**
 * The batch that drivers fill, one for each netisr. A thread takes it before it enters a driver: when the role is given
 * away meanwhile, the new thread finds none and makes its own, and the old one keeps what the driver put in.
 */
final class ReceiveBatches {
    private final @Nullable MbufBatch[] batches;

    ReceiveBatches(int cpus) {
        batches = new MbufBatch[cpus];
    }

    /** On that netisr. */
    MbufBatch take(int cpu) {
        MbufBatch batch = batches[cpu];
        batches[cpu] = null;
        return batch == null ? new MbufBatch() : batch;
    }

    /** On that netisr, with an empty batch. */
    void give(int cpu, MbufBatch batch) {
        if (batch.isEmpty()) {
            batches[cpu] = batch;
        }
    }
}
