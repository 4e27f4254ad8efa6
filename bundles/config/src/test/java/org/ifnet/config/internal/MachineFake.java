package org.ifnet.config.internal;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.ifnet.DriverState;
import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
import org.ifnet.IfnetException;
import org.ifnet.IfnetListener;
import org.ifnet.Ifnets;
import org.ifnet.Registration;
import org.ifnet.cloner.ClonerListener;
import org.ifnet.cloner.Cloners;
import org.ifnet.control.ControlRecord;
import org.ifnet.control.Credential;
import org.ifnet.control.Sysctl;
import org.ifnet.control.Sysctls;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.route.Route;
import org.ifnet.route.RouteSpec;
import org.ifnet.route.Routes;
import org.ifnet.wire.MacAddress;

/** All engines in one, with as little behaviour as wanted state can notice. Writes down what it is asked for. */
final class MachineFake extends NoControl implements Routes, Cloners, Sysctls {
    final WantedRecords records;
    final List<String> log = new ArrayList<>();
    final Map<String, Port> ports = new LinkedHashMap<>();
    final List<Route> routes = new ArrayList<>();
    final List<String> cloners = new ArrayList<>(List.of("epair", "tap"));
    final Map<String, String> sysctls = new LinkedHashMap<>();
    final List<IfnetListener> listeners = new ArrayList<>();
    /** Name of an interface whose control calls fail so. */
    String broken = "";

    Errno error = Errno.ETIMEDOUT;
    private int handles;

    MachineFake(WantedRecords records) {
        this.records = records;
    }

    final class Port {
        final int handle = ++handles;
        final List<Ifaddr> addresses = new ArrayList<>();
        String name;
        int flags;
        int mtu = 1500;
        int metric;
        MacAddress lladdr = new MacAddress(0x0200_0000_0001L);
        DriverState driver = DriverState.BOUND;
        boolean attached = true;
        final Ifnet ifnet = (Ifnet) Proxy.newProxyInstance(
                Ifnet.class.getClassLoader(),
                new Class<?>[] {Ifnet.class},
                (self, method, args) -> switch (method.getName()) {
                    case "name", "toString" -> this.name;
                    case "handle" -> handle;
                    case "flags" -> flags;
                    case "mtu" -> mtu;
                    case "metric" -> metric;
                    case "lladdr" -> lladdr;
                    case "driverState" -> driver;
                    case "isAttached" -> attached;
                    case "equals" -> self == args[0];
                    case "hashCode" -> handle;
                    default -> throw new UnsupportedOperationException(method.getName());
                });

        Port(String name) {
            this.name = name;
        }
    }

    /** A driver appears. */
    Port plug(String name) {
        Port port = new Port(name);
        ports.put(name, port);
        listeners.forEach(l -> l.event(new IfnetEvent.Attached(0, port.ifnet)));
        return port;
    }

    /** A driver disappears, and with it everything its interface had. */
    void unplug(String name) {
        Port port = ports.remove(name);
        port.attached = false;
        routes.removeIf(r -> r.ifnet() == port.ifnet);
        listeners.forEach(l -> l.event(new IfnetEvent.Detached(0, port.ifnet)));
    }

    private Port asked(Ifnet ifnet, String what) throws IfnetException {
        log.add(ifnet.name() + " " + what);
        if (ifnet.name().equals(broken)) {
            throw new IfnetException(error, "the driver of " + broken + " did not return");
        }
        return ports.get(ifnet.name());
    }

    @Override
    public void setFlags(Credential who, Ifnet ifnet, int set, int clear) throws IfnetException {
        Port port = asked(ifnet, "+" + IfFlags.names(set) + " -" + IfFlags.names(clear));
        port.flags = (port.flags | set) & ~clear;
        records.controlled(new ControlRecord.Flags(who.who(), port.name, set, clear));
    }

    @Override
    public void setMtu(Credential who, Ifnet ifnet, int mtu) throws IfnetException {
        asked(ifnet, "mtu " + mtu).mtu = mtu;
        records.controlled(new ControlRecord.Mtu(who.who(), ifnet.name(), mtu));
    }

    @Override
    public void setMetric(Credential who, Ifnet ifnet, int metric) throws IfnetException {
        asked(ifnet, "metric " + metric).metric = metric;
        records.controlled(new ControlRecord.Metric(who.who(), ifnet.name(), metric));
    }

    @Override
    public void setLladdr(Credential who, Ifnet ifnet, MacAddress address) throws IfnetException {
        asked(ifnet, "lladdr " + address).lladdr = address;
        records.controlled(new ControlRecord.Lladdr(who.who(), ifnet.name(), address.toString()));
    }

    @Override
    public void rename(Credential who, Ifnet ifnet, String name) throws IfnetException {
        String old = ifnet.name();
        Port port = asked(ifnet, "name " + name);
        ports.remove(old);
        port.name = name;
        ports.put(name, port);
        records.controlled(new ControlRecord.Renamed(who.who(), old, name));
    }

