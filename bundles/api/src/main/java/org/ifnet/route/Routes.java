package org.ifnet.route;

import java.util.List;

import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.ifnet.ifaddr.IpAddress;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** The routing table: a service (reference 7). Not on a netisr, but for the reads. */
@ProviderType
public interface Routes {
    /**
     * EEXIST "File exists", ENETUNREACH no way to the gateway, EDQUOT the gateway would use the route itself, EINVAL, also for
     * an MTU out of range. With MPATH also beside other static routes to the destination: EEXIST when one has the same
     * gateway and interface, ENOBUFS with more than 16, EINVAL beside one that refuses.
     */
    Route add(Credential who, RouteSpec route) throws IfnetException;

    /**
     * Adds many routes, each as by {@link #add} and for itself: one that is refused keeps no other from being added. Packets
     * see them when this returns; some earlier, many at a time.
     *
     * @return those that were refused, in their order
     */
    List<Refused> addAll(Credential who, List<RouteSpec> routes) throws IfnetException;

    /** A route that was not added, and why. */
    record Refused(RouteSpec route, IfnetException reason) {}

    /**
     * Puts a route in the place of those to the same destination that somebody added; packets see the one or the other.
     * ESRCH when there is none, EINVAL when it belongs to an address; else as {@link #add}. Returns the first that was there.
     */
    Route change(Credential who, RouteSpec route) throws IfnetException;

    /**
     * Deletes the routes to that destination, of several those by the gateway and interface that are named. ESRCH "not in
     * table". Returns the first that was deleted.
     */
    Route delete(Credential who, RouteSpec route) throws IfnetException;

    /** Deletes every route with a gateway of that family, 0 for all; what was deleted. */
    List<Route> flush(Credential who, int family) throws IfnetException;

    /** The route that a packet to that address would take, or null. */
    @Nullable
    Route get(IpAddress destination);

    /** Every route of the family by destination. */
    List<Route> list(int family);
}
