package org.ifnet.inet6;

import org.ifnet.ifaddr.Ifaddr;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** The states of own IPv6 addresses: a service. Any thread, free of locks. */
@ProviderType
public interface Address6States {
    /** Null for an address that IPv6 does not know: gone, not IPv6, or of an interface without IPv6. */
    @Nullable
    Address6State state(Ifaddr address);
}
