package org.ifnet.netisr.internal;

import java.time.Duration;

/** A running engine on real threads. */
final class RealPlatform implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(30);

    final RealEnv env = new RealEnv();
    final NetisrEngine netisr;

    RealPlatform(int cpus) {
        netisr = new NetisrEngine(env, cpus, null);
        netisr.start();
    }

    @Override
    public void close() {
        netisr.close();
    }
}
