package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.IfnetGroups;
import org.ifnet.Ifnets;
import org.ifnet.cloner.Cloners;
import org.ifnet.control.ControlRequest;
import org.ifnet.control.Credential;
import org.ifnet.control.IfnetControl;
import org.ifnet.control.IfqControl;
import org.ifnet.control.Media;
import org.ifnet.control.Privilege;
import org.ifnet.control.Sysctls;
import org.ifnet.control.Tunnel;
import org.ifnet.datagram.DatagramListener;
import org.ifnet.datagram.DatagramService;
import org.ifnet.datagram.DatagramSpec;
import org.ifnet.datagram.internal.Endpoints;
import org.ifnet.dhcp.DhcpClients;
import org.ifnet.dhcp.internal.Sessions;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.IfconfPage;
import org.ifnet.ifaddr.Ifmaddrs;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.QueueChoice;
import org.ifnet.ifq.Regulator;
import org.ifnet.ifq.SubqueueMap;
import org.ifnet.inet.ArpTable;
import org.ifnet.inet.Echo;
import org.ifnet.inet6.Address6States;
import org.ifnet.inet6.NdTable;
import org.ifnet.inet6.internal.Inet6Domain;
import org.ifnet.route.RouteSpec;
import org.ifnet.route.Routes;
import org.ifnet.wire.MacAddress;
import org.junit.jupiter.api.Test;

/**
 * Every method of the API that takes a credential refuses one that lacks the privilege, whatever else may be wrong (reference
 * 1.9). Methods are found in the API itself: a new one that the table does not know fails the test.
 */
class PrivilegesIT {
    /** Methods that only read: the credential says what there is to see. */
    private static final Set<String> READS = Set.of("Ifaddrs.conf");
    /** Implemented by bundles that serve the platform, and called by it after its own check. */
    private static final Set<String> SERVES = Set.of("Domain.control");

    /** What an application is given to change the system with. */
    private static final Set<Class<?>> SERVICES = Set.of(
            IfnetControl.class,
            IfqControl.class,
            IfnetGroups.class,
            Ifmaddrs.class,
            Sysctls.class,
            Ifaddrs.class,
            Routes.class,
            Cloners.class,
            ArpTable.class,
            NdTable.class,
            Address6States.class,
            DatagramService.class,
            DhcpClients.class,
            Echo.class);

    /** All of their methods that need none: each reads, or adds a listener. */
    private static final Set<String> FREE = new TreeSet<>(Set.of(
            "Address6States.state",
            "ArpTable.list",
            "Cloners.list",
            "Cloners.listen",
            "Ifaddrs.forDestination",
            "Ifaddrs.isBroadcast4",
            "Ifaddrs.list",
            "Ifaddrs.listen",
            "Ifaddrs.local4",
            "Ifaddrs.local6",
            "Ifaddrs.withAddress",
            "Ifaddrs.withDestination",
            "Ifaddrs.withNet",
            "Ifmaddrs.list",
            "DatagramService.list",
            "DhcpClients.list",
            "IfnetControl.data",
            "IfnetControl.generic",
            "IfnetControl.media",
            "IfnetControl.queues",
            "IfnetControl.status",
            "IfnetControl.tunnel",
            "IfnetGroups.list",
            "IfnetGroups.members",
            "IfqControl.choice",
            "NdTable.list",
            "NdTable.prefixes",
            "NdTable.routers",
            "Routes.get",
            "Routes.list",
            "Sysctls.list",
            "Sysctls.require"));

    private static final Map<String, Privilege> NEEDED = needed();

    private static Map<String, Privilege> needed() {
        Map<String, Privilege> table = new TreeMap<>();
        for (String method : List.of(
                "setFlags",
                "setMtu",
                "setMetric",
                "setLladdr",
                "setCapabilities",
                "setTsoLength",
                "setPhysical",
                "setMedia",
                "setTunnel",
                "deleteTunnel",
                "setGeneric",
                "promisc",
                "allmulti",
                "setPolling",
                "rename")) {
            table.put("IfnetControl." + method, Privilege.INTERFACE);
        }
        for (String method : List.of(
                "attachDiscipline",
                "changeDiscipline",
                "choose",
                "detachDiscipline",
                "disableDiscipline",
                "enableDiscipline",
                "purge",
                "setLimit",
                "setMap",
                "setOwner",
                "setRegulator")) {
            table.put("IfqControl." + method, Privilege.INTERFACE);
        }
        // What its request names: see Request.
        table.put("IfnetControl.control", Privilege.ROUTE);
        for (String method : List.of(
                "IfnetGroups.join",
                "IfnetGroups.leave",
                "Ifmaddrs.join",
                "Ifmaddrs.leave",
                "Ifmaddrs.leaveAll",
                "Address6States.change",
                "Ifaddrs.add",
                "Ifaddrs.replace",
                "Ifaddrs.delete",
                "Ifaddrs.claim",
                "Cloners.create",
                "Cloners.destroy",
                "Cloners.destroyAll")) {
            table.put(method, Privilege.INTERFACE);
        }
        for (String method : List.of(
                "Routes.add",
                "Routes.addAll",
                "Routes.change",
                "Routes.delete",
                "Routes.flush",
                "ArpTable.set",
                "ArpTable.delete",
                "NdTable.set",
                "NdTable.clear",
                "NdTable.delete")) {
            table.put(method, Privilege.ROUTE);
        }
        table.put("Sysctls.set", Privilege.SYSCTL);
        table.put("DatagramService.open", Privilege.RAW);
        table.put("DhcpClients.start", Privilege.INTERFACE);
        table.put("DhcpClients.release", Privilege.INTERFACE);
        table.put("Echo.open", Privilege.RAW);
        return table;
    }

