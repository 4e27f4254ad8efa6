package org.ifnet.netisr.internal;

import java.util.concurrent.atomic.AtomicLong;

import org.ifnet.netisr.Env;
import org.slf4j.Logger;

/** What bodies throw: every one is counted, one a second is logged. */
final class Faults {
    private static final long PAUSE = 1_000_000_000L;

    private final Env env;
    private final Logger log;
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong lastLogged;
    private final AtomicLong countLogged = new AtomicLong();

    Faults(Env env, Logger log) {
        this.env = env;
        this.log = log;
        lastLogged = new AtomicLong(env.nanoTime() - PAUSE);
    }

    void note(Object where, Throwable thrown) {
        long n = count.incrementAndGet();
        long last = lastLogged.get();
        long now = env.nanoTime();
        if (now - last >= PAUSE && lastLogged.compareAndSet(last, now)) {
            long silent = n - countLogged.getAndSet(n) - 1;
            log.error("{} threw {} ({} more since the last report)", where, thrown.toString(), silent, thrown);
        }
    }

    long count() {
        return count.get();
    }
}
