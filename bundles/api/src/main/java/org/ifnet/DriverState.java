package org.ifnet;

/** Whether somebody moves the packets of an interface. */
public enum DriverState {
    /** A driver is bound and is called. */
    BOUND,
    /** No driver: the interface waits for one of the same identity. */
    UNBOUND,
    /** The driver misbehaved: it is not called any more until the interface is set up again or it re-registers. */
    QUARANTINED
}
