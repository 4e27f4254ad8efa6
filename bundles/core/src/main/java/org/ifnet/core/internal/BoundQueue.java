package org.ifnet.core.internal;

import org.ifnet.DropReason;
import org.ifnet.ifq.Subqueue;
import org.ifnet.ifq.SubqueueStats;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.jspecify.annotations.Nullable;

/**
 * A subqueue as one binding sees it: when the binding's gate has closed, a thread that the driver kept can take nothing
 * more from the queue, which may be another driver's by then, and what it brings back is dropped and counted.
 */
final class BoundQueue implements Subqueue {
    private final Binding binding;
    private final Subqueue queue;
    private volatile @Nullable Contender contender;

    BoundQueue(Binding binding, Subqueue queue) {
        this.binding = binding;
        this.queue = queue;
    }

    /** Before the gate opens: who tries the serializer of this queue. */
    void contender(Contender who) {
        contender = who;
    }

    /** Null before the driver's attach. */
    @Nullable
    Contender contender() {
        return contender;
    }

    boolean isOf(Binding which) {
        return binding == which;
    }

    /** A driver before this one may have left it oactive. */
    void reset() {
        queue.clearOactive();
    }

    @Override
    public int index() {
        return queue.index();
    }

    @Override
    public @Nullable Mbuf dequeue() {
        return binding.isOpen() ? queue.dequeue() : null;
    }

    @Override
    public int dequeue(MbufBatch batch) {
        return binding.isOpen() ? queue.dequeue(batch) : 0;
    }

    @Override
    public void prepend(Mbuf m) {
        if (binding.takesBack()) {
            queue.prepend(m);
        } else {
            queue.drop(m, DropReason.ABANDONED);
        }
    }

    @Override
    public void prepend(MbufBatch batch, int from) {
        if (binding.takesBack()) {
            queue.prepend(batch, from);
            return;
        }
        for (int i = from; i < batch.size(); i++) {
            queue.drop(batch.get(i), DropReason.ABANDONED);
        }
        batch.clear();
    }

    @Override
    public void drop(Mbuf m, DropReason reason) {
        queue.drop(m, reason);
    }

    @Override
    public void setOactive() {
        if (binding.isOpen()) {
            queue.setOactive();
        }
    }

    @Override
    public void clearOactive() {
        if (binding.isOpen()) {
            queue.clearOactive();
        }
    }

    @Override
    public boolean isOactive() {
        return queue.isOactive();
    }

    @Override
    public int length() {
        return queue.length();
    }

    @Override
    public long bytes() {
        return queue.bytes();
    }

    @Override
    public SubqueueStats stats() {
        return queue.stats();
    }
}
