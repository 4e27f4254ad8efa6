package org.ifnet.testkit;

import org.ifnet.netisr.EnvLock;
import org.jspecify.annotations.Nullable;

/** A reentrant lock of a simulation; the order of locks is always checked. */
final class SimLock implements EnvLock {
    private final Scheduler scheduler;
    private final String name;
    private final int rank;
    private final Object condition = new Object() {
        @Override
        public String toString() {
            return "a signal of " + SimLock.this;
        }
    };
    private @Nullable SimThread owner;
    private int depth;

    SimLock(Scheduler scheduler, String name, int rank) {
        this.scheduler = scheduler;
        this.name = name;
        this.rank = rank;
    }

    int rank() {
        return rank;
    }

    @Override
    public void lock() {
        SimThread me = scheduler.running();
        if (owner != me) {
            me.ranks.check(this);
            scheduler.fence(me, "lock", name);
            while (owner != null) {
                me.await(this, -1, "blocked", name);
            }
            take(me);
        }
        depth++;
    }

    private void take(SimThread me) {
        owner = me;
        me.ranks.add(this);
    }

    @Override
    public boolean tryLock() {
        SimThread me = scheduler.running();
        scheduler.fence(me, "tryLock", name);
        if (owner != null && owner != me) {
            return false;
        }
        if (owner == null) {
            take(me);
        }
        depth++;
        return true;
    }

    @Override
    public void unlock() {
        SimThread me = requireHeld();
        if (--depth == 0) {
            release(me);
            scheduler.yield(me, "unlock", name);
        }
    }

    private void release(SimThread me) {
        scheduler.commitAll(me);
        me.ranks.remove(this);
        owner = null;
        scheduler.wake(this);
    }

    private SimThread requireHeld() {
        SimThread me = scheduler.running();
        if (owner != me) {
            throw new IllegalMonitorStateException(this + " is not held by the caller");
        }
        return me;
    }

    @Override
    public boolean isHeldByCaller() {
        return owner == scheduler.running();
    }

    @Override
    public void await(long nanos) {
        SimThread me = requireHeld();
        int before = depth;
        depth = 0;
        release(me);
        me.await(condition, nanos, "await", name);
        while (owner != null) {
            me.await(this, -1, "blocked", name);
        }
        take(me);
        depth = before;
    }

    @Override
    public void signalAll() {
        requireHeld();
        scheduler.wake(condition);
    }

    @Override
    public String toString() {
        SimThread t = owner;
        return "lock " + name + "(" + rank + ")" + (t == null ? "" : " of " + t.name());
    }
}
