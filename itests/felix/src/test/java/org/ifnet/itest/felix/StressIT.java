package org.ifnet.itest.felix;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;

import org.apache.felix.service.command.CommandProcessor;
import org.ifnet.IfFlags;
import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
import org.ifnet.IfnetException;
import org.ifnet.IfnetGroups;
import org.ifnet.Ifnets;
import org.ifnet.Registration;
import org.ifnet.cloner.Cloners;
import org.ifnet.control.Credential;
import org.ifnet.control.IfnetControl;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.Ifmaddrs;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.Echo;
import org.ifnet.mbuf.MbufPool;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerMethod;
import org.ops4j.pax.exam.util.Filter;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Everything that changes interfaces at once, on the same ten names, under traffic. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerMethod.class)
public class StressIT {
    private static final boolean FULL = "full".equals(System.getProperty("ifnet.tier"));
    private static final long NANOS = TimeUnit.SECONDS.toNanos(FULL ? 60 : 8);
    private static final Credential WHO = Credential.full("stress");
    private static final List<String> NAMES =
            List.of("epair0a", "epair0b", "epair1a", "epair1b", "epair2a", "epair2b", "lo1", "lo2", "mem0", "mem1");
    private static final List<String> UNITS = List.of("epair0", "epair1", "epair2", "lo1", "lo2");
    private static final List<String> LISTINGS =
            List.of("ifconfig -a", "ifconfig -j", "ifconfig -l", "netstat -i", "netstat -rn", "ifconfig -m -v");

    @Inject
    private BundleContext context;

    @Inject
    private CommandProcessor gogo;

    @Inject
    private Ifnets ifnets;

    @Inject
    private IfnetControl control;

    @Inject
    private IfnetGroups groups;

    @Inject
    private Ifaddrs ifaddrs;

    @Inject
    private Ifmaddrs ifmaddrs;

    @Inject
    private Cloners cloners;

    @Inject
    @Filter("(ifnet.family=2)")
    private Echo echo;

    @Inject
    private MbufPool pool;

    private Shell shell;
    private Bundle driver;
    private LoggedExceptions logged;

    @Configuration
    public Option[] configuration() {
        return new Option[] {IfnetFelix.options()};
    }

    @Before
    public void configure() throws Exception {
        shell = new Shell(gogo);
        driver = IfnetFelix.plugInExampleDriver(context);
        logged = new LoggedExceptions();
        shell.run("ifconfig lo0 inet 127.0.0.1/8");
        shell.run("ifconfig epair9 create");
        shell.run("ifconfig epair9a inet 10.9.0.1/24");
        shell.run("ifconfig epair9b inet 10.9.0.2/24 alias");
    }

    @After
    public void close() {
        logged.close();
    }

    @Test
    public void nothingIsHalfSeenLostOrLeft() throws Exception {
        long seed = Long.getLong("ifnet.seed", System.currentTimeMillis());
        Traffic aside = Traffic.start(ifnets, echo, "epair9a", "10.9.0.2");
        aside.awaitAnswers(10);
        Leaks leaks = new Leaks(pool);
        Chaos chaos = new Chaos(seed, NANOS);
        Registration ear = ifnets.listen(event -> hear(chaos, event), false);
        change(chaos);
        look(chaos);
        List<String> errors = chaos.join();
        ear.close();
        System.out.println(chaos.summary());
        assertEquals(chaos.summary(), List.of(), errors);
        assertEquals("hardly ever carried out", List.of(), chaos.lazy(10));
        assertEquals("lost aside of " + aside.sent(), 0, aside.stop());
        cleanUp();
        logged.assertNone();
        leaks.assertNone();
    }

    private void change(Chaos chaos) {
        chaos.repeat("create", random -> cloners.create(WHO, any(random, UNITS), null));
        chaos.repeat("destroy", random -> cloners.destroy(WHO, any(random, NAMES)));
        chaos.repeat("up with address", this::address);
        chaos.repeat("flags", this::flags);
        chaos.repeat("rename", random -> control.rename(WHO, some(random), any(random, NAMES)));
        chaos.repeat("groups", this::group);
        chaos.repeat("multicast", this::multicast);
        chaos.repeat("driver", random -> {
            driver.stop();
            driver.start();
        });
        chaos.repeat("traffic", this::send);
    }

    private void look(Chaos chaos) {
        chaos.repeat("shell 1", random -> shell.run(any(random, LISTINGS)));
        chaos.repeat("shell 2", random -> new Shell(gogo).run(any(random, LISTINGS)));
        chaos.repeat("list", random -> ifnets.list().forEach(ifnet -> check(chaos, ifnet)));
    }

