package org.ifnet.ifq;

import java.util.Map;

import org.ifnet.DropReason;

/**
 * The fate of every packet that was given to a subqueue: enqueued = sent + the sum of dropped + queued, exactly.
 * Packets refused at the door count as enqueued and dropped.
 */
public record SubqueueStats(
        long enqueued,
        long enqueuedBytes,
        long sent,
        long sentBytes,
        Map<DropReason, Long> dropped,
        long queued,
        long queuedBytes) {
    public long droppedTotal() {
        return dropped.values().stream().mapToLong(Long::longValue).sum();
    }
}
