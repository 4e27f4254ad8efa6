package org.ifnet.ifq;

import java.util.Map;

import org.ifnet.DropReason;

/**
 * The fate of the packets of one class since its discipline was attached, all subqueues together: enqueued = sent + the sum
 * of dropped + queued, exactly, in packets and in bytes. Packets that waited when it was attached count as enqueued.
 *
 * @param name of the class; empty for packets without one
 * @param dropped packets by reason
 * @param droppedBytes bytes by reason
 */
public record ClassStats(
        String name,
        long enqueued,
        long enqueuedBytes,
        long sent,
        long sentBytes,
        Map<DropReason, Long> dropped,
        Map<DropReason, Long> droppedBytes,
        long queued,
        long queuedBytes) {
    public long droppedTotal() {
        return dropped.values().stream().mapToLong(Long::longValue).sum();
    }
}
