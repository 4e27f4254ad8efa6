package org.ifnet.testkit;

import org.ifnet.netisr.Serializer;
import org.jspecify.annotations.Nullable;

/** A serializer of a simulation. */
final class SimSerializer implements Serializer {
    private final Scheduler scheduler;
    private final String name;
    private @Nullable SimThread owner;

    SimSerializer(Scheduler scheduler, String name) {
        this.scheduler = scheduler;
        this.name = name;
    }

    @Override
    public void enter() {
        SimThread me = scheduler.running();
        if (owner == me) {
            throw new IllegalStateException(this + " entered twice");
        }
        scheduler.fence(me, "enter", name);
        while (owner != null) {
            me.await(this, -1, "blocked", name);
        }
        owner = me;
    }

    @Override
    public boolean tryEnter() {
        SimThread me = scheduler.running();
        scheduler.fence(me, "tryEnter", name);
        if (owner != null) {
            return false;
        }
        owner = me;
        return true;
    }

    @Override
    public void exit() {
        SimThread me = scheduler.running();
        if (owner != me) {
            throw new IllegalStateException(this + " is not held by the caller");
        }
        scheduler.commitAll(me);
        owner = null;
        scheduler.wake(this);
        scheduler.yield(me, "exit", name);
    }

    @Override
    public boolean isHeldByCaller() {
        return owner == scheduler.running();
    }

    @Override
    public String toString() {
        SimThread t = owner;
        return "serializer " + name + (t == null ? "" : " of " + t.name());
    }
}
