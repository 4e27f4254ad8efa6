package org.ifnet.benchmark.fib;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.cloner.internal.CloneEngine;
import org.ifnet.control.Credential;
import org.ifnet.core.internal.Core;
import org.ifnet.ether.internal.EtherLink;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.ifq.internal.QueueEngine;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.internal.NetisrEngine;
import org.ifnet.netisr.internal.RealEnv;
import org.ifnet.pseudo.epair.internal.EpairCloner;
import org.ifnet.route.Fib;
import org.ifnet.route.RouteSpec;
import org.ifnet.route.Routes;
import org.ifnet.route.internal.RouteEngine;

/** Interfaces, addresses and routes on real threads, with one interface behind which all gateways are. */
final class Layer {
    static final Credential ROOT = Credential.full("benchmark");
    static final int GATEWAYS = 64;

    private final RouteEngine route;

    Layer() throws IfnetException {
        RealEnv env = new RealEnv();
        MbufPool pool = MbufPool.allocate("main", 1024);
        NetisrEngine netisr = new NetisrEngine(env, Runtime.getRuntime().availableProcessors(), null);
        netisr.start();
        Core core = new Core(env, netisr, new QueueEngine(env, netisr), pool);
        core.add(new EtherLink());
        route = new RouteEngine(env, netisr, core.ifnets(), core.control());
        CloneEngine cloners = new CloneEngine(env, core.ifnets());
        cloners.add(new EpairCloner(env));
        String name = cloners.create(ROOT, "epair", null);
        Ifnet ifnet = core.ifnets().require(name);
        core.control().setFlags(ROOT, ifnet, IfFlags.UP, 0);
        route.ifaddrs().add(ROOT, ifnet, AddressSpec.parse("100.64.0.1/24"));
        route.ifaddrs().add(ROOT, ifnet, AddressSpec.parse("fd00::1/64"));
    }

    Routes routes() {
        return route.routes();
    }

    Fib fib() {
        return route.fib();
    }

    static List<RouteSpec> routes(List<IpPrefix> prefixes) {
        List<RouteSpec> routes = new ArrayList<>(prefixes.size());
        for (IpPrefix to : prefixes) {
            routes.add(route(to, FullTable.gateway(to, GATEWAYS)));
        }
        return routes;
    }

    static RouteSpec route(IpPrefix to, int gateway) {
        int host = 2 + Math.floorMod(gateway, GATEWAYS);
        IpAddress through = to.address().isV4()
                ? IpAddress.v4(100 << 24 | 64 << 16 | host)
                : IpAddress.v6(0xfd00_0000_0000_0000L, host);
        return new RouteSpec(to, through, null, 0);
    }
}
