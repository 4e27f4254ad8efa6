package org.ifnet.ifaddr;

import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * One multicast membership of an interface (reference 1.13): of a network-level group with the link-level address that it
 * maps to, or of a link-level address.
 *
 * @param group the network-level group, null for a record of a link-level address
 * @param lladdr the link-level address; null for a group on a link that maps none
 * @param references users of it; for a link-level record the groups that map to it and the direct joins
 * @param direct of {@code references}, those that joined the link-level address itself
 */
public record Ifmaddr(@Nullable IpAddress group, @Nullable MacAddress lladdr, int references, int direct) {}
