package org.ifnet.shell.internal;

import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
import org.ifnet.netisr.EnvThread;
import org.ifnet.netisr.Serializer;

/** Real time and real threads: all that commands use of an Env. */
final class TestEnv implements Env {
    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public EnvThread start(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
        return new EnvThread() {
            @Override
            public String name() {
                return name;
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
        };
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
    public EnvThread current() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void park(long nanos) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void yieldPoint(String name) {}
}
