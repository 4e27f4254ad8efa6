package org.ifnet.ifq;

import java.util.Map;

import org.ifnet.DropReason;

/**
 * The fate of every packet that was given to a subqueue: enqueued = sent + the sum of dropped + queued, exactly, in packets
 * and in bytes. Packets refused at the door count as enqueued and dropped.
 *
 * @param dropped packets by reason
 * @param droppedBytes bytes by reason
 * @param starts times that the driver was called to take packets
 * @param scheduled times that a start was scheduled
 * @param avoided packets that did not schedule a start, because it was left to the roll-up (staging)
 * @param contended starts put off because somebody held the serializer
 * @param chased starts that went after an owner that had changed
 * @param stages packets in stages now, of all netisrs
 */
public record SubqueueStats(
        long enqueued,
        long enqueuedBytes,
        long sent,
        long sentBytes,
        Map<DropReason, Long> dropped,
        Map<DropReason, Long> droppedBytes,
        long queued,
        long queuedBytes,
        long starts,
        long scheduled,
        long avoided,
        long contended,
        long chased,
        long stages) {
    public long droppedTotal() {
        return dropped.values().stream().mapToLong(Long::longValue).sum();
    }

    public long droppedBytesTotal() {
        return droppedBytes.values().stream().mapToLong(Long::longValue).sum();
    }
}
