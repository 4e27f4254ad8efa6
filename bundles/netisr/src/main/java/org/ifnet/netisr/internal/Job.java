package org.ifnet.netisr.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.ifnet.netisr.NetisrJob;

/**
 * Work of a role that is scheduled again and again; it is in one of the role's inboxes or in none.
 *
 * <p>Its state is one word of four bits. While its thread is lost in a driver (HELD) the job is not begun by the next
 * carrier; that it was wanted meanwhile is remembered (AGAIN) and done when the lost thread is back.
 */
class Job extends Linked<Job> implements NetisrJob, Unit {
    private static final int QUEUED = 1;
    private static final int AGAIN = 2;
    private static final int HELD = 4;
    private static final int CLOSED = 8;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Job.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Role role;
    private final Phase phase;
    private final Body body;
    private volatile int state;

    /** The round in which it ran last; the role's. */
    long round = -1;

    Job(Role role, Phase phase, Body body) {
        this.role = role;
        this.phase = phase;
        this.body = body;
    }

    @Override
    public void schedule() {
        while (true) {
            int seen = state;
            if ((seen & (QUEUED | AGAIN | CLOSED)) != 0) {
                return;
            }
            int wanted = seen | ((seen & HELD) != 0 ? AGAIN : QUEUED);
            role.env().yieldPoint("job.schedule");
            if (STATE.compareAndSet(this, seen, wanted)) {
                if ((wanted & QUEUED) != 0) {
                    role.add(this);
                }
                return;
            }
        }
    }

    /** The role has taken it out of the inbox; true when it may run. */
    boolean begin() {
        while (true) {
            int seen = state;
            int wanted = seen & ~QUEUED | ((seen & HELD) != 0 ? AGAIN : 0);
            if (STATE.compareAndSet(this, seen, wanted)) {
                return (seen & (HELD | CLOSED)) == 0;
            }
        }
    }

    @Override
    public boolean run() {
        return body.run();
    }

    @Override
    public void abandoned() {
        STATE.getAndBitwiseOr(this, HELD);
    }

    @Override
    public void returned() {
        int seen = (int) STATE.getAndBitwiseAnd(this, ~(HELD | AGAIN));
        if ((seen & AGAIN) != 0) {
            schedule();
        }
    }

    @Override
    public void close() {
        STATE.getAndBitwiseOr(this, CLOSED);
        role.env().yieldPoint("job.close");
    }

    boolean isHeld() {
        return (state & HELD) != 0;
    }

    boolean isClosed() {
        return (state & CLOSED) != 0;
    }

    Phase phase() {
        return phase;
    }

    Role role() {
        return role;
    }

    @Override
    public int cpu() {
        return role.cpu();
    }

    @Override
    public String toString() {
        return phase + " job " + body.getClass().getName();
    }
}
