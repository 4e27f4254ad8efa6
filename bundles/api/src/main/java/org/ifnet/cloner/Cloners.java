package org.ifnet.cloner;

import java.util.List;
import java.util.Map;

import org.ifnet.IfnetException;
import org.ifnet.Registration;
import org.ifnet.control.Credential;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** Creates and destroys pseudo-interfaces: a service. Not on a netisr. */
@ProviderType
public interface Cloners {
    /**
     * Creates {@code epair} (the lowest free unit) or {@code epair3} (that unit), and returns the name of the first
     * interface. EINVAL no such cloner, leading zero or overflow; EEXIST the unit is used; ENOSPC none is free, or the name
     * of the lowest free one is too long; ENXIO above maxUnit; or the error of the cloner. A failure leaves no unit reserved.
     */
    String create(Credential who, String name, @Nullable String params) throws IfnetException;

    /** Destroys the unit that the interface belongs to, whatever its name is now. ENXIO no such interface, EINVAL not a
     * clone or one that always exists. */
    void destroy(Credential who, String ifnet) throws IfnetException;

    /**
     * Destroys many, which wait for the netisrs together: a thousand take little more time than their drivers do. Each
     * name is judged by itself, with the errors of {@link #destroy}; what fails for one does not touch the others. Both
     * ends of one pair may be named, and it is destroyed once.
     *
     * @param ifnets names, in the order in which they are announced as detaching
     * @return what failed, by name, in the order of {@code ifnets}; empty when all are gone
     * @throws IfnetException EPERM, and then nothing was destroyed
     */
    Map<String, IfnetException> destroyAll(Credential who, List<String> ifnets) throws IfnetException;

    /** The prefixes, newest first. */
    List<String> list();

    /**
     * Adds a listener of cloners.
     *
     * @param replay whether it first hears of those that are there; of one that comes meanwhile it may hear twice
     */
    Registration listen(ClonerListener listener, boolean replay);
}
