package org.ifnet.itest.felix;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;

import org.apache.felix.service.command.CommandProcessor;
import org.ifnet.Ifnets;
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
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.FrameworkWiring;

/** A driver bundle stopped, started and updated while packets flow through it and through another interface. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerMethod.class)
public class HotPlugIT {
    private static final boolean FULL = "full".equals(System.getProperty("ifnet.tier"));
    private static final int RESTARTS = FULL ? 1000 : 60;
    private static final int UPDATES = FULL ? 200 : 12;

    @Inject
    private BundleContext context;

    @Inject
    private CommandProcessor gogo;

    @Inject
    private Ifnets ifnets;

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
        shell.run("ifconfig epair0 create");
        shell.run("ifconfig epair0a inet 10.1.0.1/24");
        shell.run("ifconfig epair0b inet 10.1.0.2/24 alias");
        shell.run("ifconfig mem0 inet 10.2.0.1/24");
        shell.run("ifconfig mem1 inet 10.2.0.2/24 alias");
    }

    @After
    public void close() {
        logged.close();
    }

    @Test
    public void aRestartedDriverCostsTheOtherInterfaceNothing() throws Exception {
        Traffic other = Traffic.start(ifnets, echo, "epair0a", "10.1.0.2");
        Traffic through = Traffic.start(ifnets, echo, "mem0", "10.2.0.2");
        through.awaitAnswers(20);
        Leaks leaks = new Leaks(pool);
        for (int i = 0; i < RESTARTS; i++) {
            driver.stop();
            assertNull("restart " + i, ifnets.byName("mem0"));
            assertNull("restart " + i, ifnets.byName("mem1"));
            driver.start();
            assertNotNull("restart " + i, ifnets.byName("mem0"));
            through.awaitAnswers(2);
        }
        through.awaitAnswers(20);
        through.stop();
        assertEquals("lost by the other interface of " + other.sent(), 0, other.stop());
        answersAgain();
        leaks.assertNone();
        logged.assertNone();
    }

    @Test
    public void anUpdatedDriverLeavesNoClassLoader() throws Exception {
        Traffic other = Traffic.start(ifnets, echo, "epair0a", "10.1.0.2");
        Traffic through = Traffic.start(ifnets, echo, "mem0", "10.2.0.2");
        through.awaitAnswers(20);
        Leaks leaks = new Leaks(pool);
        Path file = Path.of(java.net.URI.create(driver.getLocation()));
        for (int i = 0; i < UPDATES; i++) {
            leaks.watch(driver);
            try (InputStream in = Files.newInputStream(file)) {
                driver.update(in);
            }
            refresh(driver);
            assertNotNull("update " + i, ifnets.byName("mem0"));
            through.awaitAnswers(2);
        }
        through.awaitAnswers(20);
        through.stop();
        assertEquals("lost by the other interface of " + other.sent(), 0, other.stop());
        answersAgain();
        leaks.assertNone();
        logged.assertNone();
    }

    private void refresh(Bundle bundle) throws InterruptedException {
        CountDownLatch refreshed = new CountDownLatch(1);
        context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(List.of(bundle), event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
            }
        });
        assertTrue(refreshed.await(10, TimeUnit.SECONDS));
    }

    private void answersAgain() throws Exception {
        shell.run("ifconfig -w 5 mem0");
        String output = shell.run("ping -c 3 -i 0.01 -I mem0 10.2.0.2");
        assertTrue(output, output.contains("3 packets transmitted, 3 packets received"));
    }
}
