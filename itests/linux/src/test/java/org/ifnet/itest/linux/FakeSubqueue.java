package org.ifnet.itest.linux;

import java.util.EnumMap;
import java.util.Map;

import org.ifnet.DropReason;
import org.ifnet.ifq.Subqueue;
import org.ifnet.ifq.SubqueueStats;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.mbuf.MbufQueue;
import org.jspecify.annotations.Nullable;

/** A transmit queue without limits that counts what the driver does with its packets. */
final class FakeSubqueue implements Subqueue {
    private final MbufQueue packets = new MbufQueue();
    private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    private final Runnable kick;
    private long enqueued;
    private boolean oactive;

    FakeSubqueue(Runnable kick) {
        this.kick = kick;
    }

    synchronized void enqueue(Mbuf m) {
        m.ownedBy("FakeSubqueue");
        packets.add(m);
        enqueued++;
    }

    @Override
    public int index() {
        return 0;
    }

    @Override
    public synchronized @Nullable Mbuf dequeue() {
        return packets.poll();
    }

    @Override
    public synchronized int dequeue(MbufBatch batch) {
        int n = 0;
        while (!batch.isFull() && !packets.isEmpty()) {
            batch.add(packets.poll());
            n++;
        }
        return n;
    }

    @Override
    public synchronized void prepend(Mbuf m) {
        packets.addFirst(m);
    }

    @Override
    public synchronized void prepend(MbufBatch batch, int from) {
        for (int i = batch.size() - 1; i >= from; i--) {
            packets.addFirst(batch.get(i));
        }
        batch.clear();
    }

    @Override
    public synchronized void drop(Mbuf m, DropReason reason) {
        dropped.merge(reason, 1L, Long::sum);
        m.free();
    }

    synchronized long dropped(DropReason reason) {
        return dropped.getOrDefault(reason, 0L);
    }

    @Override
    public synchronized void setOactive() {
        oactive = true;
    }

    @Override
    public void clearOactive() {
        synchronized (this) {
            oactive = false;
        }
        kick.run();
    }

    @Override
    public synchronized boolean isOactive() {
        return oactive;
    }

    @Override
    public synchronized int length() {
        return packets.length();
    }

    @Override
    public synchronized long bytes() {
        return packets.bytes();
    }

    synchronized void purge() {
        packets.freeAll();
    }

    @Override
    public synchronized SubqueueStats stats() {
        long lost = dropped.values().stream().mapToLong(Long::longValue).sum();
        long sent = enqueued - lost - packets.length();
        return new SubqueueStats(
                enqueued,
                0,
                sent,
                0,
                Map.copyOf(dropped),
                Map.of(),
                packets.length(),
                packets.bytes(),
                0,
                0,
                0,
                0,
                0,
                0);
    }
}
