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
}
