package org.ifnet.cloner;

import java.util.List;

import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** Creates and destroys pseudo-interfaces: a service. Not on a netisr. */
@ProviderType
public interface Cloners {
    /**
     * Creates {@code epair} (the lowest free unit) or {@code epair3} (that unit), and returns the name of the first
     * interface. EINVAL no such cloner, leading zero or overflow; EEXIST the unit is used; ENOSPC none is free; ENXIO above
     * maxUnit; or the error of the cloner. A failure leaves no unit reserved.
     */
    String create(Credential who, String name, @Nullable String params) throws IfnetException;

    /** Destroys the unit that the interface belongs to, whatever its name is now. ENXIO no such interface, EINVAL not a
     * clone or one that always exists. */
    void destroy(Credential who, String ifnet) throws IfnetException;

    /** The prefixes, newest first. */
    List<String> list();
}
