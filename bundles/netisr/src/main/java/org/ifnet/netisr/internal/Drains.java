package org.ifnet.netisr.internal;

import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;

/** Where threads wait for the body of a callout to end. Callouts signal only while somebody drains them. */
final class Drains {
    /** A port that was left behind with its thread signals nothing; looked at now and then. */
    private static final long LOOK_AGAIN = 250_000_000;

    private final EnvLock lock;

    Drains(Env env) {
        lock = env.lock("netisr.drain", Env.Rank.NETISR);
    }

    void begin(Timer timer) {
        change(timer, 1);
    }

    void end(Timer timer) {
        change(timer, -1);
    }

    private void change(Timer timer, int by) {
        lock.lock();
        try {
            timer.drainers(by);
        } finally {
            lock.unlock();
        }
    }

    void awaitIdle(Timer timer) {
        lock.lock();
        try {
            while (timer.isRunning()) {
                lock.await(LOOK_AGAIN);
            }
        } finally {
            lock.unlock();
        }
    }

    void signal() {
        lock.lock();
        try {
            lock.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
