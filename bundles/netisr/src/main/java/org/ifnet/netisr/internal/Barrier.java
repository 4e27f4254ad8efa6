package org.ifnet.netisr.internal;

import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;

/**
 * Waits until every role has finished what it had begun.
 *
 * <p><b>Why it holds.</b> A caller first unpublishes something, then fences, then reads a role's {@code state} and
 * {@code pass}. A role at the top of a round stores {@code pass} (and, after sleeping, {@code state = BUSY} before), then
 * reads what is published. All these accesses are sequentially consistent, so they have one order. If the caller's read
 * comes before the store that begins a round, so does the unpublishing, and that round does not find the thing. The
 * rounds that may have found it began earlier: the caller read their {@code pass}, and waits until it reads another one,
 * or SLEEPING or ENDED, all of which the role stores after the end of that round. What the role did in it happened before.
 *
 * <p>A role that sleeps begins its next round with a store of BUSY, after the caller's read: it needs no waking.
 *
 * <p>Waiting: the caller sets {@code barrierWaits} of the role and looks again; the role stores {@code pass} and then
 * looks at the flag; so one sees the other. Several callers share the flag and the signal, and each sets the flag again
 * before every wait.
 */
final class Barrier {
    /** A round takes microseconds when the role is busy with packets: looking again is cheaper than sleeping. */
    private static final int LOOKS = 200;

    private final Env env;
    private final EnvLock lock;

    Barrier(Env env) {
        this.env = env;
        lock = env.lock("netisr.barrier", Env.Rank.NETISR);
    }

    /** False when {@code nanos}, forever if negative, were over before. */
    boolean await(Role[] roles, long nanos) {
        env.memory().fence();
        env.yieldPoint("barrier.fence");
        long[] begun = new long[roles.length];
        for (int i = 0; i < roles.length; i++) {
            begun[i] = roles[i].pass();
        }
        long begin = nanos < 0 ? 0 : env.nanoTime();
        for (int i = 0; i < roles.length; i++) {
            if (!hasPassed(roles[i], begun[i]) && !await(roles[i], begun[i], begin, nanos)) {
                return false;
            }
        }
        return true;
    }

    private boolean hasPassed(Role role, long begun) {
        env.yieldPoint("barrier.look");
        return role.state() != Port.BUSY || role.pass() != begun;
    }

    private boolean await(Role role, long begun, long begin, long nanos) {
        for (int i = 0; i < LOOKS; i++) {
            if (hasPassed(role, begun)) {
                return true;
            }
        }
        lock.lock();
        try {
            while (true) {
                role.awaitedByBarrier();
                if (hasPassed(role, begun)) {
                    return true;
                }
                long left = nanos < 0 ? -1 : nanos - (env.nanoTime() - begin);
                if (nanos >= 0 && left <= 0) {
                    return false;
                }
                lock.await(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** A role has passed that somebody waited for. */
    void signal() {
        lock.lock();
        try {
            lock.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
