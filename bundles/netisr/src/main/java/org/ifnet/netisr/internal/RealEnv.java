package org.ifnet.netisr.internal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
import org.ifnet.netisr.EnvMemory;
import org.ifnet.netisr.EnvThread;
import org.ifnet.netisr.Serializer;
import org.jspecify.annotations.Nullable;

/** The Env of a running platform: real threads, locks and clocks. */
public class RealEnv implements Env {
    /** The order of locks is checked: system property {@code ifnet.debug} or {@code ifnet.mbuf.debug}. */
    static final boolean DEBUG = Boolean.getBoolean("ifnet.debug") || Boolean.getBoolean("ifnet.mbuf.debug");

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final AtomicLong chance = new AtomicLong(System.nanoTime() ^ System.currentTimeMillis() << 20);

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public long random() {
        // SplitMix64: one atomic addition, then a finalizer that spreads every bit.
        long z = chance.addAndGet(GOLDEN);
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    @Override
    public EnvLock lock(String name, int rank) {
        return new RealLock(name, rank);
    }

    @Override
    public Serializer serializer(String name) {
        return new RealSerializer(name);
    }

    @Override
    public EnvThread start(String name, Runnable body) {
        RealThread t = new RealThread(this, name, body);
        t.start();
        return t;
    }

    @Override
    public @Nullable EnvThread current() {
        RealThread t = RealThread.current();
        return t != null && t.startedBy(this) ? t : null;
    }

    @Override
    public void park(long nanos) {
        if (nanos < 0) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, nanos);
        }
    }

    @Override
    public boolean interrupted() {
        return Thread.interrupted();
    }

    @Override
    public EnvMemory memory() {
        return RealMemory.INSTANCE;
    }

    @Override
    public void yieldPoint(String name) {}
}
