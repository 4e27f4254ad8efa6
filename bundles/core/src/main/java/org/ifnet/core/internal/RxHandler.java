package org.ifnet.core.internal;

import org.ifnet.DropReason;
import org.ifnet.driver.Ifpoll;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.netisr.DriverGuard.RoleRevoked;

/** A handler for received packets: asks the driver by batches until the budget is used or the driver has no more. */
final class RxHandler extends PollHandler {
    private final ReceiveBatches batches;
    private final int cpu;
    private final Ifpoll.Rx driver;

    RxHandler(PollSetup setup, Contender contender, ReceiveBatches batches, int cpu, Ifpoll.Rx driver) {
        super(setup, contender, budget -> {});
        this.batches = batches;
        this.cpu = cpu;
        this.driver = driver;
    }

    @Override
    void run(int budget) {
        int left = budget;
        while (left > 0) {
            MbufBatch batch = batches.take(cpu);
            int asked = Math.min(left, batch.room());
            if (begin()) {
                poll(batch, asked);
            }
            int got = batch.size();
            if (got > 0) {
                ifnet().receive(batch);
            }
            batches.give(cpu, batch);
            if (got < asked) {
                return;
            }
            left -= got;
        }
    }

    private void poll(MbufBatch batch, int budget) {
        Throwable thrown = null;
        try {
            driver.poll(batch, budget);
        } catch (Throwable t) {
            thrown = t;
        }
        try {
            end();
        } catch (RoleRevoked revoked) {
            ifnet().counters().drops().drop(DropReason.ABANDONED, batch);
            throw revoked;
        }
        outcome(thrown);
    }
}
