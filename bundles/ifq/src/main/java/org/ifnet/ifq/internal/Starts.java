package org.ifnet.ifq.internal;

import org.ifnet.ifq.SubqueueStats;
import org.ifnet.netisr.Netisr;
import org.ifnet.netisr.NetisrJob;
import org.jspecify.annotations.Nullable;

/**
 * Where and how often one subqueue is started: its START job on the netisr that owns it, and its stages on the others.
 * Guarded by the locks of the subqueue, but for {@link #schedule}.
 */
final class Starts {
    private final TransmitSubqueue queue;
    private final Stages stages;
    private volatile int owner;
    private volatile NetisrJob job;
    /** By cpu; made by the first change of owner. */
    private @Nullable NetisrJob @Nullable [] jobs;
    /** By cpu; made by the first packet that is staged. */
    private @Nullable Stage @Nullable [] staged;

    private long started;
    private long scheduled;
    private long avoided;
    private long contended;
    private long chased;

    Starts(TransmitSubqueue queue, Stages stages) {
        this.queue = queue;
        this.stages = stages;
        Netisr netisr = stages.netisr();
        owner = queue.index() % netisr.cpus();
        job = newJob(owner);
    }

    private NetisrJob newJob(int cpu) {
        return stages.netisr().job(cpu, NetisrJob.Phase.START, () -> queue.start(cpu));
    }

    /** Has the owner come to start the queue. Under no lock. */
    void schedule() {
        job.schedule();
    }

    int owner() {
        return owner;
    }

    boolean isOwner(int cpu) {
        return owner == cpu;
    }

    void owner(int cpu) {
        if (cpu < 0 || cpu >= stages.netisr().cpus()) {
            throw new IllegalArgumentException(
                    "netisr " + cpu + ", there are " + stages.netisr().cpus());
        }
        @Nullable NetisrJob[] known = jobs;
        if (known == null) {
            known = new NetisrJob[stages.netisr().cpus()];
            jobs = known;
        }
        known[owner] = job;
        NetisrJob next = known[cpu];
        owner = cpu;
        job = next != null ? next : newJob(cpu);
    }

    /**
     * Leaves a start to the roll-up of the calling netisr, if packets of it are few and it is not the owner: the owner
     * starts at the end of its batch anyway.
     *
     * @param packets that were accepted; after a refusal without any the queue is started at once
     */
    boolean defer(int packets, long bytes) {
        int max = stages.max();
        if (max == 0 || packets == 0) {
            return false;
        }
        int cpu = stages.netisr().current();
        if (cpu < 0 || cpu == owner) {
            return false;
        }
        Stage stage = stage(cpu);
        if (!stage.add(packets, bytes, max, queue.stageBytes())) {
            return false;
        }
        stages.list(cpu, stage);
        avoided += packets;
        return true;
    }

    private Stage stage(int cpu) {
        @Nullable Stage[] known = staged;
        if (known == null) {
            known = new Stage[stages.netisr().cpus()];
            staged = known;
        }
        Stage stage = known[cpu];
        if (stage == null) {
            stage = new Stage(queue);
            known[cpu] = stage;
        }
        return stage;
    }

    void countScheduled() {
        scheduled++;
    }

    void countStarted() {
        started++;
    }

    void countContended() {
        contended++;
    }

    void countChased() {
        chased++;
    }

    void close() {
        for (int i = 0; staged != null && i < staged.length; i++) {
            Stage stage = staged[i];
            if (stage != null) {
                stage.clear();
            }
        }
        job.close();
        for (int i = 0; jobs != null && i < jobs.length; i++) {
            NetisrJob old = jobs[i];
            if (old != null) {
                old.close();
            }
        }
    }

    private int packetsStaged() {
        int packets = 0;
        for (int i = 0; staged != null && i < staged.length; i++) {
            Stage stage = staged[i];
            packets += stage == null ? 0 : stage.packets();
        }
        return packets;
    }

    SubqueueStats stats(Backlog backlog) {
        Ledger l = backlog.ledger();
        return new SubqueueStats(
                l.enqueued(),
                l.enqueuedBytes(),
                l.sent(),
                l.sentBytes(),
                l.dropped(),
                l.droppedBytes(),
                backlog.waiting(),
                backlog.waitingBytes(),
                started,
                scheduled,
                avoided,
                contended,
                chased,
                packetsStaged());
    }
}
