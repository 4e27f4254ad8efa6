package org.ifnet.ifq.internal;

import org.ifnet.ifq.IfqEngine;

/** What the START job of a subqueue does: calls the driver without locks, and then looks again under them. */
final class StartJob {
    private final TransmitSubqueue queue;
    private final Interlock interlock;
    private final Backlog backlog;
    private final Starts starts;
    private final IfqEngine.Starter starter;

    StartJob(TransmitSubqueue queue, Interlock interlock, Backlog backlog, Starts starts, IfqEngine.Starter starter) {
        this.queue = queue;
        this.interlock = interlock;
        this.backlog = backlog;
        this.starts = starts;
        this.starter = starter;
    }

    /**
     * One call to the driver.
     *
     * @param cpu whose job this is; when another has become the owner, the start goes after it
     * @return whether it is to be called again
     */
    boolean run(int cpu) {
        queue.lock();
        boolean mine = starts.isOwner(cpu);
        boolean go = mine && interlock.begin(backlog.waiting());
        boolean chase = !mine && interlock.isStarted() && !interlock.isBusy();
        int round = interlock.round();
        if (go) {
            starts.countStarted();
        } else if (chase) {
            starts.countChased();
        } else {
            turnEnded();
        }
        queue.unlock();
        if (chase) {
            starts.schedule();
        }
        return go && call(cpu, round);
    }

    private boolean call(int cpu, int round) {
        boolean called;
        try {
            called = starter.start(queue);
        } catch (RuntimeException e) {
            finish(cpu, round, false);
            throw e;
        }
        return called ? finish(cpu, round, true) : refused(cpu, round);
    }

    /** The look after the call: whether to call again. After an exception the next packet tries anew, not we. */
    private boolean finish(int cpu, int round, boolean returned) {
        queue.lock();
        boolean again = false;
        boolean chase = false;
        if (interlock.end(round)) {
            turnEnded();
            again = returned && interlock.isReady(backlog.waiting());
            interlock.started(again);
            chase = again && !starts.isOwner(cpu);
        }
        unlockAndChase(chase);
        return again && !chase;
    }

    /** Somebody holds the serializer: started stays set, for he has undertaken to have it started again. */
    private boolean refused(int cpu, int round) {
        queue.lock();
        starts.countContended();
        unlockAndChase(interlock.end(round) && !starts.isOwner(cpu));
        return false;
    }

    private void unlockAndChase(boolean chase) {
        if (chase) {
            starts.countChased();
        }
        queue.unlock();
        if (chase) {
            starts.schedule();
        }
    }

    /** Others may go before what waits here. */
    private void turnEnded() {
        Altq shared = queue.altq;
        if (shared != null) {
            shared.turnEnded(queue.index());
        }
    }
}
