package org.ifnet.config.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.List;

import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.LinkState;
import org.ifnet.cloner.internal.CloneEngine;
import org.ifnet.control.Credential;
import org.ifnet.core.internal.Core;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ether.internal.EtherLink;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.QueueChoice;
import org.ifnet.ifq.Regulator;
import org.ifnet.ifq.internal.QueueEngine;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.internal.NetisrEngine;
import org.ifnet.netisr.internal.RealEnv;
import org.ifnet.pseudo.epair.internal.EpairCloner;
import org.ifnet.pseudo.loop.internal.LoopCloner;
import org.ifnet.pseudo.loop.internal.LoopLink;
import org.ifnet.route.RouteSpec;
import org.ifnet.route.internal.RouteEngine;
import org.ifnet.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real engines, on real threads: each of them goes and returns, and what was configured is there again. */
@Timeout(60)
class PlatformTest {
    private static final Credential ROOT = Credential.full("root");
    private static final Duration SOON = Duration.ofSeconds(10);

    private final RealEnv env = new RealEnv();
    private final MbufPool pool = MbufPool.allocate("test", 512);
    private final NetisrEngine netisr = new NetisrEngine(env, 2, null);
    private final WantedRecords records = new WantedRecords();
    private final LoopCloner lo = new LoopCloner();
    private final EpairCloner epair = new EpairCloner(env);
    private final WantedState state = new WantedState(env, records);
    private Core core;
    private RouteEngine route;
    private CloneEngine cloners;

    private static final QueueChoice QUEUE = QueueChoice.NONE
            .withLimit(77, 0)
            .withRegulator(new Regulator(9_000_000, 3000))
            .withDiscipline(DisciplineSpec.of("priq"), true);

    PlatformTest() throws IfnetException {
        netisr.start();
        startCore();
        startRoute();
        startCloners();
        cloners.create(ROOT, "epair", null);
        route.ifaddrs().add(ROOT, ifnet("lo0"), AddressSpec.parse("127.0.0.1/8"));
        route.ifaddrs().add(ROOT, ifnet("epair0a"), AddressSpec.parse("192.0.2.1/24"));
        core.control().setFlags(ROOT, ifnet("epair0b"), IfFlags.UP, 0);
        core.control().setMtu(ROOT, ifnet("epair0a"), 1400);
        core.control().setTsoLength(ROOT, ifnet("epair0a"), 9000);
        core.control().setPolling(ROOT, ifnet("epair0a"), true);
        core.groups().join(ROOT, ifnet("epair0a"), "wan");
        core.control().queues().choose(ROOT, ifnet("epair0a"), QUEUE);
        core.control().rename(ROOT, ifnet("epair0b"), "far");
        route.routes().add(ROOT, new RouteSpec(IpPrefix.parse("10.0.0.0/8"), IpAddress.parse("192.0.2.9"), null, 0));
        core.sysctls().set(ROOT, "net.link.detach_timeout", "1900");
    }

    private void startCore() {
        core = new Core(env, netisr, new QueueEngine(env, netisr), pool);
        core.add(new LoopLink());
        core.add(new EtherLink());
        core.add(records);
        state.sysctls(core.sysctls());
        state.control(core.control());
        state.groups(core.groups());
        state.ifnets(core.ifnets());
    }

    private void stopCore() {
        core.detachAll();
        state.ifnets(null);
        state.groups(null);
        state.control(null);
        state.sysctls(null);
        core.close();
    }

    private void startRoute() {
        route = new RouteEngine(env, netisr, core.ifnets(), core.control());
        route.addControlListener(records);
        state.routes(route.routes());
        state.ifaddrs(route.ifaddrs());
    }

    private void stopRoute() {
        state.ifaddrs(null);
        state.routes(null);
        route.close();
    }

    private void startCloners() {
        cloners = new CloneEngine(env, core.ifnets());
        cloners.addListener(records);
        cloners.add(lo);
        state.cloners(cloners);
        cloners.add(epair);
        state.clonerCame();
    }

