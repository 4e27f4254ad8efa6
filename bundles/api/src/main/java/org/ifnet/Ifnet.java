package org.ifnet;

import java.util.List;

import org.ifnet.domain.Domain;
import org.ifnet.ifq.Ifq;
import org.ifnet.link.HookPosition;
import org.ifnet.link.InputHook;
import org.ifnet.link.OutputHook;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One network interface. All reads are free of locks and may come from any thread. After detach a reference answers
 * with the last values, {@link #isAttached()} is false, and every packet given to it is dropped and counted.
 */
@ProviderType
public interface Ifnet {
    /** At most 15 of {@code [A-Za-z][A-Za-z0-9._-]*}; unique among attached interfaces. */
    String name();

    /** 1 and up: the highest index in use plus one at attach. Holes stay, a freed top index is given again. */
    int index();

    /** Index and generation in one word, never 0: what a packet carries. A stale handle finds nothing. */
    int handle();

    IfType type();

    /** A word of {@link IfFlags}. */
    int flags();

    default boolean has(int flag) {
        return (flags() & flag) == flag;
    }

    /** UP by command and RUNNING by its driver: packets can pass. */
    default boolean isUsable() {
        return has(IfFlags.UP | IfFlags.RUNNING);
    }

    /** Bytes of link payload, 72 to 65535. */
    int mtu();

    int metric();

    /** Bits a second, 0 when unknown. */
    long baudrate();

    /** What the device can do, as a word of {@link IfCapabilities}. */
    int capabilities();

    /** What of {@link #capabilities} is switched on now. */
    int capabilitiesEnabled();

    /** The longest segment that may be given to a device with TSO, in bytes; 0 for types without. */
    int tsoLength();

    /** The driver's own number for its physical medium (SIOCGIFPHYS), 0 when it has none. */
    int physical();

    /** How many asked for PROMISC and have not given it back. */
    int promiscCount();

    /** How many asked for ALLMULTI and have not given it back. */
    int allmultiCount();

    /** The groups it belongs to, in the order of joining; a snapshot. */
    List<String> groups();

    /** What a protocol keeps for this interface, null when it is not attached or keeps nothing (reference 1.4). */
    @Nullable
    Object protocolData(int family);

    /** What the {@link org.ifnet.link.ComAllocator} of its type made for it, null without one. */
    default @Nullable Object l2com() {
        return null;
    }

    LinkState linkState();

    /** The link-level address, null for types that have none. */
    @Nullable
    MacAddress lladdr();

    /** Bytes of link header in front of the payload. */
    int headerLength();

    IfnetCounters counters();

    /** The transmit queue; the same object as long as the interface exists. */
    Ifq queue();

    DriverState driverState();

    /** One line on the driver for an administrator: why it is quarantined, or what it says of itself; may be empty. */
    String driverStatus();

    /** How often the driver threw or stayed too long since it was bound. */
    long driverFaults();

    /** False from the moment detach has begun. */
    boolean isAttached();

    /** Nanoseconds on the clock of {@link org.ifnet.netisr.Env} of the last change by command or link. */
    long lastChange();

    /**
     * Sends a packet of a protocol to a neighbour: resolution, framing, queue. The mbuf starts at the protocol header.
     * Consumes the mbuf in any case; drops are counted. Any thread; never blocks and never calls a driver.
     *
     * @param hi the upper 8 bytes of the neighbour's address, 0 for IPv4
     * @param lo the lower 8 bytes, or the IPv4 address
     * @return 0 (also while resolution holds the packet) or the number of an {@link Errno}
     */
    int output(Mbuf m, Domain domain, long hi, long lo);

    /** Puts complete frames, link header included, into the transmit queue. Consumes all; see {@link Ifq#dispatch}. */
    int transmit(MbufBatch frames);

    /**
     * Feeds frames as if the device had received them. Consumes all and leaves the batch empty. Only on a netisr: for
     * pseudo-interfaces that receive from another interface.
     */
    void input(MbufBatch frames);

    /** Adds a hook at its position; effective for packets that arrive after the return. Any thread but a netisr. */
    Registration addInputHook(HookPosition position, InputHook hook);

    /** Adds a hook for frames on their way to the queue. */
    Registration addOutputHook(HookPosition position, OutputHook hook);
}
