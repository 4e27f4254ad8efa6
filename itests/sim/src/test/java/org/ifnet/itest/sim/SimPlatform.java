package org.ifnet.itest.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.cloner.internal.CloneEngine;
import org.ifnet.control.Credential;
import org.ifnet.core.internal.Core;
import org.ifnet.ether.internal.EtherLink;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifq.internal.QueueEngine;
import org.ifnet.inet.internal.InetDomain;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Worker;
import org.ifnet.netisr.internal.NetisrEngine;
import org.ifnet.pseudo.epair.internal.EpairCloner;
import org.ifnet.pseudo.loop.internal.LoopCloner;
import org.ifnet.pseudo.loop.internal.LoopLink;
import org.ifnet.route.internal.RouteEngine;
import org.ifnet.testkit.SimEnv;

/** Every engine, wired by hand on one Env: what the components do in a container. */
final class SimPlatform {
    static final Credential ROOT = Credential.full("test");
    private static final int FRAMES = 256;
    private static final int FRAME_SIZE = 512;
    private static final int HEADROOM = 64;

    final SimEnv env;
    final Dice dice;
    final Violations violations = new Violations();
    final NetisrEngine netisr;
    final MbufPool pool = MbufPool.allocate("sim", FRAMES, FRAME_SIZE, HEADROOM);
    final Core core;
    final RouteEngine route;
    private final Worker worker;
    final InetDomain inet;
    final CloneEngine cloners;

    SimPlatform(SimEnv env, int cpus) {
        this.env = env;
        dice = new Dice(env);
        netisr = new NetisrEngine(env, cpus, null);
        netisr.start();
        core = new Core(env, netisr, new QueueEngine(env, netisr), pool);
        core.add(new EtherLink());
        core.add(new LoopLink());
        route = new RouteEngine(env, netisr, core.ifnets(), core.control());
        worker = new Worker(env, "ifnet-inet", Throwable::printStackTrace);
        inet = new InetDomain(env, netisr, pool, core.ifnets(), route.ifaddrs(), core.ifmaddrs(), route.fib(), worker);
        core.add(inet);
        cloners = new CloneEngine(env, core.ifnets());
        cloners.add(new LoopCloner());
        cloners.add(new EpairCloner(env));
    }

    Ifnets ifnets() {
        return core.ifnets();
    }

    /** Gives an interface an address, which brings it up. */
    void address(String ifnet, String address) throws IfnetException {
        route.ifaddrs().add(ROOT, ifnets().require(ifnet), AddressSpec.parse(address));
    }

    /** Lets so much time pass: a park may end for no reason. */
    void pass(long nanos) {
        long begin = env.nanoTime();
        for (long left = nanos; left > 0; left = nanos - (env.nanoTime() - begin)) {
            env.park(left);
        }
    }

    /** Takes everything down in reverse and checks that nothing is left. */
    void close() {
        cloners.close();
        core.detachAll();
        core.remove(inet);
        inet.close();
        worker.close();
        route.close();
        core.close();
        netisr.close();
        violations.check();
        assertEquals(0, netisr.faultCount(), "exceptions on netisrs");
        assertEquals(List.of(), pool.leaks());
        assertEquals(0, pool.outstanding());
    }
}
