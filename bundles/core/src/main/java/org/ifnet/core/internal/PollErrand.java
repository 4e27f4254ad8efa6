package org.ifnet.core.internal;

import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
import org.ifnet.netisr.Netisr;
import org.jspecify.annotations.Nullable;

/** Waiting for a message that goes from netisr to netisr. */
final class PollErrand implements Netisr.Reply {
    private final EnvLock lock;
    private boolean done;
    private @Nullable Throwable failure;

    PollErrand(Env env) {
        lock = env.lock("polling", Env.Rank.LEAF);
    }

    @Override
    public void replied(@Nullable Throwable thrown) {
        lock.lock();
        try {
            done = true;
            failure = thrown;
            lock.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** False when the time was over before the reply came. */
    boolean await(Deadline deadline) {
        lock.lock();
        try {
            while (!done) {
                long left = deadline.remaining();
                if (left <= 0) {
                    return false;
                }
                lock.await(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** What went wrong on the way; null before the reply as well. */
    @Nullable
    Throwable failure() {
        lock.lock();
        try {
            return failure;
        } finally {
            lock.unlock();
        }
    }
}
