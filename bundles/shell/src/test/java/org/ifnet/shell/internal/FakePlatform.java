package org.ifnet.shell.internal;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
import org.ifnet.IfnetException;
import org.ifnet.IfnetGroups;
import org.ifnet.IfnetListener;
import org.ifnet.Ifnets;
import org.ifnet.Registration;
import org.ifnet.cloner.Cloners;
import org.ifnet.control.Credential;
import org.ifnet.control.IfnetControl;
import org.ifnet.control.Sysctls;
import org.ifnet.datagram.DatagramService;
import org.ifnet.dhcp.DhcpClients;
import org.ifnet.driver.IfnetDriver;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.Ifmaddr;
import org.ifnet.ifaddr.Ifmaddrs;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.inet.ArpTable;
import org.ifnet.inet.Echo;
import org.ifnet.inet.IpStatistics;
import org.ifnet.inet6.Address6State;
import org.ifnet.inet6.Address6States;
import org.ifnet.inet6.NdTable;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.internal.RealEnv;
import org.ifnet.route.RouteMessages;
import org.ifnet.route.Routes;
import org.ifnet.shell.ShellCommand;
import org.jspecify.annotations.Nullable;

/** A platform of interfaces that a test makes up, and services that note what they are asked. */
final class FakePlatform implements Platform {
    private static final IfnetException NOTHING = new IfnetException(Errno.EOPNOTSUPP, "nothing of the kind");

    final List<Ifnet> interfaces = new CopyOnWriteArrayList<>();
    final List<IfnetListener> listeners = new CopyOnWriteArrayList<>();
    final Map<String, List<Ifaddr>> addresses = new HashMap<>();
    final Map<String, List<Ifmaddr>> memberships = new HashMap<>();
    final Calls control = new Calls().answer("media", NOTHING).answer("tunnel", NOTHING);
    final Calls groups = new Calls();
    final Calls ifaddrs = new Calls().answer("list", List.of()).answer("listen", (Registration) () -> {});
    final Calls routes = new Calls();
    final Calls cloners = new Calls();
    final Calls arp = new Calls();
    final Calls nd = new Calls();
    final Calls states6 = new Calls();
    final Map<Integer, List<IpStatistics.Line>> statistics = new HashMap<>();
    final Map<Ifaddr, Address6State> states = new HashMap<>();
    Sysctls sysctlService;
    Echo echo;
    final Calls datagrams = new Calls();
    RouteMessages messages = (limit, listener) -> () -> {};
    final Calls dhcp = new Calls();
    Env env = new RealEnv();

    FakeIfnet add(FakeIfnet ifnet) {
        interfaces.add(ifnet);
        return ifnet;
    }

    /** {@code 192.0.2.5/24}, with the broadcast address of its network for Ethernet. */
    Ifaddr address(FakeIfnet ifnet, String text) {
        IpAddress address = IpAddress.parse(text.substring(0, text.indexOf('/')));
        IpPrefix prefix = IpPrefix.parse(text);
        boolean broadcast = address.isV4() && ifnet.has(org.ifnet.IfFlags.BROADCAST);
        Ifaddr added = new Ifaddr(
                ifnet,
                address,
                prefix,
                null,
                broadcast ? IpAddress.v4(prefix.address().v4() | ~IpPrefix.mask32(prefix.length())) : null);
        addresses.computeIfAbsent(ifnet.name, name -> new ArrayList<>()).add(added);
        return added;
    }

    String run(ShellCommand command, String line) throws IfnetException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<String> words = line.isEmpty() ? List.of() : List.of(line.split(" "));
        command.run(words, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The one line of a command that must fail. */
    String fail(ShellCommand command, String line) {
        try {
            String printed = run(command, line);
            throw new AssertionError("'" + line + "' did not fail but printed: " + printed);
        } catch (IfnetException e) {
            return e.getMessage();
        }
    }

    @Override
    public Ifnets ifnets() {
        return new Ifnets() {
            @Override
            public Ifnet byName(String name) {
                return interfaces.stream()
                        .filter(ifnet -> ifnet.name().equals(name))
                        .findFirst()
                        .orElse(null);
            }

            @Override
            public Ifnet byIndex(int index) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Ifnet byHandle(int handle) {
                throw new UnsupportedOperationException();
            }

            @Override
            public List<Ifnet> list() {
                return List.copyOf(interfaces);
            }

            @Override
            public Registration listen(IfnetListener listener, boolean replay) {
                listeners.add(listener);
                return () -> listeners.remove(listener);
            }

            @Override
            public Attachment attach(String name, IfnetDriver driver, @Nullable String group) {
                throw new UnsupportedOperationException();
            }
        };
    }

    void announce(FakeIfnet ifnet) {
        add(ifnet);
        listeners.forEach(listener -> listener.event(new IfnetEvent.Attached(1, ifnet)));
    }

    @Override
    public IfnetControl control() {
        return control.as(IfnetControl.class);
    }

    @Override
    public Ifaddrs ifaddrs() {
        return ifaddrs.as(Ifaddrs.class);
    }

    @Override
    public Ifaddrs ifaddrsOrNull() {
        return (Ifaddrs) java.lang.reflect.Proxy.newProxyInstance(
                Ifaddrs.class.getClassLoader(),
                new Class<?>[] {Ifaddrs.class},
                (proxy, method, args) -> addresses.getOrDefault(((Ifnet) args[0]).name(), List.of()));
    }

    @Override
    public Ifmaddrs ifmaddrsOrNull() {
        return (Ifmaddrs) java.lang.reflect.Proxy.newProxyInstance(
                Ifmaddrs.class.getClassLoader(),
                new Class<?>[] {Ifmaddrs.class},
                (proxy, method, args) -> memberships.getOrDefault(((Ifnet) args[0]).name(), List.of()));
    }

    @Override
    public IfnetGroups groups() {
        return groups.as(IfnetGroups.class);
    }

    @Override
    public Routes routes() {
        return routes.as(Routes.class);
    }

    @Override
    public Cloners cloners() {
        return cloners.as(Cloners.class);
    }

    @Override
    public Sysctls sysctls() {
        return sysctlService;
    }

    @Override
    public ArpTable arp() {
        return arp.as(ArpTable.class);
    }

    @Override
    public NdTable nd() {
        return nd.as(NdTable.class);
    }

    @Override
    public List<IpStatistics.Line> statistics(int family) {
        return family == Families.ALL
                ? statistics.values().stream().flatMap(List::stream).toList()
                : statistics.getOrDefault(family, List.of());
    }

    @Override
    public Address6States states6() {
        return states6.as(Address6States.class);
    }

    @Override
    public Address6States statesOrNull() {
        return (Address6States) java.lang.reflect.Proxy.newProxyInstance(
                Address6States.class.getClassLoader(),
                new Class<?>[] {Address6States.class},
                (proxy, method, args) -> states.get((Ifaddr) args[0]));
    }

    @Override
    public Echo echo(int family) {
        return echo;
    }

    @Override
    public Env env() {
        return env;
    }

    @Override
    public DhcpClients dhcp() {
        return dhcp.as(DhcpClients.class);
    }

    @Override
    public RouteMessages routeMessages() {
        return messages;
    }

    @Override
    public DatagramService datagrams() {
        return datagrams.as(DatagramService.class);
    }

    @Override
    public Credential who() {
        return Credential.full("test");
    }
}
