package org.ifnet.route;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** Longest-prefix look-up on the packet path: a service. No lock, no allocation, any thread. */
@ProviderType
public interface Fib {
    /** The way to an IPv4 address, or null when there is none. Never a route that is not UP. */
    @Nullable
    NextHop lookup4(int destination);

    /** The way to an IPv6 address, or null. */
    @Nullable
    NextHop lookup6(long hi, long lo);

    /**
     * The ways to many IPv4 addresses, each as by {@link #lookup4}; faster than one by one.
     *
     * @param ways filled from 0 on
     * @param count how many of {@code destinations} are looked up, at most the length of both arrays
     */
    void lookup4(int[] destinations, @Nullable NextHop[] ways, int count);

    /** Bytes of memory that look-ups of both families go through, room for changes included. */
    long bytes();
}