    private void stopCloners() {
        state.cloners(null);
        cloners.close();
    }

    @AfterEach
    void leavesNothing() {
        state.close();
        stopRoute();
        stopCloners();
        stopCore();
        netisr.close();
        assertEquals(List.of(), pool.leaks());
    }

    private Ifnet ifnet(String name) throws IfnetException {
        return core.ifnets().require(name);
    }

    private boolean isConfigured() {
        Ifnet a = core.ifnets().byName("epair0a");
        Ifnet b = core.ifnets().byName("far");
        Ifnet loop = core.ifnets().byName("lo0");
        return a != null
                && b != null
                && loop != null
                && a.isUsable()
                && b.isUsable()
                && loop.isUsable()
                && a.mtu() == 1400
                && a.tsoLength() == 9000
                && a.has(IfFlags.NPOLLING)
                && a.groups().contains("wan")
                && a.queue().maxLength() == 77
                && new Regulator(9_000_000, 3000).equals(a.queue().regulator())
                && DisciplineSpec.of("priq").equals(a.queue().discipline())
                && a.queue().isDisciplineEnabled()
                && a.linkState() == LinkState.UP
                && route.ifaddrs().list(a).size() == 1
                && route.ifaddrs().list(loop).size() == 1
                && route.routes().list(AddressFamily.INET).stream()
                        .anyMatch(r -> r.destination().equals(IpPrefix.parse("10.0.0.0/8")));
    }

    private void awaitConfigured() {
        Await.until(() -> core.ifnets().list() + " wanted " + WantedText.write(records), this::isConfigured, SOON);
    }

    @Test
    void isConfiguredAtFirst() {
        awaitConfigured();
    }

    @Test
    void restoresAClonerThatReturns() {
        cloners.remove(epair);
        assertFalse(isConfigured());
        cloners.add(epair);
        state.clonerCame();
        awaitConfigured();
    }

    @Test
    void restoresEverythingWhenTheAddressEngineReturns() throws IfnetException {
        stopRoute();
        startRoute();
        awaitConfigured();
    }

    @Test
    void restoresEverythingWhenTheClonersReturn() {
        stopCloners();
        startCloners();
        awaitConfigured();
    }

    @Test
    void restoresNamesThatWereExchanged() throws IfnetException {
        core.control().rename(ROOT, ifnet("far"), "near");
        core.control().rename(ROOT, ifnet("epair0a"), "epair0b");
        core.control().rename(ROOT, ifnet("near"), "epair0a");
        core.control().setMtu(ROOT, ifnet("epair0a"), 1300);
        stopCloners();
        startCloners();
        Await.until(
                () -> core.ifnets().list() + " wanted " + WantedText.write(records),
                () -> hasMtu("epair0a", 1300)
                        && hasMtu("epair0b", 1400)
                        && core.ifnets().list().size() == 3,
                SOON);
    }

    private boolean hasMtu(String name, int mtu) {
        Ifnet found = core.ifnets().byName(name);
        return found != null && found.mtu() == mtu;
    }

    @Test
    void restoresEverythingWhenCoreReturns() throws IfnetException {
        stopRoute();
        stopCloners();
        stopCore();
        startCore();
        startRoute();
        startCloners();
        awaitConfigured();
        Await.until(
                () -> core.sysctls()
                        .list("net.link.detach_timeout")
                        .get(0)
                        .get()
                        .equals("1900"),
                SOON);
    }

    @Test
    void forgetsAPairThatWasDestroyed() throws IfnetException {
        awaitConfigured();
        cloners.destroy(ROOT, "far");
        cloners.remove(epair);
        cloners.add(epair);
        state.clonerCame();
        assertEquals("epair0a", cloners.create(ROOT, "epair", null));
        assertFalse(ifnet("epair0a").has(IfFlags.UP));
        assertEquals(1500, ifnet("epair0b").mtu());
    }
}
