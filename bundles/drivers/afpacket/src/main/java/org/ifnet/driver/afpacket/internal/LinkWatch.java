package org.ifnet.driver.afpacket.internal;

import org.ifnet.Registration;

/** Tells when a device of the host came, went or changed. */
public interface LinkWatch {
    /** Calls the listener after every change, also when the change was lost and only the fact is known; on one thread. */
    Registration add(Runnable listener);
}
