package org.ifnet.ifaddr;

import org.ifnet.Ifnet;
import org.jspecify.annotations.Nullable;

/**
 * An address that an interface has.
 *
 * @param prefix its network
 * @param broadcast null when there is none: not a BROADCAST interface, /31, /32 or IPv6
 */
public record Ifaddr(
        Ifnet ifnet,
        IpAddress address,
        IpPrefix prefix,
        @Nullable IpAddress destination,
        @Nullable IpAddress broadcast) {}
