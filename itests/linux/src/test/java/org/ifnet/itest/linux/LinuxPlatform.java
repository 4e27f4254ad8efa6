package org.ifnet.itest.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.control.Credential;
import org.ifnet.control.Sysctl;
import org.ifnet.core.internal.Core;
import org.ifnet.driver.IfnetDriver;
import org.ifnet.driver.afpacket.internal.AfPacketDriver;
import org.ifnet.driver.tap.internal.TapDriver;
import org.ifnet.ether.internal.EtherLink;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifq.internal.QueueEngine;
import org.ifnet.inet.internal.InetDomain;
import org.ifnet.inet6.Address6State;
import org.ifnet.inet6.internal.Inet6Domain;
import org.ifnet.linux.internal.EpollWaiterFactory;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Worker;
import org.ifnet.netisr.internal.NetisrEngine;
import org.ifnet.netisr.internal.RealEnv;
import org.ifnet.route.internal.RouteEngine;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/** Every engine, wired by hand on real threads and epoll, with cables into namespaces. */
final class LinuxPlatform implements AutoCloseable {
    static final Credential ROOT = Credential.full("test");
    private static final int FRAMES = 8192;
    private static final long PATIENCE_NANOS = 2_000_000_000L;

    /** How an interface of ours is connected with a namespace. */
    enum Wire {
        TAP,
        AFPACKET
    }

    /** An interface of ours and the host's device at the other end. */
    record Cable(Ifnet ifnet, String hostDevice) {}

    final Env env = new RealEnv();
    final MbufPool pool = MbufPool.allocate("itest", FRAMES);
    final NetisrEngine netisr = new NetisrEngine(env, 2, new EpollWaiterFactory());
    final Core core;
    final RouteEngine route;
    final InetDomain inet;
    final @Nullable Inet6Domain inet6;
    private final Worker worker;
    private @Nullable Worker worker6;
    private final EtherLink ether = new EtherLink();
    private final List<Ifnets.Attachment> attachments = new ArrayList<>();
    private final List<Capture> watches = new ArrayList<>();
    private int units;

    /** The kernel holds its own lock while it takes down namespaces, and a driver that asks it for something waits. */
    private void patient(String limit) {
        try {
            core.sysctls().require(limit).set(Long.toString(PATIENCE_NANOS / 1_000_000));
        } catch (IfnetException e) {
            throw new IllegalStateException(e);
        }
    }

    LinuxPlatform() {
        this(false);
    }

    /** @param six with IPv6 as well */
    LinuxPlatform(boolean six) {
        netisr.start();
        // A machine that builds three things at once keeps threads waiting for long; drivers here do not hang.
        netisr.stuckLimitNanos(PATIENCE_NANOS);
        core = new Core(env, netisr, new QueueEngine(env, netisr), pool);
        patient("net.link.driver_limit");
        core.add(ether);
        route = new RouteEngine(env, netisr, core.ifnets(), core.control());
        worker = new Worker(env, "ifnet-inet", Throwable::printStackTrace);
        inet = new InetDomain(env, netisr, pool, core.ifnets(), route.ifaddrs(), core.ifmaddrs(), route.fib(), worker);
        core.add(inet);
        inet6 = six ? six() : null;
    }

    private Inet6Domain six() {
        Worker its = new Worker(env, "ifnet-inet6", Throwable::printStackTrace);
        worker6 = its;
        Inet6Domain domain = new Inet6Domain(
                env, netisr, pool, core.ifnets(), route.ifaddrs(), core.ifmaddrs(), route.fib(), route.routes(), its);
        core.add(domain);
        return domain;
    }

    /** A cable that is up, without addresses but those that both ends make themselves. */
    Cable connect(Namespaces namespaces, Namespaces.Namespace host, Wire wire) throws IfnetException {
        Cable cable = cable(namespaces, host, wire);
        core.control().setFlags(ROOT, cable.ifnet, IfFlags.UP, 0);
        return cable;
    }

    /** Lays a cable: both ends get their address ({@code ADDR/LEN}) and are up when it returns. */
    Cable connect(Namespaces namespaces, Namespaces.Namespace host, Wire wire, String ours, String theirs)
            throws IfnetException {
        Cable cable = cable(namespaces, host, wire);
        host.ip("addr add " + theirs + " dev " + cable.hostDevice);
        core.control().setFlags(ROOT, cable.ifnet, IfFlags.UP, 0);
        route.ifaddrs().add(ROOT, cable.ifnet, AddressSpec.parse(ours));
        return cable;
    }

    /** The state of an IPv6 address, as ifconfig shows it. */
    String words(Cable cable, String address) {
        Inet6Domain six = Objects.requireNonNull(inet6);
        for (Ifaddr a : route.ifaddrs().list(cable.ifnet())) {
            if (a.address().withZone("").equals(IpAddress.parse(address))) {
                Address6State state = six.states().state(a);
                return state == null ? "unknown" : state.words().trim();
            }
        }
        return "absent";
    }

    /** Waits until no duplicate of an IPv6 address was found. */
    void settled(Cable cable, String address) {
        DriverBench.await(address + " is ours", () -> words(cable, address).isEmpty());
    }

    private Cable cable(Namespaces namespaces, Namespaces.Namespace host, Wire wire) throws IfnetException {
        Cable cable = wire == Wire.TAP ? tap(namespaces, host) : afpacket(namespaces, host);
        Capture watch = Dissected.Dissection.watch(host, cable.hostDevice);
        if (watch != null) {
            watches.add(watch);
        }
        return cable;
    }

    private Cable tap(Namespaces namespaces, Namespaces.Namespace host) throws IfnetException {
        String device = namespaces.deviceName();
        String name = "tap" + units++;
        Ifnet ifnet = attach(name, new TapDriver(name, "dev " + device, MacAddress.local(env.random())));
        namespaces.move(device, host);
        host.ip("link set " + device + " up");
        return new Cable(ifnet, device);
    }

    private Cable afpacket(Namespaces namespaces, Namespaces.Namespace host) throws IfnetException {
        String peer = "peer" + units;
        String device = namespaces.veth(host, peer);
        return new Cable(attach("em" + units++, new AfPacketDriver(device, null)), peer);
    }

    Ifnet attach(String name, IfnetDriver driver) throws IfnetException {
        Ifnets.Attachment attachment = core.ifnets().attach(name, driver);
        attachments.add(attachment);
        return attachment.ifnet();
    }

    void sysctl(String name, String value) throws IfnetException {
        List<Sysctl> all = new ArrayList<>(inet.sysctls());
        if (inet6 != null) {
            all.addAll(inet6.sysctls());
        }
        Sysctl node =
                all.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
        node.set(value);
    }

    /** Takes everything down in reverse and checks that no mbuf is left. */
    @Override
    public void close() {
        watches.forEach(watch -> Dissected.Dissection.keep(watch.end()));
        attachments.forEach(Ifnets.Attachment::detach);
        core.detachAll();
        core.remove(inet);
        inet.close();
        worker.close();
        if (inet6 != null && worker6 != null) {
            core.remove(inet6);
            inet6.close();
            worker6.close();
        }
        route.close();
        core.close();
        netisr.close();
        assertEquals(List.of(), pool.leaks());
        assertEquals(0, pool.outstanding());
    }
}
