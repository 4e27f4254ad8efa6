package org.ifnet.netisr.internal;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.ifnet.netisr.EnvLock;
import org.jspecify.annotations.Nullable;

/** A reentrant lock; in debug mode it knows its place in the order of locks. */
final class RealLock implements EnvLock {
    private final ReentrantLock lock = new ReentrantLock();
    /** Made by the first who waits: few locks are ever waited on. Under the lock. */
    private @Nullable Condition signalled;

    private final String name;
    private final int rank;
    private long signals;

    RealLock(String name, int rank) {
        this.name = name;
        this.rank = rank;
    }

    int rank() {
        return rank;
    }

    @Override
    public void lock() {
        if (RealEnv.DEBUG && !lock.isHeldByCurrentThread()) {
            LockOrder.check(this);
        }
        lock.lock();
        noteTaken();
    }

    @Override
    public boolean tryLock() {
        boolean taken = lock.tryLock();
        if (taken) {
            noteTaken();
        }
        return taken;
    }

    private void noteTaken() {
        if (RealEnv.DEBUG && lock.getHoldCount() == 1) {
            LockOrder.taken(this);
        }
    }

    @Override
    public void unlock() {
        if (RealEnv.DEBUG && lock.getHoldCount() == 1) {
            LockOrder.released(this);
        }
        lock.unlock();
    }

    @Override
    public boolean isHeldByCaller() {
        return lock.isHeldByCurrentThread();
    }

    @Override
    public void await(long nanos) {
        if (nanos < 0) {
            condition().awaitUninterruptibly();
            return;
        }
        boolean interrupted = false;
        long left = nanos;
        long begin = System.nanoTime();
        // An interrupt must neither hide a signal nor make the caller's loop spin.
        long seen = signals;
        while (left > 0 && signals == seen) {
            try {
                condition().awaitNanos(left);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                left = nanos - (System.nanoTime() - begin);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void signalAll() {
        signals++;
        if (signalled != null) {
            signalled.signalAll();
        }
    }

    private Condition condition() {
        Condition known = signalled;
        if (known == null) {
            known = lock.newCondition();
            signalled = known;
        }
        return known;
    }

    @Override
    public String toString() {
        return name + "(" + rank + ")";
    }
}
