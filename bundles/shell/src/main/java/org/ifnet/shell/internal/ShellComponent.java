package org.ifnet.shell.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.IfnetGroups;
import org.ifnet.Ifnets;
import org.ifnet.cloner.Cloners;
import org.ifnet.control.Credential;
import org.ifnet.control.CredentialSource;
import org.ifnet.control.IfnetControl;
import org.ifnet.control.Sysctls;
import org.ifnet.datagram.DatagramService;
import org.ifnet.dhcp.DhcpClients;
import org.ifnet.domain.AddressFamily;
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
import org.ifnet.shell.ShellCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Offers the commands. They stay while engines come and go beneath them (hence the volatile fields): an administrator who
 * stopped an engine must still be able to look, and a background ping must not end because of it.
 */
@Component(
        immediate = true,
        service = {})
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"org.ifnet.shell.ShellCommand\";effective:=active")
public final class ShellComponent implements Platform {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Ifnets ifnets;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable IfnetControl control;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Ifaddrs ifaddrs;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Ifmaddrs ifmaddrs;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable IfnetGroups groups;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Routes routes;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable RouteMessages routeMessages;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Cloners cloners;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Sysctls sysctls;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable ArpTable arp;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable NdTable nd;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Address6States states;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable DatagramService datagrams;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable DhcpClients dhcp;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Env env;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable CredentialSource credentials;

    /** By family. */
    private final Map<Integer, Echo> echoes = new ConcurrentHashMap<>();

    private final Map<IpStatistics, Integer> statistics = new ConcurrentHashMap<>();

    private final BackgroundPings pings = new BackgroundPings();
    private final Commands commands;

    @Activate
    public ShellComponent(BundleContext context) {
        List<ShellCommand> all = List.of(
                new IfconfigCommand(this),
                new IfqCommand(this),
                new RouteCommand(this),
                new NetstatCommand(this),
                new ArpCommand(this),
                new DhclientCommand(this),
                new NdpCommand(this),
                new PingCommand(this, pings, false),
                new PingCommand(this, pings, true),
                new TracerouteCommand(this, false),
                new TracerouteCommand(this, true),
                new SysctlCommand(this));
        commands = new Commands(context, all, pings);
    }

    @Activate
    void activate() {
        commands.open();
    }

    @Deactivate
    void deactivate() {
        commands.close();
        pings.abandon();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindEcho(Echo echo, Map<String, Object> properties) {
        echoes.put(family(properties), echo);
    }

    void unbindEcho(Echo echo, Map<String, Object> properties) {
        echoes.remove(family(properties), echo);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindStatistics(IpStatistics counts, Map<String, Object> properties) {
        statistics.put(counts, family(properties));
    }

    void unbindStatistics(IpStatistics counts) {
        statistics.remove(counts);
    }

    private static int family(Map<String, Object> properties) {
        return properties.get("ifnet.family") instanceof Integer family ? family : AddressFamily.INET;
    }

    private static <T> T need(@Nullable T service, String what, String bundle) throws IfnetException {
        if (service == null) {
            throw new IfnetException(Errno.ENXIO, what + " not there: is bundle " + bundle + " active?");
        }
        return service;
    }

    @Override
    public Ifnets ifnets() throws IfnetException {
        return need(ifnets, "the table of interfaces is", "org.ifnet.core");
    }

    @Override
    public IfnetControl control() throws IfnetException {
        return need(control, "interface control is", "org.ifnet.core");
    }

    @Override
    public Ifaddrs ifaddrs() throws IfnetException {
        return need(ifaddrs, "addresses are", "org.ifnet.route");
    }

    @Override
    public @Nullable Ifaddrs ifaddrsOrNull() {
        return ifaddrs;
    }

    @Override
    public @Nullable Ifmaddrs ifmaddrsOrNull() {
        return ifmaddrs;
    }

    @Override
    public IfnetGroups groups() throws IfnetException {
        return need(groups, "the groups are", "org.ifnet.core");
    }

    @Override
    public Routes routes() throws IfnetException {
        return need(routes, "the routing table is", "org.ifnet.route");
    }

    @Override
    public Cloners cloners() throws IfnetException {
        return need(cloners, "the cloners are", "org.ifnet.cloner");
    }

    @Override
    public Sysctls sysctls() throws IfnetException {
        return need(sysctls, "the runtime values are", "org.ifnet.core");
    }

    @Override
    public ArpTable arp() throws IfnetException {
        return need(arp, "the ARP cache is", "org.ifnet.inet");
    }

    @Override
    public NdTable nd() throws IfnetException {
        return need(nd, "the neighbours of IPv6 are", "org.ifnet.inet6");
    }

    @Override
    public List<IpStatistics.Line> statistics(int family) {
        List<IpStatistics.Line> lines = new ArrayList<>();
        statistics.forEach((counts, its) -> {
            if (family == Families.ALL || family == its) {
                lines.addAll(counts.list());
            }
        });
        lines.sort(Comparator.comparing(IpStatistics.Line::protocol));
        return lines;
    }

    @Override
    public Address6States states6() throws IfnetException {
        return need(states, "the states of IPv6 addresses are", "org.ifnet.inet6");
    }

    @Override
    public @Nullable Address6States statesOrNull() {
        return states;
    }

    @Override
    public Echo echo(int family) throws IfnetException {
        Echo echo = echoes.get(family);
        return need(echo, "ICMP echo is", family == AddressFamily.INET6 ? "org.ifnet.inet6" : "org.ifnet.inet");
    }

    @Override
    public RouteMessages routeMessages() throws IfnetException {
        return need(routeMessages, "routing messages are", "org.ifnet.route");
    }

    @Override
    public DatagramService datagrams() throws IfnetException {
        return need(datagrams, "datagrams for applications are", "org.ifnet.datagram");
    }

    @Override
    public DhcpClients dhcp() throws IfnetException {
        return need(dhcp, "DHCP clients are", "org.ifnet.dhcp");
    }

    @Override
    public Env env() throws IfnetException {
        return need(env, "the clock is", "org.ifnet.netisr");
    }

    @Override
    public Credential who() {
        CredentialSource source = credentials;
        return source == null ? Credential.full("shell") : source.current();
    }
}