    private static String any(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private Ifnet some(Random random) throws IfnetException {
        return ifnets.require(any(random, NAMES));
    }

    private void address(Random random) throws IfnetException {
        Ifnet ifnet = some(random);
        AddressSpec address =
                AddressSpec.parse("10." + (20 + random.nextInt(10)) + ".0." + (1 + random.nextInt(5)) + "/24");
        ifaddrs.add(WHO, ifnet, address);
        if (random.nextBoolean()) {
            ifaddrs.delete(WHO, ifnet, AddressFamily.INET, address.address());
        }
    }

    private void flags(Random random) throws IfnetException {
        Ifnet ifnet = some(random);
        switch (random.nextInt(6)) {
            case 0 -> control.setFlags(WHO, ifnet, IfFlags.UP, 0);
            case 1 -> control.setFlags(WHO, ifnet, 0, IfFlags.UP);
            case 2 -> control.setMtu(WHO, ifnet, 1000 + random.nextInt(500));
            case 3 -> control.setMetric(WHO, ifnet, random.nextInt(3));
            case 4 -> control.setFlags(WHO, ifnet, IfFlags.PPROMISC, 0);
            default -> {
                control.promisc(WHO, ifnet, true);
                control.promisc(WHO, ifnet, false);
            }
        }
    }

    private void group(Random random) throws IfnetException {
        Ifnet ifnet = some(random);
        String group = any(random, List.of("red", "green", "blue"));
        if (random.nextBoolean()) {
            groups.join(WHO, ifnet, group);
        } else {
            groups.leave(WHO, ifnet, group);
        }
    }

    private void multicast(Random random) throws IfnetException {
        Ifnet ifnet = some(random);
        IpAddress group = IpAddress.parse("224.1.1." + random.nextInt(4));
        if (random.nextBoolean()) {
            ifmaddrs.join(WHO, ifnet, group);
        } else {
            ifmaddrs.leave(WHO, ifnet, group);
        }
    }

    private void send(Random random) throws IfnetException {
        try (Echo.Session session =
                echo.open(WHO, IpAddress.parse("10." + (20 + random.nextInt(10)) + ".0.9"), some(random), new Deaf())) {
            for (int i = 0; i < 32; i++) {
                session.send(i, 56, 64);
            }
        }
    }

    /** Nobody answers for certain, and nobody waits for it. */
    private static final class Deaf implements Echo.Listener {
        @Override
        public void reply(IpAddress from, int sequence, int bytes, int ttl, long nanos) {}

        @Override
        public void error(IpAddress from, int sequence, String text) {}
    }

    /** An interface that was announced is complete, and found. */
    private void hear(Chaos chaos, IfnetEvent event) {
        if (event instanceof IfnetEvent.Attached) {
            Ifnet ifnet = event.ifnet();
            if (ifnets.byHandle(ifnet.handle()) != ifnet || ifnets.byName(ifnet.name()) != ifnet) {
                chaos.error(ifnet + " was announced and is not found");
            }
            check(chaos, ifnet);
        } else if (event instanceof IfnetEvent.Detached
                && ifnets.byHandle(event.ifnet().handle()) != null) {
            chaos.error(event.ifnet() + " is gone and is found");
        }
    }

    /** Whatever is listed is whole, or has gone meanwhile. */
    private void check(Chaos chaos, Ifnet ifnet) {
        boolean whole = ifnet.index() > 0
                && ifnet.mtu() >= 72
                && (ifnet.type() != IfType.ETHER || ifnet.lladdr() != null)
                && ifnet.groups().contains(IfnetGroups.ALL)
                && ifnet.queue().count() > 0;
        if (!whole && ifnet.isAttached()) {
            chaos.error("half an interface: " + ifnet + " index " + ifnet.index() + " mtu " + ifnet.mtu() + " lladdr "
                    + ifnet.lladdr() + " groups " + ifnet.groups());
        }
    }

    /** The names are free again and of use. */
    private void cleanUp() throws Exception {
        driver.stop();
        for (int left = 20; left > 0 && !strangers().isEmpty(); left--) {
            for (String name : strangers()) {
                try {
                    cloners.destroy(WHO, name);
                } catch (IfnetException e) {
                    // One of a pair went with the other.
                }
            }
        }
        assertEquals(List.of(), strangers());
        assertEquals(
                List.of("all", "epair", "lo"), groups.list().stream().sorted().toList());
        shell.run("ifconfig epair0 create");
        shell.run("ifconfig epair0a inet 10.0.0.1/24");
        shell.run("ifconfig epair0b inet 10.0.0.2/24 alias");
        String output = shell.run("ping -c 3 -i 0.01 -I epair0a 10.0.0.2");
        assertTrue(output, output.contains("3 packets transmitted, 3 packets received"));
        shell.run("ifconfig epair0a destroy");
    }

    private List<String> strangers() {
        return ifnets.list().stream()
                .map(Ifnet::name)
                .filter(name -> !List.of("lo0", "epair9a", "epair9b").contains(name))
                .toList();
    }
}
