package org.ifnet.inet;

import java.util.List;

import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** The ARP cache: a service (RFC 826). Not on a netisr. */
@ProviderType
public interface ArpTable {
    /**
     * One neighbour.
     *
     * @param lladdr null while incomplete
     * @param expires seconds until it is asked again; negative when permanent
     */
    record Entry(Ifnet ifnet, IpAddress address, @Nullable MacAddress lladdr, boolean permanent, long expires) {}

    /** By interface, then address. */
    List<Entry> list();

    /** Adds a permanent entry. EADDRNOTAVAIL when no interface has the address on its network. */
    void set(Credential who, IpAddress address, MacAddress lladdr) throws IfnetException;

    /** ENOENT when there is none. */
    void delete(Credential who, IpAddress address) throws IfnetException;
}
