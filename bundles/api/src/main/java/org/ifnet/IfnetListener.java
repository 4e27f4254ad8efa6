package org.ifnet;

import org.osgi.annotation.versioning.ConsumerType;

/** Is told of events, in order of their sequence for one interface. */
@ConsumerType
@FunctionalInterface
public interface IfnetListener {
    /**
     * Called by the thread that makes the change, which holds the control lock of that interface and no other: it may
     * read everything and run messages on netctl, but must not change the same interface from another thread and wait
     * for it. What it throws is logged and hurts nobody.
     */
    void event(IfnetEvent event);
}
