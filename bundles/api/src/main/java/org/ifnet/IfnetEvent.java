package org.ifnet;

import org.ifnet.ifaddr.Ifmaddr;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Something happened to an interface. New kinds may appear: a listener ignores what it does not know.
 */
@ProviderType
public interface IfnetEvent {
    /** Counts up by one an event over all interfaces. */
    long sequence();

    Ifnet ifnet();

    /** The interface is complete, usable, and found by name. */
    record Attached(long sequence, Ifnet ifnet) implements IfnetEvent {}

    /** The interface is about to vanish; its addresses and routes are still there. */
    record Detaching(long sequence, Ifnet ifnet) implements IfnetEvent {}

    /** The interface is gone from every look-up and no netisr uses it any more: let go of everything tied to it. */
    record Detached(long sequence, Ifnet ifnet) implements IfnetEvent {}

    record Renamed(long sequence, Ifnet ifnet, String oldName) implements IfnetEvent {}

    /** UP was set and the driver is initialised. */
    record Up(long sequence, Ifnet ifnet) implements IfnetEvent {}

    /** UP was cleared; no packet of before is on its way. */
    record Down(long sequence, Ifnet ifnet) implements IfnetEvent {}

    record LinkChanged(long sequence, Ifnet ifnet, LinkState state) implements IfnetEvent {}

    /** It joined a group. */
    record GroupJoined(long sequence, Ifnet ifnet, String group) implements IfnetEvent {}

    /** It left a group. */
    record GroupLeft(long sequence, Ifnet ifnet, String group) implements IfnetEvent {}

    /** The first user of a network-level multicast group joined (reference 1.13). Link-level records make no event. */
    record MulticastJoined(long sequence, Ifnet ifnet, Ifmaddr membership) implements IfnetEvent {}

    /** The last user of a network-level multicast group left. */
    record MulticastLeft(long sequence, Ifnet ifnet, Ifmaddr membership) implements IfnetEvent {}

    /** Flags other than UP, MTU, metric, capabilities, media, link-level address or the like changed. {@code what} is one
     * word: flags, mtu, metric, lladdr, capabilities, tsolen, physical, media, tunnel, generic, polling. */
    record Changed(long sequence, Ifnet ifnet, String what) implements IfnetEvent {}

    /** The driver was bound, unbound or quarantined. */
    record DriverChanged(long sequence, Ifnet ifnet, DriverState state, String why) implements IfnetEvent {}
}
