package org.ifnet.route.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.Registration;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.netisr.internal.RealEnv;
import org.ifnet.route.NextHop;
import org.ifnet.route.Route;
import org.ifnet.route.RouteMessage;
import org.ifnet.route.RouteMessageListener;
import org.ifnet.route.RouteSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MessagesTest {
    private final Net net = new Net();
    private final Net.Port em0 = net.ether("em0");

    @AfterEach
    void close() {
        net.engine.close();
    }

    /** Writes down, and knows what a listener knows. */
    private static final class Log implements RouteMessageListener {
        private final BlockingQueue<RouteMessage> heard = new LinkedBlockingQueue<>();
        private final Map<IpPrefix, Route> routes = new TreeMap<>();
        private final CountDownLatch asleep = new CountDownLatch(1);
        private final CountDownLatch awake;
        private volatile long lost;

        /** @param awake when it begins to listen */
        Log(CountDownLatch awake) {
            this.awake = awake;
        }

        Log() {
            this(new CountDownLatch(0));
        }

        @Override
        public void message(RouteMessage message) {
            asleep.countDown();
            try {
                awake.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            synchronized (routes) {
                if (message instanceof RouteMessage.Overflow overflow) {
                    routes.clear();
                    lost += overflow.lost();
                } else if (message instanceof RouteMessage.Add add) {
                    routes.put(add.route().destination(), add.route());
                } else if (message instanceof RouteMessage.Change change) {
                    routes.put(change.route().destination(), change.route());
                } else if (message instanceof RouteMessage.Delete delete) {
                    routes.remove(delete.route().destination());
                }
            }
            heard.add(message);
        }

        Map<IpPrefix, Route> routes() {
            synchronized (routes) {
                return new TreeMap<>(routes);
            }
        }

        String next() throws InterruptedException {
            RouteMessage message = heard.poll(20, TimeUnit.SECONDS);
            assertNotNull(message, "nothing more came");
            return text(message);
        }

        /** Takes what comes until it knows exactly that. */
        void awaitState(Map<IpPrefix, Route> all) throws InterruptedException {
            while (!knows(all)) {
                assertNotNull(heard.poll(20, TimeUnit.SECONDS), () -> "ends with " + routes().size() + " routes");
                heard.clear();
            }
        }

        private boolean knows(Map<IpPrefix, Route> all) {
            synchronized (routes) {
                return routes.equals(all);
            }
        }
    }

    private static String text(RouteMessage m) {
        String kind = m.getClass().getSimpleName();
        if (m instanceof RouteMessage.Add add) {
            return kind + " " + add.route().destination();
        } else if (m instanceof RouteMessage.Delete delete) {
            return kind + " " + delete.route().destination();
        } else if (m instanceof RouteMessage.Change change) {
            return kind + " " + change.route().destination() + " by "
                    + change.route().gateway();
        } else if (m instanceof RouteMessage.NewAddr a) {
            return kind + " " + a.address().address();
        } else if (m instanceof RouteMessage.DelAddr a) {
            return kind + " " + a.address().address();
        } else if (m instanceof RouteMessage.IfAnnounce i) {
            return kind + " " + i.name() + " " + i.arrived();
        } else if (m instanceof RouteMessage.IfInfo i) {
            return kind + " " + i.name();
        } else if (m instanceof RouteMessage.Get get) {
            return kind + " " + get.asked();
        } else if (m instanceof RouteMessage.Miss miss) {
            return kind + " " + miss.destination();
        }
        return kind;
    }

    private Log listen() throws InterruptedException {
        Log log = new Log();
        net.engine.messages().listen(log);
        while (!log.next().equals("Synced")) {}
        return log;
    }

    private Map<IpPrefix, Route> all() {
        Map<IpPrefix, Route> all = new TreeMap<>();
        for (int family : new int[] {AddressFamily.INET, AddressFamily.INET6}) {
            net.engine.routes().list(family).stream()
                    .filter(route -> net.engine.routes().get(route.destination().address()) != null)
                    .forEach(route -> all.putIfAbsent(route.destination(), route));
        }
        return all;
    }

    private void address(String text) throws IfnetException {
        net.engine.ifaddrs().add(Net.ROOT, em0.ifnet, AddressSpec.parse(text));
    }

    private static RouteSpec spec(String to, String gateway) {
        return new RouteSpec(IpPrefix.parse(to), IpAddress.parse(gateway), null, 0);
    }

    @Test
    void beginsWithAllThatThereIs() throws Exception {
        address("192.0.2.1/24");
        Log log = new Log();
        net.engine.messages().listen(log);
        List<String> heard = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            heard.add(log.next());
        }
        assertEquals(
                List.of("Overflow", "IfAnnounce em0 true", "IfInfo em0", "NewAddr 192.0.2.1"), heard.subList(0, 4));
        assertEquals("Synced", heard.get(6));
        assertEquals(all(), log.routes());
        assertEquals(0, log.lost);
    }

    /** reference 7.3: RTM_NEWADDR, then RTM_ADD; RTM_DELETE, then RTM_DELADDR. */
    @Test
    void tellsAddressesAndTheirRoutesInOrder() throws Exception {
        em0.up();
        Log log = listen();
        address("192.0.2.1/24");
        assertEquals("NewAddr 192.0.2.1", log.next());
        assertEquals("Add 192.0.2.1", log.next());
        assertEquals("Add 192.0.2.0/24", log.next());
        net.engine.ifaddrs().delete(Net.ROOT, em0.ifnet, AddressFamily.INET, IpAddress.parse("192.0.2.1"));
        assertEquals("Delete 192.0.2.1", log.next());
        assertEquals("Delete 192.0.2.0/24", log.next());
        assertEquals("DelAddr 192.0.2.1", log.next());
    }

    /** reference 7.3 BUG: an address whose prefix route another one owns gave no RTM_NEWADDR. */
    @Test
    void bug_everyAddressIsTold() throws Exception {
        em0.up();
        address("192.0.2.1/24");
        Log log = listen();
        address("192.0.2.2/24");
        assertEquals("NewAddr 192.0.2.2", log.next());
        assertEquals("Add 192.0.2.2", log.next());
    }

    @Test
    void tellsRoutesThatComeChangeGoAndAreMissed() throws Exception {
        em0.up();
        address("192.0.2.1/24");
        Log log = listen();
        net.engine.routes().add(Net.ROOT, spec("10.0.0.0/8", "192.0.2.9"));
        assertEquals("Add 10.0.0.0/8", log.next());
        Route before = net.engine.routes().change(Net.ROOT, spec("10.0.0.0/8", "192.0.2.8"));
        assertEquals(IpAddress.parse("192.0.2.9"), before.gateway());
        assertEquals("Change 10.0.0.0/8 by 192.0.2.8", log.next());
        assertEquals(
                IpAddress.parse("192.0.2.8"),
                net.engine.routes().get(IpAddress.parse("10.1.1.1")).gateway());
        assertEquals("Get 10.1.1.1", log.next());
        em0.down();
        assertEquals("IfInfo em0", log.next());
        net.engine.routes().delete(Net.ROOT, spec("10.0.0.0/8", "192.0.2.8"));
        assertNull(net.engine.routes().get(IpAddress.parse("203.0.113.1")));
        List<String> rest = new ArrayList<>();
        while (!rest.contains("Miss 203.0.113.1")) {
            rest.add(log.next());
        }
        assertTrue(rest.contains("Delete 10.0.0.0/8"));
    }

    @Test
    void aRouteThatCannotBeChangedStays() throws Exception {
        em0.up();
        address("192.0.2.1/24");
        net.engine.routes().add(Net.ROOT, spec("10.0.0.0/8", "192.0.2.9"));
        Map<IpPrefix, Route> before = all();
        assertEquals(Errno.ESRCH, refused("11.0.0.0/8", "192.0.2.9"));
        assertEquals(Errno.EINVAL, refused("192.0.2.0/24", "192.0.2.9"));
        assertEquals(Errno.ENETUNREACH, refused("10.0.0.0/8", "203.0.113.1"));
        assertEquals(before, all());
    }

    private Errno refused(String to, String gateway) {
        return assertThrows(IfnetException.class, () -> net.engine.routes().change(Net.ROOT, spec(to, gateway)))
                .errno();
    }

    /** 100,000 changes while one listener sleeps: all others and the changes go on, and it ends with the exact state. */
    @Test
    void aListenerThatSleepsDelaysNobodyAndEndsWithTheExactState() throws Exception {
        em0.up();
        address("192.0.2.1/24");
        CountDownLatch awake = new CountDownLatch(1);
        Log sleeper = new Log(awake);
        net.engine.messages().listen(64, sleeper);
        sleeper.asleep.await();
        Log other = listen();
        List<RouteSpec> specs = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            IpPrefix to = new IpPrefix(IpAddress.v4(0x0a00_0000 + i * 16), 28);
            specs.add(new RouteSpec(to, IpAddress.parse("192.0.2.9"), null, 0));
        }
        assertEquals(List.of(), net.engine.routes().addAll(Net.ROOT, specs));
        for (int i = 0; i < 100_000; i += 100) {
            net.engine.routes().delete(Net.ROOT, specs.get(i));
        }
        Map<IpPrefix, Route> exact = all();
        assertEquals(99_000 + 2, exact.size());
        other.awaitState(exact);
        assertEquals(Map.of(), sleeper.routes(), "it still sleeps");
        awake.countDown();
        while (!(sleeper.heard.take() instanceof RouteMessage.Overflow overflow && overflow.lost() > 90_000)) {}
        sleeper.awaitState(exact);
    }

    /** Whatever happens and however few may wait, the last that a listener knows is what there is. */
    @Test
    void randomChangesEndWithTheExactState() throws Exception {
        long seed = Long.getLong("ifnet.seed", 17);
        Random random = new Random(seed);
        em0.up();
        address("192.0.2.1/24");
        List<Log> logs = new ArrayList<>();
        List<Registration> listening = new ArrayList<>();
        for (int limit : new int[] {1, 3, 40, 5000}) {
            Log log = new Log();
            logs.add(log);
            listening.add(net.engine.messages().listen(limit, log));
        }
        for (int i = 0; i < 20_000; i++) {
            RouteSpec spec = spec("10.0." + random.nextInt(40) + ".0/24", "192.0.2." + (2 + random.nextInt(5)));
            try {
                switch (random.nextInt(4)) {
                    case 0 -> net.engine.routes().change(Net.ROOT, spec);
                    case 1 -> net.engine.routes().delete(Net.ROOT, new RouteSpec(spec.destination(), null, null, 0));
                    default -> net.engine.routes().add(Net.ROOT, spec);
                }
            } catch (IfnetException e) {
                // As it must be for what is there already, or not there.
            }
            if (random.nextInt(500) == 0) {
                em0.down();
                em0.up();
            }
        }
        for (Log log : logs) {
            try {
                log.awaitState(all());
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        listening.forEach(Registration::close);
    }

    @Test
    void ofOneThingOnlyTheLatestWaits() throws Exception {
        em0.up();
        address("192.0.2.1/24");
        Route one = net.engine.routes().add(Net.ROOT, spec("10.0.0.0/8", "192.0.2.9"));
        MessageQueue queue = new MessageQueue(new RealEnv(), 2);
        queue.offer(new RouteMessage.Add(one));
        assertEquals(1, queue.resync(), "it knows nothing at first");
        assertEquals(-1, queue.resync());
        queue.offer(new RouteMessage.Add(one));
        queue.offer(new RouteMessage.Change(one));
        assertEquals(
                List.of("Add 10.0.0.0/8"),
                queue.take().stream().map(MessagesTest::text).toList());
        queue.offer(new RouteMessage.Add(one));
        queue.offer(new RouteMessage.Delete(one));
        assertEquals(List.of(), queue.take());
        queue.offer(new RouteMessage.Delete(one));
        queue.offer(new RouteMessage.Add(one));
        assertEquals("Change 10.0.0.0/8 by 192.0.2.9", text(queue.take().get(0)));
        for (int i = 0; i < 3; i++) {
            queue.offer(new RouteMessage.Miss(IpAddress.v4(i)));
        }
        assertEquals(List.of(), queue.take());
        assertEquals(3, queue.resync());
    }

    @Test
    void downAndUpAThousandTimesLeavesTheRoutesAsTheyWereAndNoPacketGoesToADownInterface() throws Exception {
        Net.Port em1 = net.ether("em1");
        em0.up();
        em1.up();
        address("192.0.2.1/24");
        address("192.0.2.2/24");
        address("2001:db8::1/64");
        net.engine.ifaddrs().add(Net.ROOT, em1.ifnet, AddressSpec.parse("192.0.2.3/24"));
        net.engine.routes().add(Net.ROOT, spec("10.0.0.0/8", "192.0.2.9"));
        Map<IpPrefix, Route> before = all();
        for (int i = 0; i < 1000; i++) {
            em0.down();
            for (String to : new String[] {"192.0.2.77", "10.1.1.1", "192.0.2.1"}) {
                NextHop hop = net.engine.fib().lookup4(IpAddress.parse(to).v4());
                assertTrue(hop == null || hop.refuses() || hop.ifnet() != em0.ifnet, to);
            }
            assertNull(net.engine.fib().lookup6(0x2001_0db8L << 32, 9));
            em0.up();
            em1.down();
            em1.up();
        }
        assertEquals(before, all());
    }
}
