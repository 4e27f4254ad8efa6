package org.ifnet.route;

import org.ifnet.Ifnet;
import org.ifnet.LinkState;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifmaddr;
import org.ifnet.ifaddr.IpAddress;

/** Something about interfaces, addresses or routes changed: what a routing socket would say (reference 7.3). */
public sealed interface RouteMessage {
    /** RTM_IFINFO: the interface as it is now. */
    record IfInfo(Ifnet ifnet, String name, int flags, LinkState link, int mtu) implements RouteMessage {}

    /** RTM_IFANNOUNCE: an interface of that name is there, or is there no more. A renamed one goes and comes. */
    record IfAnnounce(Ifnet ifnet, String name, boolean arrived) implements RouteMessage {}

    /** RTM_NEWADDR. */
    record NewAddr(Ifaddr address) implements RouteMessage {}

    /** RTM_DELADDR. */
    record DelAddr(Ifaddr address) implements RouteMessage {}

    /** RTM_NEWMADDR: the first member of a group. */
    record NewMaddr(Ifnet ifnet, Ifmaddr membership) implements RouteMessage {}

    /** RTM_DELMADDR: the last member is gone. */
    record DelMaddr(Ifnet ifnet, Ifmaddr membership) implements RouteMessage {}

    /** RTM_ADD: packets to its destination take this route now and had none before. */
    record Add(Route route) implements RouteMessage {}

    /** RTM_DELETE: the route that they took, and that they take no more. */
    record Delete(Route route) implements RouteMessage {}

    /** RTM_CHANGE: they take this one instead of another to the same destination. */
    record Change(Route route) implements RouteMessage {}

    /** RTM_GET: somebody asked for the route to an address, and this is it. */
    record Get(IpAddress asked, Route route) implements RouteMessage {}

    /** RTM_LOCK: a route was added or changed whose metrics stay as they are. */
    record Lock(Route route) implements RouteMessage {}

    /** RTM_MISS: somebody asked for the route to an address that has none. */
    record Miss(IpAddress destination) implements RouteMessage {}

    /**
     * What the listener knows is void: so many messages were lost to it, none at its beginning. What follows until {@link
     * Synced} is all that there is: interfaces, addresses and routes. Memberships are told only as they change.
     */
    record Overflow(long lost) implements RouteMessage {}

    /** The listener knows everything again; what follows are changes. */
    record Synced() implements RouteMessage {}
}
