package org.ifnet.shell.internal;

import java.util.List;

import org.ifnet.IfnetException;
import org.ifnet.IfnetGroups;
import org.ifnet.Ifnets;
import org.ifnet.cloner.Cloners;
import org.ifnet.control.Credential;
import org.ifnet.control.IfnetControl;
import org.ifnet.control.Sysctls;
import org.ifnet.datagram.DatagramService;
import org.ifnet.dhcp.DhcpClients;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.Ifmaddrs;
import org.ifnet.inet.ArpTable;
import org.ifnet.inet.Echo;
import org.ifnet.inet.IpStatistics;
import org.ifnet.inet6.Address6States;
import org.ifnet.inet6.NdTable;
import org.ifnet.netisr.Env;
import org.ifnet.route.RouteMessages;
import org.ifnet.route.Routes;
import org.jspecify.annotations.Nullable;

/**
 * The services behind the commands, as they are at this moment: a command asks for each when it needs it. An engine that
 * is stopped makes only those commands fail that need it, with ENXIO and the name of what is missing.
 */
public interface Platform {
    Ifnets ifnets() throws IfnetException;

    IfnetControl control() throws IfnetException;

    Ifaddrs ifaddrs() throws IfnetException;

    /** For listings, which show what they can. */
    @Nullable
    Ifaddrs ifaddrsOrNull();

    /** For listings as well. */
    @Nullable
    Ifmaddrs ifmaddrsOrNull();

    IfnetGroups groups() throws IfnetException;

    Routes routes() throws IfnetException;

    RouteMessages routeMessages() throws IfnetException;

    Cloners cloners() throws IfnetException;

    Sysctls sysctls() throws IfnetException;

    ArpTable arp() throws IfnetException;

    NdTable nd() throws IfnetException;

    /**
     * What the family counted, or all of them, by protocol; empty when none runs.
     *
     * @param family of {@link org.ifnet.domain.AddressFamily}, or {@link Families#ALL}
     */
    List<IpStatistics.Line> statistics(int family);

    Address6States states6() throws IfnetException;

    /** For listings. */
    @Nullable
    Address6States statesOrNull();

    /** @param family of {@link org.ifnet.domain.AddressFamily} */
    Echo echo(int family) throws IfnetException;

    DatagramService datagrams() throws IfnetException;

    DhcpClients dhcp() throws IfnetException;

    Env env() throws IfnetException;

    /** Who is asking, for changes. */
    Credential who();
}
