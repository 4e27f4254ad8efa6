package org.ifnet.netisr.internal;

import java.util.concurrent.locks.ReentrantLock;

import org.ifnet.netisr.Serializer;

/** A mutex with an owner that refuses to be entered twice. */
final class RealSerializer implements Serializer {
    private final ReentrantLock lock = new ReentrantLock();
    private final String name;

    RealSerializer(String name) {
        this.name = name;
    }

    @Override
    public void enter() {
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("serializer " + name + " entered twice");
        }
        lock.lock();
    }

    @Override
    public boolean tryEnter() {
        return !lock.isHeldByCurrentThread() && lock.tryLock();
    }

    @Override
    public void exit() {
        if (!lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("serializer " + name + " is not held by the caller");
        }
        lock.unlock();
    }

    @Override
    public boolean isHeldByCaller() {
        return lock.isHeldByCurrentThread();
    }
}
