package org.ifnet.inet6.internal;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that does one thing after the other, for what may wait. */
public final class Worker implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final long PATIENCE = 2_000_000_000L;

    private final Env env;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final EnvThread thread;
    private volatile boolean closed;

    public Worker(Env env, String name) {
        this.env = env;
        thread = env.start(name, this::work);
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        thread.unpark();
    }

    private void work() {
        while (!closed) {
            Runnable task = tasks.poll();
            if (task == null) {
                env.park(-1);
                continue;
            }
            try {
                task.run();
            } catch (RuntimeException | LinkageError e) {
                LOG.error("a task failed", e);
            }
        }
    }

    /** What has not begun is not done. */
    @Override
    public void close() {
        closed = true;
        thread.unpark();
        if (!thread.isCurrent() && !thread.join(PATIENCE)) {
            LOG.warn("{} still waits", thread.name());
        }
    }
}
