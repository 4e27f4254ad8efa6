package org.ifnet.cloner.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.ifnet.netisr.EnvThread;
import org.ifnet.netisr.internal.RealEnv;

/** The real Env, which remembers the threads it started. */
final class ThreadEnv extends RealEnv {
    private final List<EnvThread> threads = new CopyOnWriteArrayList<>();

    @Override
    public EnvThread start(String name, Runnable body) {
        EnvThread thread = super.start(name, body);
        threads.add(thread);
        return thread;
    }

    /** Waits for every thread that was started. */
    void joinAll() {
        threads.forEach(t -> t.join(10_000_000_000L));
    }
}
