package org.ifnet.netisr.internal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

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

    /** On one processor whoever spins keeps the other thread from doing what is waited for. */
    private static final boolean SPINS = Runtime.getRuntime().availableProcessors() > 1;
    /** Looks between two looks at the clock, which costs as much as several of them. */
    private static final int LOOKS = 16;

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
    public boolean spin(BooleanSupplier done, long nanos) {
        if (done.getAsBoolean() || !SPINS) {
            return done.getAsBoolean();
        }
        long begin = System.nanoTime();
        do {
            for (int i = 0; i < LOOKS; i++) {
                Thread.onSpinWait();
                if (done.getAsBoolean()) {
                    return true;
                }
            }
        } while (System.nanoTime() - begin < nanos);
        return false;
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
