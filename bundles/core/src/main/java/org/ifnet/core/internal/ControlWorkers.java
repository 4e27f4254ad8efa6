package org.ifnet.core.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
import org.ifnet.netisr.EnvThread;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for what may block: control calls into drivers, and work that a netisr or a callback posts. There are as many
 * as are busy at once, because one that a driver does not give back must not hold up others; idle ones end after a while.
 */
final class ControlWorkers {
    private static final Logger LOG = LoggerFactory.getLogger(ControlWorkers.class);
    private static final long IDLE_NANOS = 5_000_000_000L;

    private final Env env;
    private final EnvLock lock;
    private final Lookout callers;
    private final Lookout givers;
    private final ArrayDeque<Worker> idle = new ArrayDeque<>();
    private final Set<EnvThread> alive = new LinkedHashSet<>();
    private int started;
    private boolean closed;

    ControlWorkers(Env env) {
        this.env = env;
        lock = env.lock("control workers", Env.Rank.LEAF);
        callers = new Lookout(env);
        givers = new Lookout(env);
    }

    /** For callers who wait for the end of their call: one command makes several in a row, of a few microseconds each. */
    Lookout callers() {
        return callers;
    }

    /** What a worker does. */
    @FunctionalInterface
    interface Work {
        void run();

        /** Afterwards, when the worker can be given other work already: tells who waits, and may have more at once. */
        default void ended() {}
    }

    /** Runs it on a worker, soon. False, and it never runs, after {@link #close}. Any thread; never blocks. */
    boolean post(Work work) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            Worker free = idle.pollLast();
            if (free != null) {
                free.give(work);
            } else {
                Worker fresh = new Worker(work);
                alive.add(env.start("ifnet-control-" + ++started, fresh));
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends all workers and waits for them. One that a driver keeps is logged and left. */
    void close(Deadline deadline) {
        List<EnvThread> threads;
        lock.lock();
        try {
            closed = true;
            idle.forEach(Worker::wake);
            threads = new ArrayList<>(alive);
        } finally {
            lock.unlock();
        }
        for (EnvThread thread : threads) {
            if (!thread.isCurrent() && !thread.join(deadline.remaining())) {
                LOG.warn("{} is still in a driver and was left behind", thread.name());
            }
        }
    }

    /** One thread. Work reaches it through a cell, so that a wake-up that comes early is not lost. */
    private final class Worker implements Runnable {
        private final AtomicReference<@Nullable Work> work;
        private volatile @Nullable EnvThread thread;
        /** It sleeps, or is about to and looks for work once more first. */
        private volatile boolean asleep;

        Worker(Work first) {
            work = new AtomicReference<>(first);
        }

        void give(Work next) {
            work.set(next);
            if (asleep) {
                wake();
            }
        }

        void wake() {
            EnvThread known = thread;
            if (known != null) {
                known.unpark();
            }
        }

        @Override
        public void run() {
            EnvThread self = env.current();
            thread = self;
            try {
                boolean stays = true;
                while (stays) {
                    stays = serve() && awaitWork();
                }
            } finally {
                lock.lock();
                alive.remove(self);
                lock.unlock();
            }
        }

        /** Does what was given; false when there will be no more. Nothing of it is held when this returns. */
        private boolean serve() {
            Work next = work.getAndSet(null);
            if (next == null) {
                return false;
            }
            perform(next);
            boolean stays = becomeIdle();
            next.ended();
            return stays;
        }

        private void perform(Work next) {
            try {
                next.run();
            } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
                LOG.error("posted work failed", e);
            }
            // An interrupt that was meant for a call which came back by itself.
            env.interrupted();
        }

        private boolean becomeIdle() {
            lock.lock();
            try {
                if (!closed) {
                    idle.addLast(this);
                }
                return !closed;
            } finally {
                lock.unlock();
            }
        }

        /** False when the thread shall end. */
        private boolean awaitWork() {
            return givers.sees(this::hasWork) || sleep();
        }

        private boolean sleep() {
            Deadline end = Deadline.in(env, IDLE_NANOS);
            asleep = true;
            while (!hasWork()) {
                env.park(end.remaining());
                if (!hasWork() && mayEnd(end)) {
                    return false;
                }
            }
            asleep = false;
            return true;
        }

        private boolean hasWork() {
            return work.get() != null;
        }

        /** Whoever takes a worker from the idle ones under the lock has decided: giver or the worker itself. */
        private boolean mayEnd(Deadline end) {
            lock.lock();
            try {
                return (closed || end.isOver()) && idle.remove(this);
            } finally {
                lock.unlock();
            }
        }
    }
}
