package org.ifnet.core.internal;

import org.ifnet.driver.Ifpoll;
import org.ifnet.netisr.Netisr;

/** Status handlers: a slow round of their own, on netisr 0 only. */
final class StatusContext extends PollContext {
    StatusContext(Netisr netisr, int cpu) {
        super(netisr, cpu);
    }

    @Override
    public boolean run() {
        report(callAll(Ifpoll.UNLIMITED));
        return false;
    }

    @Override
    void reset() {}
}