    private record Request(String what, Privilege privilege) implements ControlRequest {}

    private static final class Deaf implements Echo.Listener {
        @Override
        public void reply(IpAddress from, int sequence, int bytes, int ttl, long nanos) {}

        @Override
        public void error(IpAddress from, int sequence, String text) {}
    }

    @Test
    void theTableKnowsEveryMethodThatTakesACredential() throws IOException {
        Set<String> found = new TreeSet<>();
        for (Method method : methods()) {
            found.add(key(method));
        }
        found.removeAll(READS);
        found.removeAll(SERVES);
        assertEquals(NEEDED.keySet(), found);
    }

    @Test
    void whatTakesNoCredentialChangesNothing() throws IOException {
        Set<String> found = new TreeSet<>();
        for (Class<?> type : ApiClasses.all()) {
            for (Method method : type.getDeclaredMethods()) {
                boolean asks = Arrays.asList(method.getParameterTypes()).contains(Credential.class);
                if (SERVICES.contains(type) && !asks && !method.isSynthetic()) {
                    found.add(key(method));
                }
            }
        }
        assertEquals(FREE, found);
    }

    @Test
    void everyMethodRefusesACredentialWithoutThePrivilege() {
        Both.run(layer -> {
            Ifnets.Attachment gone = layer.attach("em9", new Card());
            gone.detach();
            Ifnet em0 = layer.card("em0");
            for (Method method : methods()) {
                Privilege needed = NEEDED.get(key(method));
                if (needed != null) {
                    assertEquals(Errno.EPERM, outcome(layer, method, without(needed), em0), () -> "of " + method);
                    assertEquals(
                            Errno.EPERM, outcome(layer, method, without(needed), gone.ifnet()), () -> "of " + method);
                }
            }
            assertEquals(List.of("Attached"), layer.events.of("em0"), "nothing was changed");
        });
    }

    @Test
    void noMethodAsksForMoreThanItsPrivilege() {
        Both.run(layer -> {
            for (Method method : methods()) {
                Privilege needed = NEEDED.get(key(method));
                if (needed != null) {
                    Credential just = new Credential("just", Set.of(needed));
                    Ifnet ifnet = layer.ifnets().byName("em0") == null ? layer.card("em0") : layer.ifnet("em0");
                    assertTrue(outcome(layer, method, just, ifnet) != Errno.EPERM, () -> method + " with " + needed);
                }
            }
        });
    }

    private static Credential without(Privilege missing) {
        return new Credential("nobody", EnumSet.complementOf(EnumSet.of(missing)));
    }

