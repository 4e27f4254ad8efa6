package org.ifnet.testkit;

import org.ifnet.netisr.Published;
import org.ifnet.netisr.PublishedFlag;

/** A flag in the memory of a simulation. */
final class SimPublishedFlag implements PublishedFlag {
    private final Published<Boolean> cell;

    SimPublishedFlag(SimMemory memory) {
        cell = memory.published(Boolean.FALSE);
    }

    @Override
    public boolean getVolatile() {
        return cell.getVolatile();
    }

    @Override
    public boolean trySet() {
        return cell.compareAndSet(Boolean.FALSE, Boolean.TRUE);
    }

    @Override
    public void clearRelease() {
        cell.setRelease(Boolean.FALSE);
    }
}
