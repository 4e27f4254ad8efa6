package org.ifnet.ifq.internal;

import java.util.concurrent.locks.LockSupport;

import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
import org.ifnet.netisr.EnvThread;
import org.ifnet.netisr.Serializer;

/** As much of an Env as a queue needs. */
final class PlainEnv implements Env {
    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long wallMillis() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long random() {
        throw new UnsupportedOperationException();
    }

    @Override
    public EnvLock lock(String name, int rank) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Serializer serializer(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public EnvThread start(String name, Runnable body) {
        throw new UnsupportedOperationException();
    }

    @Override
    public EnvThread current() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void park(long nanos) {
        LockSupport.parkNanos(nanos);
    }

    @Override
    public void yieldPoint(String name) {}
}
