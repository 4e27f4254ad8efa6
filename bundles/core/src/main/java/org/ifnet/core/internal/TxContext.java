package org.ifnet.core.internal;

import org.ifnet.driver.Ifpoll;
import org.ifnet.netisr.Netisr;

/** Handlers for finished transmissions: one chunk a round, without a budget. */
final class TxContext extends IoContext {
    TxContext(Netisr netisr, int cpu) {
        super(netisr, cpu);
    }

    @Override
    int beginChunk() {
        return Ifpoll.UNLIMITED;
    }

    @Override
    boolean hasMore() {
        return false;
    }

    @Override
    void roundEnded() {}

    @Override
    void slowDown() {}
}
