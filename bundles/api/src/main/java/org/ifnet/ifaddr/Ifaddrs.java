package org.ifnet.ifaddr;

import java.util.List;

import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.Registration;
import org.ifnet.control.Credential;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/** The addresses of all interfaces: a service of the bundle route (reference 6). Reads are lock-free snapshots. */
@ProviderType
public interface Ifaddrs {
    /** Adds an address beside those that are there, or changes the one that is equal ({@code ifconfig IF alias}). Brings
     * the interface up. EADDRNOTAVAIL, EDESTADDRREQ, EINVAL, EPERM, ENXIO. Not on a netisr. */
    void add(Credential who, Ifnet ifnet, AddressSpec spec) throws IfnetException;

    /** Replaces the first address of the family ({@code ifconfig IF ADDR}). */
    void replace(Credential who, Ifnet ifnet, AddressSpec spec) throws IfnetException;

    /** Deletes an address, or the first of the family when {@code address} is null. EADDRNOTAVAIL when there is none. */
    void delete(Credential who, Ifnet ifnet, int family, @Nullable IpAddress address) throws IfnetException;

    /** The addresses of an interface in the order of adding. */
    List<Ifaddr> list(Ifnet ifnet);

    /**
     * A page of the listing of all interfaces with their addresses. A caller that is confined to addresses sees no others
     * than those; an interface that has none of them is listed without an address. Any thread.
     *
     * @param after where to go on, {@link IfconfPage.Cursor#START} at first
     * @param limit entries at most, 0 or more: with 0 the page only says whether there is something
     */
    IfconfPage conf(Credential who, IfconfPage.Cursor after, int limit);

    /** The address record that is exactly this IPv4 address, on an interface that is up; null otherwise. Packet path. */
    @Nullable
    Ifaddr local4(int address);

    /** The same for IPv6. Packet path. */
    @Nullable
    Ifaddr local6(long hi, long lo);

    /**
     * The first record, by interfaces in the order of attach and then by addresses in the order of adding, that has this
     * address, or this broadcast address on a BROADCAST interface; null when there is none. Also of an interface that is down.
     * Any thread (reference 1.6, ifa_ifwithaddr).
     */
    @Nullable
    Ifaddr withAddress(IpAddress address);

    /** The first record of a POINTOPOINT interface whose far end is that address, or null. Any thread (ifa_ifwithdstaddr). */
    @Nullable
    Ifaddr withDestination(IpAddress destination);

    /**
     * The record on whose network the address is: that with the longest prefix; of equal ones that of an interface that is up,
     * then the one that its network's route goes by, then the first. On an IPv4 POINTOPOINT interface only the far end counts,
     * and is taken at once. Where a {@link Claim} is in force it decides alone. Null when there is none. Any thread (reference
     * 1.6, ifa_ifwithnet).
     */
    @Nullable
    Ifaddr withNet(IpAddress address);

    /**
     * From now on {@code claim} decides which addresses belong to the networks of the interface, until the registration is
     * closed or the interface is gone. EBUSY when there is one already, ENXIO when the interface is gone, EPERM. Any thread.
     */
    Registration claim(Credential who, Ifnet ifnet, Claim claim) throws IfnetException;

    /** Decides what is reached by an address, instead of its prefix (reference 1.6, ifa_claim_addr). */
    @ConsumerType
    interface Claim {
        /** Whether {@code address} belongs to the network of {@code record}. Any thread, brief; what it throws means no. */
        boolean claims(Ifaddr record, IpAddress address);
    }

    /** The address to use as source on an interface towards an address: same network first, else the first of the family. */
    @Nullable
    Ifaddr forDestination(Ifnet ifnet, IpAddress destination);

    /** Whether an IPv4 address is a broadcast address for the interface (RFC 919, 922, 3021). Packet path. */
    boolean isBroadcast4(Ifnet ifnet, int address);

    /** Is told on netctl, after the change is visible. */
    Registration listen(Listener listener);

    /** Hears of addresses. */
    @ConsumerType
    interface Listener {
        void added(Ifaddr address);

        void removed(Ifaddr address);
    }
}
