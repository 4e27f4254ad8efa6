package org.ifnet.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
import org.ifnet.netisr.NetisrWaiter;
import org.jspecify.annotations.Nullable;

/**
 * Descriptors without a kernel: numbers that a test makes readable and not, and the waiters that watch them, level
 * triggered as epoll does. Works on any Env. Uses of a closed waiter are counted.
 */
public final class SimDescriptors {
    private final Env env;
    private final EnvLock lock;
    private final Set<Integer> readable = new TreeSet<>();
    private int open;
    private int awaits;
    private int misuses;

    public SimDescriptors(Env env) {
        this.env = env;
        lock = env.lock("descriptors", Env.Rank.LEAF);
    }

    /** From now on {@code fd} can be read, or not. */
    public void readable(int fd, boolean now) {
        locked(() -> {
            if (now ? readable.add(fd) : readable.remove(fd)) {
                lock.signalAll();
            }
            return 0;
        });
    }

    /** Waiters that are open. */
    public int open() {
        return locked(() -> open);
    }

    /** How often netisrs looked or waited, on all waiters together. */
    public int awaits() {
        return locked(() -> awaits);
    }

    /** Uses of waiters after they were closed. */
    public int misuses() {
        return locked(() -> misuses);
    }

    /** Makes waiters over these descriptors. */
    public NetisrWaiter.Factory factory() {
        return () -> locked(() -> {
            open++;
            return new Waiter();
        });
    }

    private <T extends @Nullable Object> T locked(Supplier<T> body) {
        lock.lock();
        try {
            return body.get();
        } finally {
            lock.unlock();
        }
    }

    private final class Waiter implements NetisrWaiter {
        private final Map<Integer, Integer> tokens = new TreeMap<>();
        private boolean woken;
        private boolean closed;

        @Override
        public void add(int fd, int token) {
            locked(() -> {
                checkOpen();
                lock.signalAll();
                return tokens.put(fd, token);
            });
        }

        @Override
        public void remove(int fd) {
            locked(() -> {
                checkOpen();
                return tokens.remove(fd);
            });
        }

        @Override
        public void await(long nanos, Ready ready) {
            for (int token : locked(() -> awaitTokens(nanos))) {
                ready.ready(token);
            }
        }

        private List<Integer> awaitTokens(long nanos) {
            checkOpen();
            awaits++;
            long begin = env.nanoTime();
            List<Integer> now = readableTokens();
            while (now.isEmpty() && !woken) {
                long left = nanos < 0 ? -1 : nanos - (env.nanoTime() - begin);
                if (nanos >= 0 && left <= 0) {
                    break;
                }
                lock.await(left);
                now = readableTokens();
            }
            woken = false;
            checkOpen();
            return now;
        }

        private List<Integer> readableTokens() {
            List<Integer> now = new ArrayList<>();
            tokens.forEach((fd, token) -> {
                if (readable.contains(fd)) {
                    now.add(token);
                }
            });
            return now;
        }

        @Override
        public void wakeup() {
            locked(() -> {
                checkOpen();
                woken = true;
                lock.signalAll();
                return true;
            });
        }

        @Override
        public void close() {
            locked(() -> {
                checkOpen();
                closed = true;
                return --open;
            });
        }

        private void checkOpen() {
            if (closed) {
                misuses++;
            }
        }
    }
}
