package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.control.Credential;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.netisr.EnvThread;
import org.ifnet.route.Route;
import org.ifnet.route.RouteSpec;
import org.ifnet.wire.MacAddress;
import org.junit.jupiter.api.Test;

/** Reference 7: routes, and what 1.7 promises of them while interfaces go down and come up. */
class Section7RoutesIT {
    private static final Credential NOBODY = new Credential("nobody", Set.of());
    private static final int UDP = 17;
    private static final long WHILE_DOWN = 200_000;

    private static RouteSpec spec(String to, String gateway) {
        return new RouteSpec(IpPrefix.parse(to), IpAddress.parse(gateway), null, 0);
    }

    private static void add(Layer layer, String to, String gateway) throws Exception {
        layer.route.routes().add(Layer.ROOT, spec(to, gateway));
    }

    /** 7.3: what each thing that cannot be is called. */
    @Test
    void aRouteThatCannotBeIsRefusedWithTheErrorOfTheOriginal() {
        Both.run(layer -> {
            layer.address(layer.card("em0"), "10.0.0.1/24");
            add(layer, "10.9.0.0/16", "10.0.0.9");
            List<Route> before = layer.route.routes().list(AddressFamily.INET);
            Layer.fails(Errno.EEXIST, () -> layer.route.routes().add(Layer.ROOT, spec("10.9.0.0/16", "10.0.0.8")));
            Layer.fails(Errno.EEXIST, () -> layer.route.routes().add(Layer.ROOT, spec("10.0.0.0/24", "10.0.0.8")));
            Layer.fails(Errno.ESRCH, () -> layer.route.routes().delete(Layer.ROOT, spec("10.8.0.0/16", "10.0.0.8")));
            Layer.fails(
                    Errno.EADDRNOTAVAIL, () -> layer.route.routes().add(Layer.ROOT, spec("10.0.0.9/32", "10.0.0.9")));
            Layer.fails(Errno.EDQUOT, () -> layer.route.routes().add(Layer.ROOT, spec("10.0.0.0/25", "10.0.0.9")));
            Layer.fails(Errno.ENETUNREACH, () -> layer.route.routes().add(Layer.ROOT, spec("10.7.0.0/16", "10.5.0.9")));
            Layer.fails(Errno.EPERM, () -> layer.route.routes().add(NOBODY, spec("10.7.0.0/16", "10.0.0.9")));
            assertEquals(before, layer.route.routes().list(AddressFamily.INET), "nothing changed");
        });
    }

    /** INV of 1.7: the platform keeps static routes of an interface that is down, and does not use them. */
    @Test
    void aStaticRouteSleepsWhileItsInterfaceIsDown() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            layer.address(em0, "10.0.0.1/24");
            add(layer, "10.9.0.0/16", "10.0.0.9");
            int there = IpAddress.parse("10.9.1.1").v4();
            layer.down(em0);
            assertNull(layer.route.fib().lookup4(there));
            assertTrue(layer.route.routes().list(AddressFamily.INET).stream()
                    .anyMatch(r -> r.destination().equals(IpPrefix.parse("10.9.0.0/16")) && (r.flags() & 1) == 0));
            layer.up(em0);
            assertNotNull(layer.route.fib().lookup4(there));
        });
    }

    @Test
    void downAndUpAThousandTimesUnderTrafficLeavesRoutesIdenticalAndNothingLeavesWhileDown() {
        Both.onRealThreads(layer -> downAndUp(layer, 1000));
        Both.inSimulation(5, layer -> downAndUp(layer, 30));
    }

    private static void downAndUp(Layer layer, int times) throws Exception {
        Card card = new Card();
        Ifnet em0 = layer.attach("em0", card).ifnet();
        layer.address(em0, "10.0.0.1/24");
        layer.address(em0, "10.0.0.2/24");
        layer.address(em0, "10.1.0.1/16");
        add(layer, "10.9.0.0/16", "10.0.0.9");
        layer.inet.arp().set(Layer.ROOT, IpAddress.parse("10.0.0.9"), MacAddress.parse("02:00:00:00:00:99"));
        List<Route> before = layer.route.routes().list(AddressFamily.INET);
        AtomicBoolean ends = new AtomicBoolean();
        EnvThread sender = layer.env.start("sender", () -> send(layer, ends));
        for (int i = 0; i < times; i++) {
            long sent = card.sent.get();
            layer.await("traffic", () -> card.sent.get() > sent);
            layer.down(em0);
            long whenDown = card.sent.get();
            layer.env.park(WHILE_DOWN);
            assertEquals(whenDown, card.sent.get(), "left through an interface that is down");
            layer.up(em0);
            assertEquals(before, layer.route.routes().list(AddressFamily.INET));
            layer.inet.arp().set(Layer.ROOT, IpAddress.parse("10.0.0.9"), MacAddress.parse("02:00:00:00:00:99"));
        }
        ends.set(true);
        assertTrue(sender.join(5_000_000_000L));
    }

    private static void send(Layer layer, AtomicBoolean ends) {
        IpAddress far = IpAddress.parse("10.9.1.1");
        while (!ends.get()) {
            Mbuf m = layer.pool.alloc();
            if (m != null) {
                m.append(8);
                for (int i = 0; i < 8; i++) {
                    m.put8(i, 0);
                }
                layer.inet.output().send(m, null, far, UDP, 0, null, false);
            }
            layer.env.park(1_000);
        }
    }
}
