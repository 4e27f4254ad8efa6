package org.ifnet.driver;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A countdown that a driver winds up while the device owes it something, such as the end of a transmission, and that calls
 * the driver when nobody has wound it up or cleared it in time (reference 1.8). It counts whole seconds on the netisr that
 * owns the queue, and costs no timer while it is clear.
 *
 * <p>Its body runs on that netisr as a call into the driver, holding all serializers of the interface; when one of them is
 * held it comes a second later, unless it was cleared or wound up meanwhile. The platform clears it when the interface goes
 * down and when the driver goes.
 */
@ProviderType
public interface Watchdog {
    /** The most that {@link #arm} takes: if_timer was a short. */
    int LONGEST = 32_767;

    /**
     * Winds it up: the body is called once, after more than {@code seconds - 1} and no more than {@code seconds} when nothing
     * is in the way. Wound up anew it counts anew; 0 clears it. Any thread; never blocks; without effect after detach.
     *
     * @param seconds 0 to {@link #LONGEST}; IllegalArgumentException for anything else
     */
    void arm(int seconds);

    /** The device owes nothing any more: the body is not called. Any thread; never blocks. */
    void clear();

    /** How often its body was called. */
    long expired();
}
