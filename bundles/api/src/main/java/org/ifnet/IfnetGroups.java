package org.ifnet;

import java.util.List;

import org.ifnet.control.Credential;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The groups of interfaces: a service (reference 1.15). A group is there as long as it has a member. Every interface
 * belongs to {@link #ALL} from attach on, and a clone also to the group named like its cloner; detach leaves all groups.
 * Reads are lock-free snapshots from any thread; changes not on a netisr.
 */
@ProviderType
public interface IfnetGroups {
    /** The group of all interfaces. */
    String ALL = "all";

    /** Every group that has a member, in the order of their making. */
    List<String> list();

    /** The members in the order of joining. ENOENT when there is no such group. */
    List<Ifnet> members(String group) throws IfnetException;

    /**
     * Makes the interface a member; the group is made on demand. Needs {@link org.ifnet.control.Privilege#INTERFACE}.
     *
     * @throws IfnetException EINVAL for an empty name, one that ends in a digit or is not made of [A-Za-z0-9._-];
     *     ENAMETOOLONG over 15 bytes; EEXIST when it is a member already; ENXIO; EPERM
     */
    void join(Credential who, Ifnet ifnet, String group) throws IfnetException;

    /** Ends the membership. ENOENT when it is no member; EINVAL for {@link #ALL}; ENXIO; EPERM. */
    void leave(Credential who, Ifnet ifnet, String group) throws IfnetException;
}
