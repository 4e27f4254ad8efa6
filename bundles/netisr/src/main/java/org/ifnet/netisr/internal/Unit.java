package org.ifnet.netisr.internal;

/** One piece of work that a carrier runs, and that stays behind with it when the role goes to another. */
interface Unit {
    /** Does it; true when it wants another turn. */
    boolean run();

    /** Its thread did not come back from a driver and lost the role. On the monitor's thread. */
    void abandoned();

    /** The thread that lost the role has come back at last. On that thread, once, after {@link #abandoned}. */
    void returned();
}
