package org.ifnet.cloner.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
import org.ifnet.netisr.EnvThread;
import org.ifnet.netisr.Serializer;

/** As much of an Env as the engine needs, on real threads. */
final class ThreadEnv implements Env {
    private final Map<Thread, EnvThread> threads = new ConcurrentHashMap<>();

    @Override
    public EnvLock lock(String name, int rank) {
        return new Lock();
    }

    @Override
    public EnvThread start(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        EnvThread handle = new Handle(thread);
        threads.put(thread, handle);
        thread.setDaemon(true);
        thread.start();
        return handle;
    }

    @Override
    public EnvThread current() {
        return threads.get(Thread.currentThread());
    }

    /** Waits for every thread that was started. */
    void joinAll() {
        threads.values().forEach(t -> t.join(10_000_000_000L));
    }

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
    public Serializer serializer(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void park(long nanos) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void yieldPoint(String name) {}

    private static final class Lock implements EnvLock {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();

        @Override
        public void lock() {
            lock.lock();
        }

        @Override
        public boolean tryLock() {
            return lock.tryLock();
        }

        @Override
        public void unlock() {
            lock.unlock();
        }

        @Override
        public boolean isHeldByCaller() {
            return lock.isHeldByCurrentThread();
        }

        @Override
        public void await(long nanos) {
            try {
                changed.await(nanos, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void signalAll() {
            changed.signalAll();
        }
    }

    private record Handle(Thread thread) implements EnvThread {
        @Override
        public String name() {
            return thread.getName();
        }

        @Override
        public boolean isAlive() {
            return thread.isAlive();
        }

        @Override
        public boolean isCurrent() {
            return thread == Thread.currentThread();
        }

        @Override
        public void unpark() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean join(long nanos) {
            try {
                thread.join(nanos / 1_000_000);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return !thread.isAlive();
        }

        @Override
        public void interrupt() {
            thread.interrupt();
        }
    }
}