    private static String key(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    /** All of the API, in an order that does not change. */
    private static List<Method> methods() throws IOException {
        List<Method> found = new ArrayList<>();
        for (Class<?> type : ApiClasses.all()) {
            for (Method method : type.getDeclaredMethods()) {
                boolean asks = Arrays.asList(method.getParameterTypes()).contains(Credential.class);
                if (type.isInterface() && asks && !method.isSynthetic()) {
                    found.add(method);
                }
            }
        }
        found.sort((a, b) -> a.toString().compareTo(b.toString()));
        return found;
    }

    /** What it fails with; null when it succeeds. */
    private static Errno outcome(Layer layer, Method method, Credential who, Ifnet ifnet) throws Exception {
        Object[] arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = example(method, method.getParameterTypes()[i], who, ifnet);
        }
        // Not attached to the interfaces: it would have its own events.
        try (Inet6Domain inet6 = inet6(layer);
                Endpoints endpoints = endpoints(layer);
                Sessions dhcp = dhcp(layer, endpoints)) {
            Map<Class<?>, Object> services = services(layer, inet6, endpoints, dhcp);
            Object service = services.get(method.getDeclaringClass());
            assertTrue(service != null, () -> "the test does not know the service " + method.getDeclaringClass());
            method.invoke(service, arguments);
            return null;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IfnetException refused) {
                return refused.errno();
            }
            throw new AssertionError(method + ": " + e.getCause(), e.getCause());
        }
    }

    private static Inet6Domain inet6(Layer layer) {
        return new Inet6Domain(
                layer.env,
                layer.netisr,
                layer.pool,
                layer.ifnets(),
                layer.route.ifaddrs(),
                layer.core.ifmaddrs(),
                layer.route.fib(),
                layer.route.routes(),
                Runnable::run);
    }

    private static Endpoints endpoints(Layer layer) {
        return new Endpoints(
                layer.env, layer.pool, layer.ifnets(), layer.route.ifaddrs(), layer.core.ifmaddrs(), Runnable::run);
    }

    private static Sessions dhcp(Layer layer, Endpoints endpoints) {
        return new Sessions(
                layer.env,
                layer.netisr,
                layer.ifnets(),
                layer.control(),
                layer.route.ifaddrs(),
                layer.route.routes(),
                endpoints,
                Runnable::run);
    }

    private static Map<Class<?>, Object> services(Layer layer, Inet6Domain inet6, Endpoints endpoints, Sessions dhcp) {
        Map<Class<?>, Object> services = new HashMap<>();
        services.put(IfnetControl.class, layer.control());
        services.put(IfqControl.class, layer.control().queues());
        services.put(IfnetGroups.class, layer.core.groups());
        services.put(Ifmaddrs.class, layer.core.ifmaddrs());
        services.put(Sysctls.class, layer.core.sysctls());
        services.put(Ifaddrs.class, layer.route.ifaddrs());
        services.put(Routes.class, layer.route.routes());
        services.put(Cloners.class, layer.cloners);
        services.put(ArpTable.class, layer.inet.arp());
        services.put(NdTable.class, inet6.neighbours());
        services.put(Address6States.class, inet6.states());
        services.put(Echo.class, layer.inet.echo());
        services.put(DatagramService.class, endpoints);
        services.put(DhcpClients.class, dhcp);
        return services;
    }

    private static Object example(Method method, Class<?> type, Credential who, Ifnet ifnet) {
        Map<Class<?>, Object> examples = new HashMap<>();
        examples.put(Credential.class, who);
        examples.put(Ifnet.class, ifnet);
        examples.put(int.class, 2);
        examples.put(long.class, 3L);
        examples.put(boolean.class, true);
        examples.put(ArpTable.Published.class, ArpTable.Published.YES);
        examples.put(String.class, method.getDeclaringClass() == Sysctls.class ? "net.link.qlen" : "epair7");
        RouteSpec route = new RouteSpec(IpPrefix.parse("10.9.0.0/16"), IpAddress.parse("10.0.0.9"), null, 0);
        examples.put(List.class, List.of(method.getDeclaringClass() == Routes.class ? route : "epair7"));
        examples.put(MacAddress.class, MacAddress.parse("02:00:00:00:00:07"));
        examples.put(IpAddress.class, IpAddress.parse("10.0.0.7"));
        examples.put(
                Ifaddr.class,
                new Ifaddr(ifnet, IpAddress.parse("10.0.0.7"), IpPrefix.parse("10.0.0.0/24"), null, null));
        examples.put(Boolean.class, true);
        examples.put(AddressSpec.class, AddressSpec.parse("10.0.0.7/24"));
        examples.put(RouteSpec.class, route);
        examples.put(DisciplineSpec.class, DisciplineSpec.of("classic"));
        examples.put(IfqControl.Change.class, (IfqControl.Change) old -> old);
        examples.put(QueueChoice.class, QueueChoice.NONE);
        examples.put(SubqueueMap.class, SubqueueMap.CPU);
        examples.put(Regulator.class, new Regulator(1_000_000, 3000));
        examples.put(Media.class, Media.of("autoselect"));
        examples.put(Tunnel.class, new Tunnel(IpAddress.parse("10.0.0.7"), IpAddress.parse("10.0.0.8")));
        examples.put(ControlRequest.class, new Request("something", Privilege.ROUTE));
        examples.put(IfconfPage.Cursor.class, IfconfPage.Cursor.START);
        examples.put(Echo.Listener.class, new Deaf());
        examples.put(Ifaddrs.Claim.class, (Ifaddrs.Claim) (record, address) -> false);
        examples.put(DatagramSpec.class, DatagramSpec.raw(AddressFamily.INET, 99));
        examples.put(DatagramListener.class, (DatagramListener) endpoint -> {});
        Object found = examples.get(type);
        assertTrue(found != null, () -> "no example of " + type + " for " + method);
        return found;
    }
}
