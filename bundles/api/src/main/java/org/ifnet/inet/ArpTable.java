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
     * @param published whether this host answers for it
     */
    record Entry(
            Ifnet ifnet,
            IpAddress address,
            @Nullable MacAddress lladdr,
            boolean permanent,
            long expires,
            Published published) {}

    /** Whether this host answers when others ask for the address (proxy ARP). */
    enum Published {
        NO,
        YES,
        /** It does, and does not itself send to that link-level address. */
        ONLY
    }

    /** By interface, then address. */
    List<Entry> list();

    /** Adds a permanent entry, not published. */
    default void set(Credential who, IpAddress address, MacAddress lladdr) throws IfnetException {
        set(who, address, lladdr, false, Published.NO);
    }

    /**
     * Adds an entry. EADDRNOTAVAIL when no interface has the address on its network; EEXIST when it is an address of this
     * host; ENOBUFS when the table is full.
     *
     * @param lladdr null for the own one of the interface, which only makes sense when published
     * @param temporary it ends like one that was learned
     */
    void set(Credential who, IpAddress address, @Nullable MacAddress lladdr, boolean temporary, Published published)
            throws IfnetException;

    /** Deletes the entry and what is published. ENOENT when there is none. */
    void delete(Credential who, IpAddress address) throws IfnetException;
}
