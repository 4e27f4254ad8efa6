package org.ifnet.ifq.internal;

import org.ifnet.IfnetCounters;
import org.ifnet.ifq.Ifq;
import org.ifnet.ifq.IfqEngine;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Netisr;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The service that makes queues. Keeps none of them: who made a queue closes it. */
@Component(service = IfqEngine.class)
public final class QueueEngine implements IfqEngine {
    private final Env env;
    private final Netisr netisr;

    @Activate
    public QueueEngine(@Reference Env env, @Reference Netisr netisr) {
        this.env = env;
        this.netisr = netisr;
    }

    @Override
    public Ifq create(Spec spec, Starter starter, IfnetCounters counters) {
        return new ClassicIfq(env, netisr, spec, starter, counters);
    }
}
