package org.ifnet.config.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.ifnet.DriverState;
import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.IfnetException;
import org.ifnet.control.ControlRecord;
import org.ifnet.control.Credential;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.route.Route;
import org.ifnet.testkit.SimEnv;
import org.ifnet.wire.MacAddress;
import org.junit.jupiter.api.Test;

/** Who loses something and returns gets it back, in the right order. On virtual time. */
class WantedStateTest {
    private static final Credential ROOT = Credential.full("root");
    private static final long LONG = 60_000_000_000L;

    private final WantedRecords records = new WantedRecords();
    private final MachineFake machine = new MachineFake(records);
    private SimEnv env;
    private WantedState state;

    private interface Steps {
        void run() throws IfnetException;
    }

    /** Runs with everybody there; {@link #settle} lets the worker finish. */
    private void simulate(Steps steps) {
        env = new SimEnv(7);
        env.run(() -> {
            state = new WantedState(env, records);
            state.control(machine);
            state.ifaddrs(machine.ifaddrs());
            state.routes(machine);
            state.cloners(machine);
            state.sysctls(machine);
            state.ifnets(machine.table());
            try {
                steps.run();
            } catch (IfnetException e) {
                throw new AssertionError(e);
            }
            state.close();
        });
        assertEquals(List.of(), machine.listeners);
    }

    private void settle() {
        for (long end = env.elapsed() + LONG; env.elapsed() < end; ) {
            env.park(LONG);
        }
    }

    private void configure() throws IfnetException {
        machine.setLladdr(ROOT, machine.plug("em0").ifnet, MacAddress.parse("02:00:00:00:00:09"));
        machine.setMtu(ROOT, machine.ports.get("em0").ifnet, 1400);
        machine.setMetric(ROOT, machine.ports.get("em0").ifnet, 3);
        machine.ifaddrs().add(ROOT, machine.ports.get("em0").ifnet, AddressSpec.parse("192.0.2.1/24"));
        machine.ifaddrs().add(ROOT, machine.ports.get("em0").ifnet, AddressSpec.parse("198.51.100.1/24"));
        machine.setFlags(ROOT, machine.ports.get("em0").ifnet, IfFlags.UP | IfFlags.LINK0, 0);
        machine.add(ROOT, WantedRecordsTest.route("10.0.0.0/8", "192.0.2.9", null));
        settle();
        machine.log.clear();
    }

    @Test
    void asksForNothingThatIsThere() {
        simulate(() -> {
            configure();
            state.control(machine);
            settle();
            assertEquals(List.of(), machine.log);
        });
    }

    @Test
    void restoresAnInterfaceThatReturnsAndThenItsRoutes() {
        simulate(() -> {
            configure();
            machine.unplug("em0");
            machine.plug("em0");
            settle();
            assertEquals(
                    List.of(
                            "em0 mtu 1400",
                            "em0 lladdr 02:00:00:00:00:09",
                            "em0 metric 3",
                            "em0 inet 192.0.2.1",
                            "em0 inet 198.51.100.1",
                            "em0 +LINK0 -",
                            "route 10.0.0.0/8"),
                    machine.log);
            assertEquals(1, machine.routes.size());
        });
    }

    @Test
    void bringsAnInterfaceDownAgainThatWasWantedDown() {
        simulate(() -> {
            configure();
            machine.setFlags(ROOT, machine.ports.get("em0").ifnet, 0, IfFlags.UP);
            machine.unplug("em0");
            MachineFake.Port port = machine.plug("em0");
            settle();
            assertEquals(IfFlags.LINK0, port.flags);
            assertEquals(2, port.addresses.size());
        });
    }

    @Test
    void renamesBeforeAnythingElse() {
        simulate(() -> {
            configure();
            machine.rename(ROOT, machine.ports.get("em0").ifnet, "wan");
            machine.unplug("wan");
            machine.log.clear();
            machine.plug("em0");
            settle();
            assertEquals("em0 name wan", machine.log.get(0));
            assertEquals("wan mtu 1400", machine.log.get(1));
            assertEquals(2, machine.ports.get("wan").addresses.size());
            machine.setMtu(ROOT, machine.ports.get("wan").ifnet, 1300);
            assertEquals(1300, records.ifnet("em0").mtu());
        });
    }

