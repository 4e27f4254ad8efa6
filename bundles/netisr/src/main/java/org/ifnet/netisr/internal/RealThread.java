package org.ifnet.netisr.internal;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.ifnet.netisr.EnvThread;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A daemon thread without context class loader: it keeps no bundle alive that it does not run. */
final class RealThread implements EnvThread, Runnable {
    /** The thread that knows its RealThread: cheaper to ask than a ThreadLocal. */
    private static final class Bearer extends Thread {
        final RealThread owner;

        Bearer(RealThread owner, String name) {
            // No inherited thread locals: they would pin class loaders of whoever starts the thread.
            super(null, owner, name, 0, false);
            this.owner = owner;
            setDaemon(true);
            setContextClassLoader(null);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(RealThread.class);

    /** Loaded when it is asked first: it costs tens of milliseconds. */
    private static final class Times {
        static final ThreadMXBean BEAN = ManagementFactory.getThreadMXBean();
        static final boolean MEASURED = BEAN.isThreadCpuTimeSupported() && BEAN.isThreadCpuTimeEnabled();
    }

    private final RealEnv env;
    private final Bearer thread;
    private volatile @Nullable Runnable body;
    private volatile @Nullable LinuxTask task;

    RealThread(RealEnv env, String name, Runnable body) {
        this.env = env;
        this.body = body;
        thread = new Bearer(this, name);
    }

    void start() {
        thread.start();
    }

    /** The RealThread that the calling thread carries, null for all threads that are none. */
    static @Nullable RealThread current() {
        return Thread.currentThread() instanceof Bearer bearer ? bearer.owner : null;
    }

    @Override
    public void run() {
        task = LinuxTask.ofCaller();
        Runnable work = body;
        try {
            if (work != null) {
                work.run();
            }
        } catch (Throwable t) {
            LOG.error("thread {} ended with {}", name(), t.toString(), t);
        } finally {
            body = null;
            task = null;
        }
    }

    boolean startedBy(RealEnv which) {
        return env == which;
    }

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
        LockSupport.unpark(thread);
    }

    @Override
    public boolean join(long nanos) {
        boolean interrupted = false;
        long begin = System.nanoTime();
        while (isAlive() && (nanos < 0 || System.nanoTime() - begin < nanos)) {
            try {
                long left = nanos - (System.nanoTime() - begin);
                thread.join(nanos < 0 ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !isAlive();
    }

    @Override
    public void interrupt() {
        thread.interrupt();
    }

    @Override
    public @Nullable Runnable body() {
        return body;
    }

    @Override
    public boolean isWaiting() {
        Thread.State state = thread.getState();
        return state == Thread.State.BLOCKED || state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    @Override
    public boolean isStarved() {
        LinuxTask known = task;
        return known != null && known.isRunnable();
    }

    @Override
    public long cpuNanos() {
        return Times.MEASURED ? Times.BEAN.getThreadCpuTime(thread.getId()) : -1;
    }

    @Override
    public StackTraceElement[] stackTrace() {
        return thread.getStackTrace();
    }
}
