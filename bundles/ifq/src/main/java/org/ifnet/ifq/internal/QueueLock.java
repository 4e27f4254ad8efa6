package org.ifnet.ifq.internal;

import org.ifnet.netisr.Env;

/**
 * The locks of one subqueue: its own, and inside it that of the {@link Altq} while one decides, so that what all subqueues
 * share is exact. Not reentrant.
 */
final class QueueLock {
    private final SpinLock own;
    private final Backlog backlog;

    QueueLock(Env env, Backlog backlog) {
        own = new SpinLock(env);
        this.backlog = backlog;
    }

    void lock() {
        own.lock();
        Altq shared = backlog.altq();
        if (shared != null) {
            shared.lock();
        }
    }

    /** Also starts the queues that the Altq wants to have started. */
    void unlock() {
        Altq shared = backlog.altq();
        if (shared == null) {
            own.unlock();
            return;
        }
        long kicks = shared.takeKicks();
        shared.unlock();
        own.unlock();
        if (kicks != 0) {
            shared.unpark(kicks);
        }
    }

    /** Its own lock alone, for an exchange, in ascending order of subqueues. */
    void lockOwn() {
        own.lock();
    }

    void unlockOwn() {
        own.unlock();
    }
}
