package org.ifnet.netisr;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * One thread that does one task after the other: for what may wait for a control lock or a driver, which netctl must not.
 * Any thread may give it tasks.
 */
public final class Worker implements Executor, AutoCloseable {
    private static final long PATIENCE = 2_000_000_000L;

    private final Env env;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Consumer<Throwable> failed;
    private final EnvThread thread;
    private volatile boolean closed;

    /**
     * Starts the thread; it ends with {@link #close}.
     *
     * @param failed hears what a task threw, on that thread; the next task goes on
     */
    public Worker(Env env, String name, Consumer<Throwable> failed) {
        this.env = env;
        this.failed = failed;
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
                failed.accept(e);
            }
        }
    }

    /** Waits for the task that runs, two seconds at most. What has not begun is not done. */
    @Override
    public void close() {
        closed = true;
        thread.unpark();
        if (!thread.isCurrent() && !thread.join(PATIENCE)) {
            failed.accept(new IllegalStateException(thread.name() + " still waits"));
        }
    }
}
