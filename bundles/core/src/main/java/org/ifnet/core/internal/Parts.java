package org.ifnet.core.internal;

import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;

/** What nearly every class of core needs of the others. */
record Parts(
        Env env,
        Netisr netisr,
        MbufPool pool,
        Settings settings,
        ControlWorkers workers,
        Quiescence quiescence,
        ReceiveBatches batches,
        PathFaults pathFaults,
        Flows flows,
        Polling polling,
        ControlLock.Held held) {

    static Parts of(Env env, Netisr netisr, MbufPool pool) {
        Settings settings = new Settings();
        PathFaults pathFaults = new PathFaults();
        ReceiveBatches batches = new ReceiveBatches(netisr.cpus());
        return new Parts(
                env,
                netisr,
                pool,
                settings,
                new ControlWorkers(env),
                new Quiescence(env, netisr, settings),
                batches,
                pathFaults,
                new Flows(netisr, settings, pathFaults),
                new Polling(env, netisr, settings, batches),
                new ControlLock.Held());
    }

    Deadline deadline() {
        return Deadline.in(env, settings.detachTimeout());
    }
}
