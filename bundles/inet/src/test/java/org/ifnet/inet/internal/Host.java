package org.ifnet.inet.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import org.ifnet.DropReason;
import org.ifnet.IfFlags;
import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
import org.ifnet.IfnetException;
import org.ifnet.IfnetListener;
import org.ifnet.Ifnets;
import org.ifnet.Registration;
import org.ifnet.control.Credential;
import org.ifnet.control.IfnetControl;
import org.ifnet.control.Sysctl;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.netisr.Netisr;
import org.ifnet.route.RouteMetrics;
import org.ifnet.route.RouteSpec;
import org.ifnet.route.internal.RouteEngine;

/** A system of its own: interfaces in memory, real routes, the domain under test. Every role is the calling thread. */
final class Host {
    static final Credential ROOT = Credential.full("test");

    final World world;
    final String name;
    final List<HostIfnet> interfaces = new ArrayList<>();
    final RouteEngine routes;
    final InetDomain inet;
    private final List<IfnetListener> listeners = new ArrayList<>();
    final HostGroups groups = new HostGroups(this);
    long sequence;

    Host(World world, String name) {
        this.world = world;
        this.name = name;
        Netisr netisr = World.proxy(Netisr.class, (method, args) -> {
            switch (method.getName()) {
                case "call":
                    return ((Callable<?>) args[1]).call();
                case "post":
                    ((Runnable) args[1]).run();
                    return null;
                case "callout":
                    return world.callout((Runnable) args[2]);
                default:
                    throw new UnsupportedOperationException(method.getName());
            }
        });
        Ifnets ifnets = ifnets();
        routes = new RouteEngine(world.env, netisr, ifnets, control());
        inet = new InetDomain(
                world.env, netisr, world.pool, ifnets, routes.ifaddrs(), groups, routes.fib(), world::later);
    }

    private Ifnets ifnets() {
        return World.proxy(Ifnets.class, (method, args) -> {
            switch (method.getName()) {
                case "list":
                    return List.<Ifnet>copyOf(interfaces);
                case "byHandle":
                    return interfaces.stream()
                            .filter(ifnet -> ifnet.handle() == (Integer) args[0])
                            .findFirst()
                            .orElse(null);
                case "require":
                    return interfaces.stream()
                            .filter(ifnet -> ifnet.name().equals(args[0]))
                            .findFirst()
                            .orElseThrow(() -> IfnetException.noSuchInterface((String) args[0]));
                case "listen":
                    listeners.add((IfnetListener) args[0]);
                    return (Registration) () -> listeners.remove(args[0]);
                default:
                    throw new UnsupportedOperationException(method.getName());
            }
        });
    }

    private IfnetControl control() {
        return World.proxy(IfnetControl.class, (method, args) -> {
            HostIfnet ifnet = (HostIfnet) args[1];
            if (((Integer) args[2] & IfFlags.UP) != 0) {
                up(ifnet);
            } else {
                down(ifnet);
            }
            return null;
        });
    }

    HostIfnet ether(String ifnetName, String... addresses) {
        int flags = IfFlags.BROADCAST | IfFlags.SIMPLEX | IfFlags.MULTICAST;
        return add(new HostIfnet(this, ifnetName, interfaces.size() + 1, IfType.ETHER, flags, 1500), addresses);
    }

    HostIfnet loop(String... addresses) {
        int flags = IfFlags.LOOPBACK | IfFlags.MULTICAST;
        return add(new HostIfnet(this, "lo0", interfaces.size() + 1, IfType.LOOP, flags, 16384), addresses);
    }

    private HostIfnet add(HostIfnet ifnet, String... addresses) {
        interfaces.add(ifnet);
        ifnet.data = inet.attach(ifnet);
        tell(new IfnetEvent.Attached(sequence++, ifnet));
        for (String address : addresses) {
            address(ifnet, address);
        }
        return ifnet;
    }

    void address(HostIfnet ifnet, String address) {
        quietly(() -> routes.ifaddrs().add(ROOT, ifnet, AddressSpec.parse(address)));
    }

    void unaddress(HostIfnet ifnet, String address) {
        quietly(() -> routes.ifaddrs().delete(ROOT, ifnet, AddressFamily.INET, IpAddress.parse(address)));
    }

    void route(String to, String gateway, int flags) {
        route(to, gateway, flags, RouteMetrics.NONE);
    }

    void route(String to, String gateway, int flags, RouteMetrics metrics) {
        IpAddress via = gateway == null ? null : IpAddress.parse(gateway);
        quietly(() -> routes.routes().add(ROOT, new RouteSpec(IpPrefix.parse(to), via, null, flags, metrics)));
    }

    void sysctl(String which, String value) {
        for (Sysctl sysctl : inet.sysctls()) {
            if (sysctl.name().equals(which)) {
                quietly(() -> sysctl.set(value));
                return;
            }
        }
        throw new AssertionError(which);
    }

    void up(HostIfnet ifnet) {
        ifnet.flags |= IfFlags.UP | IfFlags.RUNNING;
        inet.up(ifnet);
        tell(new IfnetEvent.Up(sequence++, ifnet));
    }

    void down(HostIfnet ifnet) {
        ifnet.flags &= ~(IfFlags.UP | IfFlags.RUNNING);
        inet.down(ifnet);
        tell(new IfnetEvent.Down(sequence++, ifnet));
    }

    void detach(HostIfnet ifnet) {
        ifnet.attached = false;
        tell(new IfnetEvent.Detaching(sequence++, ifnet));
        interfaces.remove(ifnet);
        inet.detach(ifnet, ifnet.data);
        tell(new IfnetEvent.Detached(sequence++, ifnet));
        ifnet.clear();
    }

    void tell(IfnetEvent event) {
        List.copyOf(listeners).forEach(listener -> listener.event(event));
    }

    long dropped(DropReason reason) {
        return inet.drops().get(reason);
    }

    void close() {
        inet.close();
        routes.close();
        interfaces.forEach(HostIfnet::clear);
    }

    /** A control operation that must succeed. */
    interface Operation {
        void run() throws IfnetException;
    }

    static void quietly(Operation operation) {
        try {
            operation.run();
        } catch (IfnetException e) {
            throw new AssertionError(e);
        }
    }
}
