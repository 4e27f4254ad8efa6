package org.ifnet.ifq.internal;

import org.ifnet.DropReason;
import org.ifnet.ifq.SchedulerContext;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.netisr.Env;
import org.jspecify.annotations.Nullable;

/** What an {@link Altq} gives to its scheduler. */
final class AltqContext implements SchedulerContext {
    private final Env env;
    private final QueueSpec queue;
    private final @Nullable TokenBucket bucket;
    private final Lost lost;

    /** Where dropped packets go. */
    interface Lost {
        void lost(int lane, Mbuf m, DropReason reason);
    }

    AltqContext(Env env, QueueSpec queue, @Nullable TokenBucket bucket, Lost lost) {
        this.env = env;
        this.queue = queue;
        this.bucket = bucket;
        this.lost = lost;
    }

    @Override
    public String ifnet() {
        return queue.name();
    }

    @Override
    public int lanes() {
        return queue.count();
    }

    @Override
    public int maxLength() {
        return queue.maxLength();
    }

    @Override
    public long maxBytes() {
        return queue.maxBytes();
    }

    @Override
    public int maxFrame() {
        return queue.maxFrame();
    }

    @Override
    public int linkHeader() {
        return queue.linkHeader();
    }

    @Override
    public long bandwidth() {
        return bucket == null ? queue.baudrate() : bucket.regulator().bandwidth();
    }

    @Override
    public long random() {
        return env.random();
    }

    @Override
    public void drop(int lane, Mbuf m, DropReason reason) {
        lost.lost(lane, m, reason);
    }
}
