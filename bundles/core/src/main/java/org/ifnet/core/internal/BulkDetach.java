package org.ifnet.core.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many interfaces detached at once: all are announced and unpublished, one barrier is waited for, and then all are taken
 * down. For each of them everything happens in the order of a single detach.
 *
 * <p>Taking down calls drivers. A worker does it; whenever nothing is done for a while, a driver is slow, and one more
 * worker goes on with the rest. So drivers that do not return cost the time of one. Serves one run.
 */
final class BulkDetach {
    private static final Logger LOG = LoggerFactory.getLogger(BulkDetach.class);
    /** Nanoseconds without progress until another worker goes on: a driver's detach takes microseconds. */
    private static final long PATIENCE = 10_000_000;

    private final Parts parts;
    private final Departure departure;
    private final Consumer<CoreIfnet> single;
    private final Consumer<String> nameFreed;
    private final EnvLock lock;
    private final List<Runnable> work = new ArrayList<>();
    private int taken;
    private int done;

    /**
     * @param single detaches one that is busy now, with a barrier of its own
     * @param nameFreed is told of each name that is free again
     */
    BulkDetach(Parts parts, Departure departure, Consumer<CoreIfnet> single, Consumer<String> nameFreed) {
        this.parts = parts;
        this.departure = departure;
        this.single = single;
        this.nameFreed = nameFreed;
        lock = parts.env().lock("bulk detach", Env.Rank.LEAF);
    }

    /** Returns when all are gone, or were given up as a single detach gives up. */
    void run(List<CoreIfnet> all) {
        List<Runnable> busy = new ArrayList<>();
        for (CoreIfnet ifnet : all) {
            begin(ifnet, busy);
        }
        if (!work.isEmpty()) {
            parts.quiescence().await();
        }
        // Last, so that two bulks that wait for each other's interfaces have done their own before.
        work.addAll(busy);
        if (!work.isEmpty()) {
            drainOnWorkers();
        }
    }

    private void begin(CoreIfnet ifnet, List<Runnable> busy) {
        if (!ifnet.control().tryLock()) {
            busy.add(() -> single.accept(ifnet));
            return;
        }
        try {
            if (ifnet.isEnding()) {
                busy.add(() -> single.accept(ifnet));
            } else if (ifnet.isAttached()) {
                departure.announce(ifnet);
                departure.begin(ifnet);
                ifnet.ending(true);
                work.add(() -> finish(ifnet));
            }
        } finally {
            ifnet.control().unlock();
        }
    }

    private void finish(CoreIfnet ifnet) {
        ifnet.control().lock();
        try {
            departure.finish(ifnet, departure.driverDeadline(parts.deadline()));
        } finally {
            ifnet.ending(false);
            ifnet.control().unlock();
        }
        nameFreed.accept(ifnet.name());
    }

    private void drainOnWorkers() {
        if (!parts.workers().post(this::drain)) {
            drain();
        }
        for (Progress seen = awaitProgress(); seen != Progress.ENDED; seen = awaitProgress()) {
            if (seen == Progress.NONE) {
                parts.workers().post(this::drain);
            }
        }
    }

    private enum Progress {
        SOME,
        /** And there is work that nobody has taken. */
        NONE,
        ENDED
    }

    private Progress awaitProgress() {
        lock.lock();
        try {
            int before = done;
            if (done < work.size()) {
                lock.await(PATIENCE);
            }
            if (done == work.size()) {
                return Progress.ENDED;
            }
            return done == before && taken < work.size() ? Progress.NONE : Progress.SOME;
        } finally {
            lock.unlock();
        }
    }

    private void drain() {
        for (Runnable next = take(); next != null; next = take()) {
            try {
                next.run();
            } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
                LOG.error("a detach failed", e);
            } finally {
                oneDone();
            }
        }
    }

    private @Nullable Runnable take() {
        lock.lock();
        try {
            return taken < work.size() ? work.get(taken++) : null;
        } finally {
            lock.unlock();
        }
    }

    private void oneDone() {
        lock.lock();
        try {
            done++;
            if (done == work.size()) {
                lock.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
