package org.ifnet.core.internal;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.ifnet.IfnetException;
import org.ifnet.driver.DriverSource;
import org.ifnet.driver.Ifpoll;
import org.ifnet.ifq.Subqueue;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.jspecify.annotations.Nullable;

/** A device in memory that can be polled: while it is, nothing wakes it. */
class PolledDriver extends TestDriver {
    final AtomicLong rx = new AtomicLong();
    final AtomicLong tx = new AtomicLong();
    final AtomicLong status = new AtomicLong();
    final AtomicInteger mostAtOnce = new AtomicInteger();
    final AtomicInteger txBudget = new AtomicInteger();
    /** Receive handlers to name; those behind the first find nothing. */
    int handlers = 1;

    private volatile boolean polled;
    private final AtomicInteger queueUsers = new AtomicInteger();

    boolean isPolled() {
        return polled;
    }

    @Override
    public void polling(@Nullable Ifpoll info) throws IfnetException {
        if (info == null) {
            enter("polling off");
            polled = false;
            source.schedule();
            return;
        }
        enter("polling on");
        polled = true;
        info.status(() -> {
            enterQuietly("status handler");
            status.incrementAndGet();
        });
        info.rx(0, this::receive);
        for (int i = 1; i < handlers; i++) {
            info.rx(0, (received, budget) -> {});
        }
        // The queue is started on netisr 0: only its serializer keeps this handler out meanwhile.
        info.tx(info.cpus() - 1, context.queue(0), this::reap);
    }

    private void receive(MbufBatch received, int budget) {
        enterQuietly("rx");
        rx.incrementAndGet();
        mostAtOnce.accumulateAndGet(budget, Math::max);
        if (budget > received.room() || budget < 1) {
            violations.add("budget " + budget + " with room for " + received.room());
        }
        for (int i = 0; i < budget; i++) {
            Mbuf m = wire.poll();
            if (m == null) {
                return;
            }
            received.add(m);
        }
    }

    private void reap(int budget) {
        if (queueUsers.incrementAndGet() != 1) {
            violations.add("tx handler while the queue is started");
        }
        try {
            enterQuietly("tx");
            tx.incrementAndGet();
            txBudget.set(budget);
        } finally {
            queueUsers.decrementAndGet();
        }
    }

    @Override
    public void start(Subqueue queue) {
        if (queue.index() == 0 && queueUsers.incrementAndGet() != 1) {
            violations.add("start while the tx handler of the queue runs");
        }
        super.start(queue);
        if (queue.index() == 0) {
            queueUsers.decrementAndGet();
        }
    }

    @Override
    void inject(Mbuf m) {
        m.ownedBy("wire");
        wire.add(m);
        DriverSource to = source;
        if (!polled && to != null) {
            to.schedule();
        }
    }
}
