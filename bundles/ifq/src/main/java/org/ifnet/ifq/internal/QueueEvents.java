package org.ifnet.ifq.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.ifnet.DropReason;
import org.ifnet.ifq.SubqueueStats;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;

/**
 * What transmit queues do, as events of the flight recorder: {@code ifnet.Transmit} for each subqueue at which something
 * happened in a period, and {@code ifnet.TransmitDrop} for each reason. They are made of the counters that are kept anyway, so a
 * packet costs the same whether somebody records or not, and the sums of all events are exact. Called by the recorder's thread,
 * and by whoever closes a queue.
 */
final class QueueEvents implements Runnable {
    private final Set<TransmitIfq> queues;
    /** What was told so far, of queues that are recorded. */
    private final Map<TransmitSubqueue, SubqueueStats> told = new HashMap<>();

    private final EnvLock lock;

    QueueEvents(Env env, Set<TransmitIfq> queues) {
        this.queues = queues;
        lock = env.lock("ifq.events", Env.Rank.LEAF);
    }

    void open() {
        FlightRecorder.addPeriodicEvent(Transmit.class, this);
    }

    void close() {
        FlightRecorder.removePeriodicEvent(this);
    }

    @Override
    public void run() {
        lock.lock();
        try {
            queues.forEach(this::tell);
        } finally {
            lock.unlock();
        }
    }

    /** A queue ends: what has not been told of it yet. */
    void ended(TransmitIfq queue) {
        lock.lock();
        try {
            if (new Transmit().isEnabled()) {
                tell(queue);
            }
            for (int i = 0; i < queue.count(); i++) {
                told.remove(queue.subqueue(i));
            }
        } finally {
            lock.unlock();
        }
    }

    private void tell(TransmitIfq queue) {
        for (int i = 0; i < queue.count(); i++) {
            TransmitSubqueue q = queue.subqueue(i);
            SubqueueStats now = q.stats();
            SubqueueStats before = told.put(q, now);
            if (!now.equals(before)) {
                tell(queue.name(), i, before == null ? Ledger.NOTHING : before, now);
            }
        }
    }

    private static void tell(String ifnet, int subqueue, SubqueueStats before, SubqueueStats now) {
        Transmit e = new Transmit();
        e.ifnet = ifnet;
        e.subqueue = subqueue;
        e.enqueued = now.enqueued() - before.enqueued();
        e.enqueuedBytes = now.enqueuedBytes() - before.enqueuedBytes();
        e.dequeued = now.sent() - before.sent();
        e.dequeuedBytes = now.sentBytes() - before.sentBytes();
        e.queued = now.queued();
        e.starts = now.starts() - before.starts();
        e.scheduled = now.scheduled() - before.scheduled();
        e.avoided = now.avoided() - before.avoided();
        e.contended = now.contended() - before.contended();
        e.chased = now.chased() - before.chased();
        e.commit();
        now.dropped().forEach((reason, packets) -> {
            long more = packets - before.dropped().getOrDefault(reason, 0L);
            if (more != 0) {
                drop(ifnet, subqueue, reason, more, bytes(now, reason) - bytes(before, reason));
            }
        });
    }

    private static long bytes(SubqueueStats stats, DropReason reason) {
        return stats.droppedBytes().getOrDefault(reason, 0L);
    }

    private static void drop(String ifnet, int subqueue, DropReason reason, long packets, long bytes) {
        TransmitDrop e = new TransmitDrop();
        e.ifnet = ifnet;
        e.subqueue = subqueue;
        e.reason = reason.name();
        e.packets = packets;
        e.bytes = bytes;
        e.commit();
    }

    @Name("ifnet.Transmit")
    @Label("Transmit queue")
    @Description("What happened at one subqueue in a period")
    @Category({"ifnet", "ifq"})
    @Period("1 s")
    @StackTrace(false)
    private static final class Transmit extends Event {
        @Label("Interface")
        String ifnet;

        @Label("Subqueue")
        int subqueue;

        @Label("Packets Enqueued")
        long enqueued;

        @Label("Bytes Enqueued")
        @DataAmount
        long enqueuedBytes;

        @Label("Packets Dequeued")
        long dequeued;

        @Label("Bytes Dequeued")
        @DataAmount
        long dequeuedBytes;

        @Label("Packets Waiting")
        long queued;

        @Label("Starts Run")
        long starts;

        @Label("Starts Scheduled")
        long scheduled;

        @Label("Starts Avoided by Staging")
        long avoided;

        @Label("Starts Put off by a Held Serializer")
        long contended;

        @Label("Starts That Followed a New Owner")
        long chased;
    }

    @Name("ifnet.TransmitDrop")
    @Label("Transmit queue drops")
    @Description("Packets that one subqueue dropped for one reason in a period")
    @Category({"ifnet", "ifq"})
    @StackTrace(false)
    private static final class TransmitDrop extends Event {
        @Label("Interface")
        String ifnet;

        @Label("Subqueue")
        int subqueue;

        @Label("Reason")
        String reason;

        @Label("Packets")
        long packets;

        @Label("Bytes")
        @DataAmount
        long bytes;
    }
}
