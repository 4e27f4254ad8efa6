package org.ifnet.route.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.Registration;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.route.NextHop;
import org.ifnet.route.Route;
import org.ifnet.route.RouteFlags;
import org.ifnet.route.RouteMessage;
import org.ifnet.route.RouteMetrics;
import org.ifnet.route.RouteSpec;
import org.ifnet.route.Routes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MultipathTest {
    private static final IpPrefix NET = IpPrefix.parse("10.0.0.0/8");

    private final Net net = new Net();
    private final Routes routes = net.engine.routes();
    private final Net.Port em0 = net.ether("em0");
    private final Net.Port em1 = net.ether("em1");

    @BeforeEach
    void addresses() throws IfnetException {
        net.engine.ifaddrs().add(Net.ROOT, em0.ifnet, AddressSpec.parse("192.0.2.1/24"));
        net.engine.ifaddrs().add(Net.ROOT, em1.ifnet, AddressSpec.parse("198.51.100.1/24"));
    }

    private static RouteSpec spec(String gateway, int flags, RouteMetrics metrics) {
        return new RouteSpec(NET, gateway == null ? null : IpAddress.parse(gateway), null, flags, metrics);
    }

    private static RouteSpec beside(String gateway) {
        return spec(gateway, RouteFlags.MPATH, RouteMetrics.NONE);
    }

    private NextHop found() {
        return net.engine.fib().lookup4(IpAddress.parse("10.1.2.3").v4());
    }

    private List<String> listed() {
        return routes.list(AddressFamily.INET).stream()
                .filter(r -> r.destination().equals(NET))
                .map(r -> r.gateway() + " " + RouteFlags.letters(r.flags()) + " "
                        + r.ifnet().name())
                .toList();
    }

    private static Errno refused(Routes routes, RouteSpec spec) {
        return assertThrows(IfnetException.class, () -> routes.add(Net.ROOT, spec))
                .errno();
    }

    private void addThree() throws IfnetException {
        routes.add(Net.ROOT, spec("192.0.2.9", 0, RouteMetrics.NONE));
        routes.add(Net.ROOT, beside("198.51.100.9"));
        routes.add(Net.ROOT, beside("192.0.2.8"));
    }

    @Test
    void spreadsFlowsOverItsPathsAndKeepsEachOnOne() throws IfnetException {
        addThree();
        NextHop hop = found();
        assertTrue(hop.isMultipath());
        int[] taken = new int[3];
        Random random = new Random(11);
        for (int i = 0; i < 30_000; i++) {
            int hash = random.nextInt();
            NextHop path = hop.path(hash);
            assertSame(path, hop.path(hash));
            assertFalse(path.isMultipath());
            taken[hop.paths().indexOf(path)]++;
        }
        for (int n : taken) {
            assertEquals(10_000, n, 500);
        }
        assertTrue(hop.leadsTo(em1.ifnet, 0, IpAddress.parse("198.51.100.9").v4() & 0xffff_ffffL));
        assertFalse(hop.leadsTo(em0.ifnet, 0, IpAddress.parse("198.51.100.9").v4() & 0xffff_ffffL));
    }

    @Test
    void usesOnlyPathsWhoseInterfaceIsUp() throws IfnetException {
        addThree();
        List<String> before = listed();
        assertEquals(List.of("192.0.2.9 UGSP em0", "198.51.100.9 UGSP em1", "192.0.2.8 UGSP em0"), before);
        em0.down();
        assertEquals(List.of("192.0.2.9 GSP em0", "198.51.100.9 UGSP em1", "192.0.2.8 GSP em0"), listed());
        NextHop left = found();
        assertFalse(left.isMultipath());
        assertSame(em1.ifnet, left.ifnet());
        em1.down();
        assertNull(found());
        em0.up();
        em1.up();
        assertEquals(before, listed());
        assertEquals(3, found().paths().size());
    }

    @Test
    void losesThePathsOfAnAddressOrAnInterfaceThatGoes() throws IfnetException {
        addThree();
        net.engine.ifaddrs().delete(Net.ROOT, em1.ifnet, AddressFamily.INET, IpAddress.parse("198.51.100.1"));
        assertEquals(List.of("192.0.2.9 UGSP em0", "192.0.2.8 UGSP em0"), listed());
        em0.detach();
        assertEquals(List.of(), listed());
        assertNull(found());
    }

    @Test
    void deletesThePathsThatAreNamed() throws IfnetException {
        addThree();
        assertEquals(
                IpAddress.parse("198.51.100.9"),
                routes.delete(Net.ROOT, spec("198.51.100.9", 0, RouteMetrics.NONE))
                        .gateway());
        assertEquals(List.of("192.0.2.9 UGSP em0", "192.0.2.8 UGSP em0"), listed());
        routes.delete(Net.ROOT, spec("192.0.2.9", 0, RouteMetrics.NONE));
        assertEquals(List.of("192.0.2.8 UGS em0"), listed(), "the last is a route like any other");
        routes.add(Net.ROOT, beside("198.51.100.9"));
        routes.delete(Net.ROOT, spec(null, 0, RouteMetrics.NONE));
        assertEquals(List.of(), listed());
    }

    @Test
    void changeLeavesOnlyTheNewPath() throws IfnetException {
        addThree();
        Route first = routes.change(Net.ROOT, spec("192.0.2.7", 0, RouteMetrics.NONE));
        assertEquals(IpAddress.parse("192.0.2.9"), first.gateway());
        assertEquals(List.of("192.0.2.7 UGS em0"), listed());
    }

    @Test
    void refusesPathsThatCannotBe() throws IfnetException {
        routes.add(Net.ROOT, spec("192.0.2.9", 0, RouteMetrics.NONE));
        assertEquals(Errno.EEXIST, refused(routes, spec("192.0.2.8", 0, RouteMetrics.NONE)));
        assertEquals(Errno.EEXIST, refused(routes, beside("192.0.2.9")));
        assertEquals(
                Errno.EINVAL, refused(routes, spec(null, RouteFlags.MPATH | RouteFlags.REJECT, RouteMetrics.NONE)));
        for (int i = 1; i < 16; i++) {
            routes.add(Net.ROOT, beside("192.0.2." + (100 + i)));
        }
        assertEquals(Errno.ENOBUFS, refused(routes, beside("192.0.2.99")));
        assertEquals(16, found().paths().size());
        RouteSpec connected =
                new RouteSpec(IpPrefix.parse("192.0.2.0/24"), IpAddress.parse("198.51.100.9"), null, RouteFlags.MPATH);
        assertEquals(Errno.EEXIST, refused(routes, connected));
    }

    @Test
    void knowsAnMtuWithinTheInterface() throws IfnetException {
        assertEquals(Errno.EINVAL, refused(routes, spec("192.0.2.9", 0, new RouteMetrics(71, false))));
        assertEquals(Errno.EINVAL, refused(routes, spec("192.0.2.9", 0, new RouteMetrics(65_536, false))));
        RouteSpec six = new RouteSpec(
                IpPrefix.parse("2001:db8::/32"),
                IpAddress.parse("fe80::1%em0"),
                null,
                0,
                new RouteMetrics(1279, false));
        assertEquals(Errno.EINVAL, refused(routes, six));
        routes.add(Net.ROOT, spec("192.0.2.9", 0, new RouteMetrics(1400, true)));
        assertEquals(1400, found().mtu(1500));
        assertEquals(1280, found().mtu(1280));
        assertTrue(found().metrics().locked());
    }

    @Test
    void tellsAllPathsAtOnceAndWhatIsLocked() throws Exception {
        LinkedBlockingQueue<RouteMessage> heard = new LinkedBlockingQueue<>();
        Registration listening = net.engine.messages().listen(heard::add);
        try {
            RouteMessage first = heard.poll(10, TimeUnit.SECONDS);
            while (!(first instanceof RouteMessage.Synced)) {
                first = heard.poll(10, TimeUnit.SECONDS);
            }
            addThree();
            List<Integer> told = new ArrayList<>();
            RouteMessage last = null;
            while (last == null || told.get(told.size() - 1) < 3) {
                last = heard.poll(10, TimeUnit.SECONDS);
                Route route = last instanceof RouteMessage.Add add ? add.route() : ((RouteMessage.Change) last).route();
                told.add(route.paths().size());
            }
            routes.change(Net.ROOT, spec("192.0.2.9", 0, new RouteMetrics(1400, true)));
            RouteMessage lock = heard.poll(10, TimeUnit.SECONDS);
            while (!(lock instanceof RouteMessage.Lock)) {
                lock = heard.poll(10, TimeUnit.SECONDS);
            }
            assertEquals(1400, ((RouteMessage.Lock) lock).route().metrics().mtu());
        } finally {
            listening.close();
        }
    }
}
