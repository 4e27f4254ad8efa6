package org.ifnet.inet6;

import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.ifnet.ifaddr.Ifaddr;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** The states of own IPv6 addresses: a service. Reads from any thread, free of locks; changes not on a netisr. */
@ProviderType
public interface Address6States {
    /** Null for an address that IPv6 does not know: gone, not IPv6, or of an interface without IPv6. */
    @Nullable
    Address6State state(Ifaddr address);

    /** In {@link #change}: as it was. */
    long KEEP = -1;

    /**
     * Makes an address an anycast one or ends that, and sets how long it lives. An anycast address is not asked for and
     * never a source. Not kept as wanted state.
     *
     * @param anycast null for as it was
     * @param preferred seconds, {@link Address6State#FOREVER}, or {@link #KEEP}; 0 deprecates
     * @param valid the same; 1 or more. The address is deleted when they are over
     * @throws IfnetException EADDRNOTAVAIL an address that IPv6 does not know; EINVAL preferred longer than valid; EPERM
     */
    void change(Credential who, Ifaddr address, @Nullable Boolean anycast, long preferred, long valid)
            throws IfnetException;
}
