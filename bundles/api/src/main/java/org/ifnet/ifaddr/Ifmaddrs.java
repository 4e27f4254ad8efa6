package org.ifnet.ifaddr;

import java.util.List;

import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.ifnet.wire.MacAddress;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The multicast memberships of interfaces: a service of core (reference 1.13). Each membership counts its users. The
 * driver is asked to load its filter anew whenever the set of link-level addresses changes; when it fails, nothing has
 * changed. Needs {@link org.ifnet.control.Privilege#INTERFACE}. Changes not on a netisr; reads are lock-free snapshots.
 */
@ProviderType
public interface Ifmaddrs {
    /**
     * Joins a network-level group, which the link layer maps to a link-level one.
     *
     * @throws IfnetException EADDRNOTAVAIL no multicast address; EAFNOSUPPORT a family that the link does not map;
     *     EOPNOTSUPP the interface is not MULTICAST; ENXIO; EPERM; or the driver's
     */
    void join(Credential who, Ifnet ifnet, IpAddress group) throws IfnetException;

    /** Gives one use of the group back. ENOENT when there is none; a failing driver leaves the membership as it was. */
    void leave(Credential who, Ifnet ifnet, IpAddress group) throws IfnetException;

    /** Joins a link-level address directly (SIOCADDMULTI). EADDRNOTAVAIL when it is no group address. */
    void join(Credential who, Ifnet ifnet, MacAddress group) throws IfnetException;

    /** Gives one direct use back (SIOCDELMULTI). ENOENT when there is none, even if protocols use the address. */
    void leave(Credential who, Ifnet ifnet, MacAddress group) throws IfnetException;

    /** Ends all memberships, however many users they have. */
    void leaveAll(Credential who, Ifnet ifnet) throws IfnetException;

    /** The memberships, newest first. */
    List<Ifmaddr> list(Ifnet ifnet);
}
