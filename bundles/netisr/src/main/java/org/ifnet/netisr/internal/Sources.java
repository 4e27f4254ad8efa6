package org.ifnet.netisr.internal;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
import org.ifnet.netisr.NetisrWaiter;
import org.jspecify.annotations.Nullable;

/**
 * The descriptors of one role and the waiter that watches them, which can be exchanged while the role runs.
 *
 * <p>The role announces the waiter it uses in {@code inside} and then looks again whether it is still the one; the
 * exchange stores the new waiter and then reads {@code inside}. So once the role is seen outside, it never uses the old
 * one again, even if it still announces it. Who wakes the role does likewise: it counts itself in {@code wakers}, and
 * then looks whether the announced waiter is still the one; the exchange reads the count after it has stored the new.
 */
final class Sources {
    private static final long FAULT_PAUSE = 10_000_000;
    private static final long LOOK_AGAIN = 200_000;

    private final Role role;
    private final Env env;
    private final EnvLock lock;
    private final AtomicInteger wakers = new AtomicInteger();
    private final NetisrWaiter.Ready ready = this::ready;

    private volatile @Nullable NetisrWaiter waiter;
    private volatile @Nullable NetisrWaiter inside;
    private volatile @Nullable SourceJob[] slots = new SourceJob[0];
    private volatile int watched;
    /** The role's: it has asked the waiter since the last {@link #hasJustLooked}. */
    private boolean looked;

    Sources(Role role) {
        this.role = role;
        env = role.env();
        lock = env.lock("netisr.sources", Env.Rank.NETISR + 10);
    }

    void add(SourceJob job) throws IfnetException {
        lock.lock();
        try {
            NetisrWaiter w = waiter;
            if (w == null) {
                throw new IfnetException(Errno.EOPNOTSUPP, "no waiter for descriptors: the bundle linux is not there");
            }
            @Nullable SourceJob[] grown = slots;
            int token = 0;
            while (token < grown.length && grown[token] != null) {
                token++;
            }
            grown = Arrays.copyOf(grown, Math.max(token + 1, grown.length));
            grown[token] = job;
            slots = grown;
            try {
                w.add(job.fd(), token);
            } catch (RuntimeException e) {
                grown[token] = null;
                throw new IfnetException(
                        Errno.EINVAL, "cannot watch descriptor " + job.fd() + ": " + e.getMessage(), e);
            }
            job.token = token;
            watched++;
        } finally {
            lock.unlock();
        }
    }

    void remove(SourceJob job) {
        lock.lock();
        try {
            int token = job.token;
            if (token < 0) {
                return;
            }
            job.token = -1;
            @Nullable SourceJob[] less = slots.clone();
            less[token] = null;
            slots = less;
            watched--;
            unwatch(job);
        } finally {
            lock.unlock();
        }
    }

    void suspend(SourceJob job) {
        lock.lock();
        try {
            if (job.token >= 0) {
                unwatch(job);
            }
        } finally {
            lock.unlock();
        }
    }

    void resume(SourceJob job) {
        lock.lock();
        try {
            NetisrWaiter w = waiter;
            if (job.token >= 0 && w != null) {
                watch(w, job, job.token);
            }
        } finally {
            lock.unlock();
        }
    }

    private void watch(NetisrWaiter w, SourceJob job, int token) {
        try {
            w.add(job.fd(), token);
        } catch (RuntimeException e) {
            role.faults().note(job, e);
        }
    }

    private void unwatch(SourceJob job) {
        NetisrWaiter w = waiter;
        try {
            if (w != null) {
                w.remove(job.fd());
            }
        } catch (RuntimeException e) {
            role.faults().note(job, e);
        }
    }

    private void ready(int token) {
        @Nullable SourceJob[] now = slots;
        SourceJob job = token >= 0 && token < now.length ? now[token] : null;
        if (job != null) {
            job.schedule();
        }
    }

    /**
     * Puts another waiter in place and closes the old one when nobody uses it any more. Null makes the descriptors lie
     * dormant. One exchange at a time.
     *
     * @return false when the role did not leave the old one within {@code nanos}; it then stays open
     */
    boolean exchange(@Nullable NetisrWaiter fresh, long nanos) {
        NetisrWaiter old;
        lock.lock();
        try {
            old = waiter;
            @Nullable SourceJob[] now = slots;
            for (int token = 0; fresh != null && token < now.length; token++) {
                SourceJob job = now[token];
                if (job != null && !job.isHeld()) {
                    watch(fresh, job, token);
                }
            }
            waiter = fresh;
        } finally {
            lock.unlock();
        }
        role.kick();
        return old == null || retire(old, nanos);
    }

    private boolean retire(NetisrWaiter old, long nanos) {
        long begin = env.nanoTime();
        while (inside == old || wakers.get() != 0) {
            // Whoever found the role asleep may have kept away from the old waiter, and left the waking to us.
            old.wakeup();
            if (env.nanoTime() - begin > nanos) {
                return false;
            }
            env.park(LOOK_AGAIN);
        }
        old.close();
        return true;
    }

    /** Looks for readable descriptors without waiting; the role, between other work. */
    void look() {
        if (watched != 0) {
            enter();
            await(0);
            leave();
            looked = false;
        }
    }

    /** True once after every time that the role waited in the waiter: what can be read is known. */
    boolean hasJustLooked() {
        boolean was = looked;
        looked = false;
        return was;
    }

    /** The role announces the waiter that it is about to use. */
    void enter() {
        NetisrWaiter w = waiter;
        env.yieldPoint("sources.enter");
        inside = w;
    }

    /** Waits in the announced waiter, or parks. */
    void await(long nanos) {
        NetisrWaiter w = inside;
        if (w != waiter) {
            return;
        }
        if (w == null) {
            if (nanos != 0) {
                env.park(nanos);
            }
            return;
        }
        try {
            w.await(nanos, ready);
            looked = true;
        } catch (Throwable t) {
            role.faults().note(w, t);
            env.park(FAULT_PAUSE);
        }
    }

    void leave() {
        inside = null;
    }

    /** Ends the wait of the role; true when it waits in a waiter. Any thread. */
    boolean wakeup() {
        wakers.incrementAndGet();
        try {
            NetisrWaiter w = inside;
            env.yieldPoint("sources.wakeup");
            if (w == null || w != waiter) {
                return false;
            }
            w.wakeup();
            return true;
        } catch (RuntimeException e) {
            role.faults().note(role, e);
            return false;
        } finally {
            wakers.decrementAndGet();
        }
    }
}
