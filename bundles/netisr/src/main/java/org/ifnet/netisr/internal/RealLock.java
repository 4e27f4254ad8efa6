package org.ifnet.netisr.internal;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.ifnet.netisr.EnvLock;

/** A reentrant lock; in debug mode it knows its place in the order of locks. */
final class RealLock implements EnvLock {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition signalled = lock.newCondition();
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
            signalled.awaitUninterruptibly();
            return;
        }
        boolean interrupted = false;
        long left = nanos;
        long begin = System.nanoTime();
        // An interrupt must neither hide a signal nor make the caller's loop spin.
        long seen = signals;
        while (left > 0 && signals == seen) {
            try {
                signalled.awaitNanos(left);
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
        signalled.signalAll();
    }

    @Override
    public String toString() {
        return name + "(" + rank + ")";
    }
}
