package org.ifnet.ifq.internal;

import org.ifnet.netisr.Env;
import org.jspecify.annotations.Nullable;

/**
 * The locks of one subqueue: its own, and inside it that of the {@link Altq} while one decides, so that what all subqueues
 * share is exact. Not reentrant. A part of the subqueue rather than an object beside it: after taking a lock each reference
 * that has to be followed costs as much as the lock.
 */
abstract class QueueLock extends SpinLock {
    /** Who decides about what waits; null for the classic queue. Changed under the own lock. */
    @Nullable
    Altq altq;

    QueueLock(Env env) {
        super(env);
    }

    final void lock() {
        lockOwn();
        Altq shared = altq;
        if (shared != null) {
            shared.lock();
        }
    }

    /** Also starts the queues that the Altq wants to have started. */
    final void unlock() {
        Altq shared = altq;
        if (shared == null) {
            unlockOwn();
        } else {
            unlock(shared);
        }
    }

    private void unlock(Altq shared) {
        long kicks = shared.takeKicks();
        shared.unlock();
        unlockOwn();
        if (kicks != 0) {
            shared.unpark(kicks);
        }
    }
}
