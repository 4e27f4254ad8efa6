package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.BooleanSupplier;

import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.cloner.internal.CloneEngine;
import org.ifnet.control.Credential;
import org.ifnet.control.IfnetControl;
import org.ifnet.core.internal.Core;
import org.ifnet.ether.internal.EtherLink;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifq.internal.QueueEngine;
import org.ifnet.inet.internal.InetDomain;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.Worker;
import org.ifnet.netisr.internal.NetisrEngine;
import org.ifnet.pseudo.epair.internal.EpairCloner;
import org.ifnet.pseudo.loop.internal.LoopCloner;
import org.ifnet.pseudo.loop.internal.LoopLink;
import org.ifnet.route.internal.RouteEngine;

/** The whole interface layer with two netisrs on one Env, wired by hand: what the components do in a container. */
final class Layer {
    static final Credential ROOT = Credential.full("test");
    private static final long PATIENCE = 5_000_000_000L;
    private static final long LOOK_AGAIN = 100_000;

    final Env env;
    final NetisrEngine netisr;
    final MbufPool pool = MbufPool.allocate("conformance", 512);
    final QueueEngine queues;
    final Core core;
    final RouteEngine route;
    private final Worker worker;
    final InetDomain inet;
    final CloneEngine cloners;
    /** What happened, from the first interface on. */
    final Recorder events = new Recorder();

    Layer(Env env) {
        this.env = env;
        netisr = new NetisrEngine(env, 2, null);
        netisr.start();
        queues = new QueueEngine(env, netisr);
        core = new Core(env, netisr, queues, pool);
        core.add(queues.stageLimit());
        core.ifnets().listen(events, false);
        core.add(new EtherLink());
        core.add(new LoopLink());
        route = new RouteEngine(env, netisr, core.ifnets(), core.control());
        route.sysctls().forEach(core::add);
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

    IfnetControl control() {
        return core.control();
    }

    Ifnet ifnet(String name) throws IfnetException {
        return ifnets().require(name);
    }

    /** Attaches a driver by hand. */
    Ifnets.Attachment attach(String name, Card card) throws IfnetException {
        return ifnets().attach(name, card);
    }

    /** Attaches an Ethernet card that does what it is told. */
    Ifnet card(String name) throws IfnetException {
        return attach(name, new Card()).ifnet();
    }

    Ifnet up(Ifnet ifnet) throws IfnetException {
        control().setFlags(ROOT, ifnet, IfFlags.UP, 0);
        return ifnet;
    }

    Ifnet down(Ifnet ifnet) throws IfnetException {
        control().setFlags(ROOT, ifnet, 0, IfFlags.UP);
        return ifnet;
    }

    void address(Ifnet ifnet, String spec) throws IfnetException {
        route.ifaddrs().add(ROOT, ifnet, AddressSpec.parse(spec));
    }

    void sysctl(String name, String value) throws IfnetException {
        core.sysctls().set(ROOT, name, value);
    }

    String sysctl(String name) throws IfnetException {
        return core.sysctls().require(name).get();
    }

    /** What ends with an errno. */
    @FunctionalInterface
    interface Attempt {
        void run() throws IfnetException;
    }

    /** The attempt fails with that errno; the exception, for its message. */
    static IfnetException fails(Errno errno, Attempt attempt) {
        try {
            attempt.run();
        } catch (IfnetException e) {
            assertEquals(errno, e.errno(), e.getMessage());
            return e;
        }
        throw new AssertionError("no " + errno);
    }

    /** Waits until the condition holds, in either kind of time. */
    void await(String what, BooleanSupplier condition) {
        long begin = env.nanoTime();
        while (!condition.getAsBoolean()) {
            if (env.nanoTime() - begin > PATIENCE) {
                throw new AssertionError("not within " + PATIENCE / 1_000_000 + " ms: " + what);
            }
            env.park(LOOK_AGAIN);
        }
    }

    /** Takes everything down in reverse; after a scenario that held, nothing may be left. */
    void close(boolean held) {
        cloners.close();
        core.detachAll();
        core.remove(inet);
        inet.close();
        worker.close();
        route.close();
        core.close();
        netisr.close();
        if (held) {
            assertEquals(List.of(), ifnets().list());
            assertEquals(List.of(), pool.leaks());
            assertEquals(0, pool.outstanding());
            assertEquals(0, netisr.faultCount(), "exceptions on netisrs");
        }
    }
}
