package org.ifnet.route;

import org.ifnet.Ifnet;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.jspecify.annotations.Nullable;

/**
 * A route as it stands in the table.
 *
 * @param flags of {@link RouteFlags}; without UP it is kept and not used, because its interface is down
 * @param ifaddr the address it was made from or is reached from, null when none
 */
public record Route(
        IpPrefix destination,
        @Nullable IpAddress gateway,
        Ifnet ifnet,
        int flags,
        @Nullable Ifaddr ifaddr) {}
