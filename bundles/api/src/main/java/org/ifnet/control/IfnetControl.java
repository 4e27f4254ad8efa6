package org.ifnet.control;

import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.wire.MacAddress;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Changes interfaces: a service. Each method checks its privilege first (EPERM), then that the interface is attached
 * (ENXIO). A failure of the driver is returned and undone.
 */
@ProviderType
public interface IfnetControl {
    /** Sets and clears flags in one step; bits of {@link org.ifnet.IfFlags#CANTCHANGE} are ignored. UP initialises the
     * driver first, then tells the protocols; setting UP on a quarantined interface binds its driver anew. */
    void setFlags(Credential who, Ifnet ifnet, int set, int clear) throws IfnetException;

    /** EINVAL outside 72 to 65535 or outside the device's range; EOPNOTSUPP when the driver cannot. */
    void setMtu(Credential who, Ifnet ifnet, int mtu) throws IfnetException;

    void setMetric(Credential who, Ifnet ifnet, int metric) throws IfnetException;

    /** EINVAL for a group or zero address, ENODEV for a type without one. */
    void setLladdr(Credential who, Ifnet ifnet, MacAddress address) throws IfnetException;

    /** EEXIST when the name is taken, EINVAL or ENAMETOOLONG when it is not a name. Index and packets go on. */
    void rename(Credential who, Ifnet ifnet, String name) throws IfnetException;
}
