package org.ifnet.netisr.internal;

import java.util.concurrent.atomic.AtomicInteger;

import org.ifnet.netisr.DriverGuard;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
import org.ifnet.netisr.EnvThread;

/** The watch over one driver: who is inside, and the two sides of every call. */
final class Guard implements DriverGuard {
    private final NetisrEngine engine;
    private final Env env;
    private final String name;
    private final Listener listener;
    /** Shared by all guards: it is for those who wait for a driver, and they are few. */
    private final EnvLock lock;

    private final AtomicInteger inside = new AtomicInteger();
    private volatile int awaiting;

    Guard(NetisrEngine engine, String name, Listener listener) {
        this.engine = engine;
        this.env = engine.env();
        this.name = name;
        this.listener = listener;
        lock = engine.monitor().guardLock();
    }

    @Override
    public void enter() {
        Carrier c = engine.carrier();
        if (c == null || c.port().cpu() < 0) {
            throw new IllegalStateException("enter " + this + " on no netisr");
        }
        c.enter(this);
        inside.incrementAndGet();
        env.yieldPoint("guard.enter");
        engine.monitor().noteCall();
    }

    @Override
    public void leave() {
        Carrier c = engine.carrier();
        if (c == null) {
            throw new IllegalStateException("leave " + this + " on no netisr");
        }
        env.yieldPoint("guard.leave");
        boolean kept = c.leave(this);
        left();
        if (!kept) {
            throw new RoleRevoked();
        }
    }

    @Override
    public void enterControl(long limit) {
        EnvThread me = env.current();
        if (me == null) {
            throw new IllegalStateException("control call of " + this + " on a thread that no Env started");
        }
        engine.monitor().begin(new ControlCall(me, this, limit));
        inside.incrementAndGet();
        env.yieldPoint("guard.enterControl");
        if (limit >= 0) {
            engine.monitor().noteCall();
        }
    }

    @Override
    public void leaveControl() {
        engine.monitor().end(this);
        left();
    }

    private void left() {
        // Who leaves counts down and then looks for waiting threads; who waits does the opposite.
        if (inside.decrementAndGet() == 0 && awaiting != 0) {
            lock.lock();
            try {
                lock.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public boolean isInside() {
        Carrier c = engine.carrier();
        return c != null && c.guard() == this || engine.monitor().isInControlCall(this);
    }

    @Override
    public int inside() {
        return inside.get();
    }

    @Override
    public boolean awaitEmpty(long nanos) {
        if (inside.get() != 0 && engine.current() >= 0) {
            throw new IllegalStateException("await " + this + " on netisr " + engine.current());
        }
        long begin = env.nanoTime();
        lock.lock();
        try {
            awaiting++;
            env.yieldPoint("guard.await");
            while (inside.get() != 0) {
                long left = nanos < 0 ? -1 : nanos - (env.nanoTime() - begin);
                if (nanos >= 0 && left <= 0) {
                    return false;
                }
                lock.await(left);
            }
            return true;
        } finally {
            awaiting--;
            lock.unlock();
        }
    }

    void tellStuck(String thread, long nanos) {
        listener.stuck(thread, nanos);
    }

    @Override
    public String toString() {
        return "driver " + name;
    }
}