    @Test
    void recreatesClonesInOrderWithTheirParameters() {
        simulate(() -> {
            machine.create(ROOT, "tap3", "host=7");
            machine.create(ROOT, "epair", null);
            machine.ifaddrs().add(ROOT, machine.ports.get("epair0b").ifnet, AddressSpec.parse("192.0.2.1/24"));
            machine.create(ROOT, "tap4", null);
            machine.destroy(ROOT, "tap4");
            settle();
            machine.log.clear();
            List.copyOf(machine.ports.keySet()).forEach(machine::unplug);
            state.clonerCame();
            settle();
            assertEquals(
                    List.of("create tap3 host=7", "create epair0", "epair0b inet 192.0.2.1"),
                    machine.log.subList(0, 3));
            assertEquals(3, machine.ports.size());
        });
    }

    @Test
    void waitsForAClonerThatIsNotThereYet() {
        simulate(() -> {
            machine.create(ROOT, "tap3", null);
            machine.unplug("tap3");
            machine.cloners.clear();
            machine.log.clear();
            state.clonerCame();
            env.park(50_000_000);
            assertEquals(List.of(), machine.log);
            machine.cloners.add("tap");
            settle();
            assertEquals(List.of("create tap3"), machine.log);
        });
    }

    @Test
    void setsAValueWhenItsOwnerReturns() {
        simulate(() -> {
            machine.set(ROOT, "net.inet.ip.forwarding", "1");
            machine.sysctls.clear();
            state.sysctlCame();
            settle();
            assertEquals(0, machine.sysctls.size());
            machine.sysctls.put("net.inet.ip.forwarding", "0");
            state.sysctlCame();
            settle();
            assertEquals("1", machine.sysctls.get("net.inet.ip.forwarding"));
        });
    }

    @Test
    void restoresAddressesAndRoutesWhenTheirEngineReturns() {
        simulate(() -> {
            configure();
            machine.ports.get("em0").addresses.clear();
            machine.routes.clear();
            state.ifaddrs(null);
            state.routes(null);
            state.ifaddrs(machine.ifaddrs());
            state.routes(machine);
            settle();
            assertEquals(2, machine.ports.get("em0").addresses.size());
            assertEquals(1, machine.routes.size());
        });
    }

    @Test
    void isContentWithARouteThatLooksDifferent() {
        simulate(() -> {
            configure();
            Route there = machine.routes.get(0);
            machine.routes.set(0, new Route(there.destination(), null, there.ifnet(), there.flags(), null));
            state.routes(machine);
            settle();
            assertEquals(List.of("route 10.0.0.0/8"), machine.log, "asked once, and not again");
        });
    }

    @Test
    void goesOnWithOthersWhenOneDriverDoesNotAnswer() {
        simulate(() -> {
            configure();
            records.controlled(new ControlRecord.Mtu("root", "em1", 1300));
            machine.broken = "em0";
            machine.unplug("em0");
            machine.plug("em0");
            MachineFake.Port other = machine.plug("em1");
            settle();
            assertEquals(1300, other.mtu);
            assertEquals(
                    List.of("em0 mtu 1400"),
                    machine.log.stream().filter(l -> l.startsWith("em0")).toList(),
                    "asked once, and not again");
        });
    }

    @Test
    void triesAgainWhatFailedForAMoment() {
        simulate(() -> {
            configure();
            machine.broken = "em0";
            machine.error = Errno.EBUSY;
            machine.unplug("em0");
            MachineFake.Port port = machine.plug("em0");
            env.park(30_000_000);
            assertTrue(port.addresses.isEmpty());
            machine.broken = "";
            settle();
            assertEquals(2, port.addresses.size());
            assertEquals(1, machine.routes.size());
        });
    }

    @Test
    void leavesAQuarantinedInterfaceAlone() {
        simulate(() -> {
            configure();
            machine.unplug("em0");
            MachineFake.Port port = machine.plug("em0");
            port.driver = DriverState.QUARANTINED;
            settle();
            assertEquals(
                    List.of(),
                    machine.log.stream().filter(l -> l.startsWith("em0")).toList());
        });
    }

    @Test
    void doesNotBringBackWhatWasDeletedMeanwhile() {
        simulate(() -> {
            configure();
            machine.unplug("em0");
            machine.delete(ROOT, WantedRecordsTest.route("10.0.0.0/8", "192.0.2.9", null));
            records.controlled(new ControlRecord.AddressDeleted("root", "em0", AddressSpec.parse("192.0.2.1/24")));
            MachineFake.Port port = machine.plug("em0");
            settle();
            assertEquals(1, port.addresses.size());
            assertEquals(0, machine.routes.size());
        });
    }
}