    /** The addresses, as a service of its own because its methods have the names of those of routes. */
    Ifaddrs ifaddrs() {
        return (Ifaddrs) Proxy.newProxyInstance(
                Ifaddrs.class.getClassLoader(),
                new Class<?>[] {Ifaddrs.class},
                (self, method, args) -> switch (method.getName()) {
                    case "list" -> List.copyOf(ports.get(((Ifnet) args[0]).name()).addresses);
                    case "add" -> addAddress((Credential) args[0], (Ifnet) args[1], (AddressSpec) args[2]);
                    case "equals" -> self == args[0];
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private Object addAddress(Credential who, Ifnet ifnet, AddressSpec spec) throws IfnetException {
        Port port = asked(ifnet, "inet " + spec.address());
        port.flags |= IfFlags.UP;
        IpPrefix prefix = new IpPrefix(spec.address(), Math.max(0, spec.prefixLength()));
        port.addresses.add(new Ifaddr(ifnet, spec.address(), prefix, spec.destination(), spec.broadcast()));
        records.controlled(new ControlRecord.AddressAdded(who.who(), port.name, spec));
        return null;
    }

    @Override
    public Route add(Credential who, RouteSpec spec) throws IfnetException {
        log.add("route " + spec.destination());
        if (routes.stream().anyMatch(r -> r.destination().equals(spec.destination()))) {
            throw new IfnetException(Errno.EEXIST, "File exists");
        }
        Port via = ports.values().stream()
                .filter(p -> p.addresses.stream().anyMatch(a -> a.prefix().contains(spec.gateway())))
                .findFirst()
                .orElseThrow(() -> new IfnetException(Errno.ENETUNREACH, "Network is unreachable"));
        Route route = new Route(spec.destination(), spec.gateway(), via.ifnet, spec.flags(), null);
        routes.add(route);
        records.controlled(new ControlRecord.RouteAdded(who.who(), spec));
        return route;
    }

    @Override
    public List<Refused> addAll(Credential who, List<RouteSpec> all) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Route change(Credential who, RouteSpec spec) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Route delete(Credential who, RouteSpec spec) {
        routes.removeIf(r -> r.destination().equals(spec.destination()));
        records.controlled(new ControlRecord.RouteDeleted(who.who(), spec));
        return null;
    }

    @Override
    public List<Route> flush(Credential who, int family) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Route get(IpAddress destination) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Route> list(int family) {
        return List.copyOf(routes);
    }

    @Override
    public String create(Credential who, String name, String params) throws IfnetException {
        log.add("create " + name + (params == null ? "" : " " + params));
        String full = name.matches(".*[0-9]") ? name : name + "0";
        if (ports.keySet().stream().anyMatch(p -> p.startsWith(full))) {
            throw new IfnetException(Errno.EEXIST, full + " exists");
        }
        for (String end : full.startsWith("epair") ? List.of("a", "b") : List.of("")) {
            plug(full + end);
        }
        records.controlled(new ControlRecord.CloneCreated(who.who(), full, params));
        return full;
    }

    @Override
    public Map<String, IfnetException> destroyAll(Credential who, List<String> clones) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Registration listen(ClonerListener listener, boolean replay) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void destroy(Credential who, String clone) {
        List.copyOf(ports.keySet()).stream().filter(p -> p.startsWith(clone)).forEach(this::unplug);
        records.controlled(new ControlRecord.CloneDestroyed(who.who(), clone));
    }

    @Override
    public List<String> list() {
        return List.copyOf(cloners);
    }

    @Override
    public List<Sysctl> list(String prefix) {
        return sysctls.containsKey(prefix) ? List.of(require(prefix)) : List.of();
    }

    @Override
    public Sysctl require(String name) {
        return (Sysctl) Proxy.newProxyInstance(
                Sysctl.class.getClassLoader(),
                new Class<?>[] {Sysctl.class},
                (self, method, args) -> sysctls.get(name));
    }

    @Override
    public void set(Credential who, String name, String value) {
        log.add("sysctl " + name + "=" + value);
        sysctls.put(name, value);
        records.controlled(new ControlRecord.SysctlSet(who.who(), name, value));
    }

    /** All interfaces: Ifnets and Cloners both have a method list(), so the table is an object of its own. */
    Ifnets table() {
        return (Ifnets) Proxy.newProxyInstance(
                Ifnets.class.getClassLoader(),
                new Class<?>[] {Ifnets.class},
                (self, method, args) -> switch (method.getName()) {
                    case "list" -> ports.values().stream().map(p -> p.ifnet).toList();
                    case "byName" -> ports.containsKey(args[0]) ? ports.get(args[0]).ifnet : null;
                    case "listen" -> follow((IfnetListener) args[0], (Boolean) args[1]);
                    case "equals" -> self == args[0];
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private Registration follow(IfnetListener listener, boolean replay) {
        listeners.add(listener);
        ports.values().forEach(p -> listener.event(new IfnetEvent.Attached(0, p.ifnet)));
        return () -> listeners.remove(listener);
    }
}
