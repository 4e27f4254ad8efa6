package org.ifnet.core.internal;

import org.ifnet.DropReason;
import org.ifnet.driver.DriverPoll;
import org.ifnet.driver.DriverSource;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.netisr.DriverGuard.RoleRevoked;
import org.ifnet.netisr.NetisrJob;
import org.jspecify.annotations.Nullable;

/**
 * Something of a driver that packets come from: a job of one netisr that polls the driver and then, with no driver on
 * the stack any more, gives what came to the link layer.
 */
final class Source implements DriverSource, NetisrJob.Body {
    private final Binding binding;
    private final CoreIfnet ifnet;
    private final ReceiveBatches batches;
    private final int cpu;
    private final DriverPoll poll;
    private final Contender contender;
    private volatile @Nullable NetisrJob job;
    /** It was to be polled while the driver's attach ran. */
    private volatile boolean asked;

    /** @param number how many sources the driver has made before */
    Source(Parts parts, Binding binding, int cpu, int number, DriverPoll poll) {
        this.binding = binding;
        this.ifnet = binding.ifnet();
        this.batches = parts.batches();
        this.cpu = cpu;
        this.poll = poll;
        contender = binding.turns().contenderOfSource(cpu, number, this::again);
    }

    void job(NetisrJob made) {
        job = made;
    }

    @Override
    public void schedule() {
        if (binding.isBinding()) {
            asked = true;
        }
        NetisrJob known = job;
        if (known != null && !binding.isBinding()) {
            known.schedule();
        }
    }

    /** It was refused and may try again. */
    private void again() {
        NetisrJob known = job;
        if (known != null) {
            known.schedule();
        }
    }

    /** The gate is open: polls what was asked for before. Who asks sets the mark, then looks at the gate; here the reverse. */
    void opened() {
        NetisrJob known = job;
        if (asked && known != null) {
            known.schedule();
        }
    }

    /** A descriptor that was ready during attach does not say so again. */
    void pollWhenOpened() {
        asked = true;
    }

    void close() {
        NetisrJob known = job;
        if (known != null) {
            known.close();
        }
    }

    @Override
    public boolean run() {
        MbufBatch batch = batches.take(cpu);
        boolean more = binding.turns().begin(contender) && poll(batch);
        boolean received = false;
        try {
            if (!batch.isEmpty()) {
                ifnet.receive(batch);
            }
            received = true;
        } finally {
            if (more && !received) {
                // A protocol or a hook failed, not the driver: what waits in the device must not wait for ever.
                schedule();
            }
        }
        batches.give(cpu, batch);
        return more && binding.isOpen();
    }

    private boolean poll(MbufBatch batch) {
        boolean more = false;
        Throwable thrown = null;
        try {
            more = poll.poll(batch);
        } catch (Throwable t) {
            thrown = t;
        }
        try {
            binding.turns().end(contender);
        } catch (RoleRevoked revoked) {
            ifnet.counters().drops().drop(DropReason.ABANDONED, batch);
            throw revoked;
        }
        binding.outcome("poll", thrown);
        return more;
    }
}
