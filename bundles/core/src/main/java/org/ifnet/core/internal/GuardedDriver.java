package org.ifnet.core.internal;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.driver.IfnetDriver;
import org.ifnet.netisr.DriverGuard;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;
import org.jspecify.annotations.Nullable;

/**
 * A driver with the watch over it. Control calls run on a worker while the caller waits for a bounded time; the packet
 * path uses the guard itself. Lives as long as the driver is ours, over several {@link Binding}s.
 */
final class GuardedDriver implements DriverGuard.Listener {
    /** Never tell the guard's listener: the caller's deadline is the only limit. */
    static final long UNLIMITED = -1;

    private final Env env;
    private final ControlWorkers workers;
    private final IfnetDriver driver;
    private final DriverGuard guard;
    private final Few<ControlCall<?>> running = new Few<>();
    /** Netisr threads that were reported; they cannot be looked up later. */
    private final Few<String> lost = new Few<>();

    private volatile String name;
    private volatile @Nullable Binding binding;

    GuardedDriver(Env env, Netisr netisr, ControlWorkers workers, String name, IfnetDriver driver) {
        this.env = env;
        this.workers = workers;
        this.name = name;
        this.driver = driver;
        guard = netisr.guard(name, this);
    }

    IfnetDriver driver() {
        return driver;
    }

    DriverGuard guard() {
        return guard;
    }

    String name() {
        return name;
    }

    void name(String changed) {
        name = changed;
    }

    /** The binding that is told when the driver misbehaves. */
    void binding(@Nullable Binding current) {
        binding = current;
    }

    /**
     * Calls the driver on a worker.
     *
     * @param limit nanoseconds after which it counts as stuck and the caller is let go, or {@link #UNLIMITED}
     * @throws IfnetException what the driver threw; EIO for anything unexpected; ETIMEDOUT when it did not return; EBUSY
     *     from inside the driver
     */
    <T> T call(String what, long limit, Deadline deadline, Callable<T> body) throws IfnetException {
        if (guard.isInside()) {
            throw new IfnetException(Errno.EBUSY, "the driver of " + name + " is still in a call");
        }
        ControlCall<T> call = new ControlCall<>(env, what, guard, limit, deadline, body);
        running.removeIf(ControlCall::isOver);
        running.add(call);
        if (!workers.post(call)) {
            throw new IfnetException(Errno.EIO, "the platform is stopping");
        }
        if (!call.await(workers.callers())) {
            throw new IfnetException(
                    Errno.ETIMEDOUT, "the driver of " + name + " did not return from " + what + " in time");
        }
        running.remove(call);
        return outcome(call);
    }

    private <T> T outcome(ControlCall<T> call) throws IfnetException {
        Throwable thrown = call.failure();
        if (thrown == null) {
            return call.result();
        }
        if (thrown instanceof IfnetException refusal) {
            throw refusal;
        }
        throw new DriverFault(name, call.what(), thrown);
    }

    /** The driver threw what it may not throw. */
    static final class DriverFault extends IfnetException {
        private static final long serialVersionUID = 1L;

        DriverFault(String name, String what, Throwable thrown) {
            super(Errno.EIO, "the driver of " + name + " failed in " + what + ": " + thrown, thrown);
        }
    }

    @Override
    public void stuck(String threadName, long nanos) {
        ControlCall<?> stuck = null;
        for (ControlCall<?> call : running) {
            stuck = call.threadName().equals(threadName) ? call : stuck;
        }
        lost.add(threadName);
        String what = stuck == null ? "a packet call" : stuck.what();
        Binding told = binding;
        if (told != null) {
            told.fault();
            told.quarantine("stuck in " + what + " on " + threadName + " for " + nanos / 1_000_000 + " ms", null);
        }
        if (stuck != null) {
            stuck.giveUp();
        }
    }

    /** Lets those who wait for the driver wait no longer than that. */
    void hurry(long nanos) {
        running.forEach(call -> call.hurry(nanos));
    }

    /** Asks threads to come back that nobody waits for any more. */
    void interruptGivenUp() {
        running.forEach(ControlCall::interruptIfGivenUp);
    }

    /** Waits until no thread is in the driver. */
    boolean awaitEmpty(Deadline deadline) {
        return guard.inside() == 0 || guard.awaitEmpty(deadline.remaining());
    }

    /** The threads that are in the driver, as far as they are known. */
    String threadNames() {
        Set<String> all = new TreeSet<>();
        lost.forEach(all::add);
        running.forEach(call -> all.add(call.threadName()));
        all.remove("");
        return all.isEmpty() ? "a thread" : String.join(", ", all);
    }
}
