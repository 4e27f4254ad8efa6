package org.ifnet.netisr.internal;

import java.util.concurrent.atomic.AtomicLong;

import org.ifnet.mbuf.MbufBatch;
import org.ifnet.netisr.DriverGuard.RoleRevoked;
import org.ifnet.netisr.Netisr.PacketHandler;
import org.ifnet.netisr.NetisrJob;

/**
 * A netisr: the role of carrying packets for one cpu. A round is: control messages, sources and mailbox packets, queue
 * starts, roll-ups, callouts.
 */
final class Role extends Port {
    /** Sources polled in one round; each brings at most a batch. */
    private static final int POLLS = 32;
    /** Packets from the mailbox in one round, give or take a batch. */
    private static final int PACKETS = 64;

    private final Inbox<Job> polls;
    private final Inbox<Job> starts;
    private final PacketRing ring;
    private final Sources sources;
    private final Rollups rollups;
    private final Pace pace;

    /** Something ran since the last roll-ups. True at first: a new carrier does not know what the old one did. */
    private boolean dirty = true;

    private long round;
    /** Rounds since the last look for descriptors. */
    private int unlooked;

    Role(NetisrEngine engine, int cpu, AtomicLong drops, Rollups rollups, Pace pace) {
        super(engine, cpu, "ifnet-netisr" + cpu);
        this.rollups = rollups;
        this.pace = pace;
        polls = new Inbox<>(env());
        starts = new Inbox<>(env());
        ring = new PacketRing(env(), "mailbox of netisr " + cpu, drops);
        sources = new Sources(this);
    }

    @Override
    void round(Carrier me) {
        round++;
        boolean any = runMessages(me);
        look();
        any |= runJobs(me, polls, POLLS);
        any |= runPackets(me);
        any |= runJobs(me, starts, Integer.MAX_VALUE);
        if (any || dirty) {
            dirty = false;
            rollups.run(me, faults());
        }
        dirty = runTimers(me);
    }

    /**
     * Looks for readable descriptors, unless there are jobs or packets anyway: then only once in a number of rounds, so that a
     * source which is never done is polled round after round for no system call but its own, and others still have their
     * turn. A role with nothing to do waits in the waiter, so nothing is overlooked; and what the waiter found at the end
     * of a sleep is not asked for again.
     */
    private void look() {
        if (sources.hasJustLooked()) {
            unlooked = 0;
        } else if (++unlooked >= pace.pollRounds() || polls.isEmpty() && starts.isEmpty() && ring.isEmpty()) {
            unlooked = 0;
            sources.look();
        }
    }

    @Override
    void batchEnded(Carrier me) {
        rollups.run(me, faults());
    }

    /** Runs what is scheduled; what a job schedules again has its turn in the next round. */
    private boolean runJobs(Carrier me, Inbox<Job> inbox, int limit) {
        inbox.gather();
        boolean any = false;
        for (int i = 0; i < limit; i++) {
            Job job = inbox.peek();
            if (job == null || job.round == round) {
                break;
            }
            inbox.poll();
            if (!job.begin()) {
                continue;
            }
            any = true;
            job.round = round;
            dirty = true;
            if (me.run(job)) {
                job.schedule();
            }
        }
        return any;
    }

    private boolean runPackets(Carrier me) {
        MbufBatch packets = me.packets;
        int taken = 0;
        while (taken < PACKETS) {
            PacketHandler handler = ring.poll(packets);
            if (handler == null) {
                break;
            }
            taken += packets.size();
            handle(me, handler, packets);
        }
        return taken > 0;
    }

    private void handle(Carrier me, PacketHandler handler, MbufBatch packets) {
        try {
            handler.handle(packets);
        } catch (RoleRevoked e) {
            throw e;
        } catch (Throwable t) {
            faults().note(handler, t);
        }
        // Whatever a broken handler left: its owner is gone.
        packets.freeAll();
        me.checkRevoked();
    }

    /** A job that was not scheduled is now. Any thread. */
    void add(Job job) {
        Inbox<Job> inbox = job.phase() == NetisrJob.Phase.POLL ? polls : starts;
        if (isCarriedByCaller()) {
            inbox.append(job);
            return;
        }
        inbox.push(job);
        wake();
    }

    int queue(PacketHandler handler, MbufBatch packets) {
        int taken = ring.offer(handler, packets);
        wake();
        if (state() == ENDED) {
            ring.freeAll();
        }
        return taken;
    }

    /** Makes it go through a round. */
    void kick() {
        send(new Message(() -> {}));
    }

    Sources sources() {
        return sources;
    }

    @Override
    boolean hasWork() {
        return dirty || super.hasWork() || !polls.isEmpty() || !starts.isEmpty() || !ring.isEmpty();
    }

    @Override
    void beforeSleep() {
        sources.enter();
    }

    @Override
    void sleep(long nanos) {
        sources.await(nanos);
    }

    @Override
    void afterSleep() {
        sources.leave();
    }

    @Override
    void endSleep() {
        if (!sources.wakeup()) {
            super.endSleep();
        }
    }

    @Override
    void ended() {
        ring.freeAll();
    }
}
