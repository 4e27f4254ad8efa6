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
        Flows flows,
        ControlLock.Held held) {

    static Parts of(Env env, Netisr netisr, MbufPool pool) {
        Settings settings = new Settings();
        return new Parts(
                env,
                netisr,
                pool,
                settings,
                new ControlWorkers(env),
                new Quiescence(env, netisr, settings),
                new ReceiveBatches(netisr.cpus()),
                new Flows(netisr, settings),
                new ControlLock.Held());
    }

    Deadline deadline() {
        return Deadline.in(env, settings.detachTimeout());
    }
}
