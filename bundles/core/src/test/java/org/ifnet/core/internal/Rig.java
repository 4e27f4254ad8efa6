package org.ifnet.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.control.Credential;
import org.ifnet.control.IfnetControl;
import org.ifnet.ifq.internal.QueueEngine;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.internal.NetisrEngine;
import org.ifnet.netisr.internal.RealEnv;
import org.ifnet.testkit.Await;

/** Core on real threads, with a link layer that counts; {@link #close} sees that nothing is left of it. */
final class Rig implements AutoCloseable {
    static final Credential ROOT = Credential.full("test");

    final RealEnv env = new RealEnv();
    final NetisrEngine netisr;
    final MbufPool pool = MbufPool.allocate("test", 2048, 256, 64);
    final Core core;
    final PlainLink link = new PlainLink();
    private final Set<Thread> before = threads();
    /** Threads that a test leaves in a driver on purpose. */
    int lost;
    /** Exceptions that a test throws on netisrs on purpose. */
    int faults;

    Rig() {
        netisr = new NetisrEngine(env, 2, null);
        netisr.start();
        core = new Core(env, netisr, new QueueEngine(env, netisr), pool);
        core.add(link);
    }

    Ifnets ifnets() {
        return core.ifnets();
    }

    IfnetControl control() {
        return core.control();
    }

    Whiteboard whiteboard() {
        return core.whiteboard();
    }

    CoreIfnet ifnet(String name) throws IfnetException {
        return (CoreIfnet) ifnets().require(name);
    }

    Ifnet up(Ifnet ifnet) throws IfnetException {
        control().setFlags(ROOT, ifnet, IfFlags.UP, 0);
        return ifnet;
    }

    void down(Ifnet ifnet) throws IfnetException {
        control().setFlags(ROOT, ifnet, 0, IfFlags.UP);
    }

    void detach(CoreIfnet ifnet) {
        core.lifecycle().detach(ifnet);
    }

    void sysctl(String name, int value) throws IfnetException {
        core.sysctls().set(ROOT, name, Integer.toString(value));
    }

    static void await(String what, BooleanSupplier condition) {
        Await.until(what, condition, Duration.ofSeconds(10));
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("ifnet-"))
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        core.close();
        netisr.close();
        assertEquals(faults, netisr.faultCount(), "exceptions on netisrs");
        Await.until(() -> "packets left: " + pool.leaks(), () -> pool.leaks().isEmpty(), Duration.ofSeconds(2));
        Await.until(() -> "threads left: " + left(), () -> left().size() <= lost, Duration.ofSeconds(2));
        assertEquals(List.of(), ifnets().list());
    }

    private Set<Thread> left() {
        Set<Thread> now = threads();
        now.removeAll(before);
        return now;
    }
}
