package org.ifnet.core.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;

/** The control lock of one interface. One thread holds at most one of them; who holds one must not wait for another. */
final class ControlLock {
    private final EnvLock lock;
    private final Held held;
    private int depth;

    ControlLock(Env env, Held held) {
        lock = env.lock("control of an interface", Env.Rank.CONTROL);
        this.held = held;
    }

    /** Those that are held now: never more than there are threads changing something. */
    static final class Held {
        private final Set<ControlLock> locks = ConcurrentHashMap.newKeySet();

        /** The caller holds one. */
        boolean byCaller() {
            return locks.stream().anyMatch(ControlLock::isHeldByCaller);
        }

        /** The caller holds another one than this. */
        boolean byCallerBut(ControlLock own) {
            return locks.stream().anyMatch(lock -> lock != own && lock.isHeldByCaller());
        }
    }

    void lock() {
        lock.lock();
        if (depth++ == 0) {
            held.locks.add(this);
        }
    }

    boolean tryLock() {
        boolean taken = lock.tryLock();
        if (taken && depth++ == 0) {
            held.locks.add(this);
        }
        return taken;
    }

    /** Lets go of the lock, however often it is held, waits for {@link #signalAll} or that long, and takes it again. */
    void await(long nanos) {
        int mine = depth;
        depth = 0;
        held.locks.remove(this);
        lock.await(nanos);
        depth = mine;
        held.locks.add(this);
    }

    void signalAll() {
        lock.signalAll();
    }

    void unlock() {
        if (--depth == 0) {
            held.locks.remove(this);
        }
        lock.unlock();
    }

    boolean isHeldByCaller() {
        return lock.isHeldByCaller();
    }
}
