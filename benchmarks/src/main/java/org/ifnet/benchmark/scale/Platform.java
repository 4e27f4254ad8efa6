package org.ifnet.benchmark.scale;

import org.ifnet.IfnetGroups;
import org.ifnet.Ifnets;
import org.ifnet.cloner.Cloners;
import org.ifnet.cloner.internal.CloneEngine;
import org.ifnet.config.internal.WantedRecords;
import org.ifnet.config.internal.WantedState;
import org.ifnet.control.Credential;
import org.ifnet.control.IfnetControl;
import org.ifnet.core.internal.Core;
import org.ifnet.ether.internal.EtherLink;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.Ifmaddrs;
import org.ifnet.ifq.internal.QueueEngine;
import org.ifnet.inet.internal.InetDomain;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Worker;
import org.ifnet.netisr.internal.NetisrEngine;
import org.ifnet.netisr.internal.RealEnv;
import org.ifnet.pseudo.epair.internal.EpairCloner;
import org.ifnet.pseudo.loop.internal.LoopCloner;
import org.ifnet.pseudo.loop.internal.LoopLink;
import org.ifnet.route.internal.RouteEngine;

/** Every engine on real threads, wired as the components do it in a container; used through its services only. */
final class Platform implements AutoCloseable {
    static final Credential ROOT = Credential.full("benchmark");

    private static final int FRAMES = 16_384;

    private final NetisrEngine netisr;
    private final Core core;
    private final RouteEngine route;
    private final Worker worker;
    private final InetDomain inet;
    private final CloneEngine cloners;
    private final WantedState wanted;

    Platform() {
        RealEnv env = new RealEnv();
        MbufPool pool = MbufPool.allocate("main", FRAMES);
        netisr = new NetisrEngine(env, Runtime.getRuntime().availableProcessors(), null);
        netisr.start();
        core = new Core(env, netisr, new QueueEngine(env, netisr), pool);
        core.add(new EtherLink());
        core.add(new LoopLink());
        route = new RouteEngine(env, netisr, core.ifnets(), core.control());
        worker = new Worker(env, "ifnet-inet", Throwable::printStackTrace);
        inet = new InetDomain(env, netisr, pool, core.ifnets(), route.ifaddrs(), core.ifmaddrs(), route.fib(), worker);
        core.add(inet);
        cloners = new CloneEngine(env, core.ifnets());
        WantedRecords records = new WantedRecords();
        core.add(records);
        route.addControlListener(records);
        cloners.addListener(records);
        wanted = new WantedState(env, records);
        wanted.control(core.control());
        wanted.ifaddrs(route.ifaddrs());
        wanted.routes(route.routes());
        wanted.ifnets(core.ifnets());
        cloners.add(new LoopCloner());
        cloners.add(new EpairCloner(env));
        wanted.cloners(cloners);
    }

    Ifnets ifnets() {
        return core.ifnets();
    }

    IfnetControl control() {
        return core.control();
    }

    Ifaddrs ifaddrs() {
        return route.ifaddrs();
    }

    IfnetGroups groups() {
        return core.groups();
    }

    Ifmaddrs ifmaddrs() {
        return core.ifmaddrs();
    }

    Cloners cloners() {
        return cloners;
    }

    @Override
    public void close() {
        wanted.close();
        cloners.close();
        core.detachAll();
        core.remove(inet);
        inet.close();
        worker.close();
        route.close();
        core.close();
        netisr.close();
    }
}
