package org.ifnet.itest.felix;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.inject.Inject;

import org.apache.felix.service.command.CommandProcessor;
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
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Both protocol families, either of them, and none: each bundle goes and comes while interfaces are up. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerMethod.class)
public class FamiliesIT {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);
    private static final String PING4 = "ping -q -c 5 -i 0.01 -I epair0a 10.1.0.2";
    private static final String PING6 = "ping6 -q -c 5 -i 0.01 -I epair0a 2001:db8::2";

    @Inject
    private BundleContext context;

    @Inject
    private CommandProcessor gogo;

    @Inject
    private MbufPool pool;

    private Shell shell;
    private Bundle inet;
    private Bundle inet6;
    private LoggedExceptions logged;

    @Configuration
    public Option[] configuration() {
        return new Option[] {IfnetFelix.options()};
    }

    @Before
    public void configure() throws Exception {
        shell = new Shell(gogo);
        inet = bundle("org.ifnet.inet");
        inet6 = bundle("org.ifnet.inet6");
        logged = new LoggedExceptions();
        shell.run("ifconfig lo0 inet 127.0.0.1/8");
        shell.run("ifconfig epair0 create");
        shell.run("ifconfig epair0a inet 10.1.0.1/24");
        shell.run("ifconfig epair0b inet 10.1.0.2/24 alias");
        shell.run("ifconfig epair0a inet6 2001:db8::1/64");
        shell.run("ifconfig epair0b inet6 2001:db8::2/64 alias");
    }

    @After
    public void close() {
        logged.close();
    }

    private Bundle bundle(String name) {
        for (Bundle bundle : context.getBundles()) {
            if (name.equals(bundle.getSymbolicName())) {
                return bundle;
            }
        }
        throw new AssertionError(name);
    }

    private void settled() throws Exception {
        long end = System.nanoTime() + PATIENCE;
        String shown = "tentative";
        while (shown.contains("tentative") || !shown.contains("fe80::")) {
            assertTrue(shown, System.nanoTime() < end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            shown = shell.run("ifconfig -a inet6");
        }
    }

    private void answers(String ping) throws Exception {
        String said = shell.run(ping);
        assertTrue(said, said.contains("5 packets received"));
    }

    private void fails(String ping, String bundle) {
        String said = shell.failure(ping);
        assertTrue(said, said.contains("is bundle " + bundle + " active?"));
    }

    /** Interfaces do all that needs no protocol. */
    private void interfacesLive() throws Exception {
        shell.run("ifconfig epair7 create");
        shell.run("ifconfig epair7a mtu 1400 up");
        shell.run("ifconfig epair7a inet 10.7.0.1/24 alias");
        shell.run("ifconfig epair7a inet6 2001:db8:7::1/64 alias");
        String shown = shell.run("ifconfig epair7a");
        assertTrue(shown, shown.contains("10.7.0.1") && shown.contains("2001:db8:7::1"));
        String routes = shell.run("netstat -rn");
        assertTrue(routes, routes.contains("10.7.0.0/24") && routes.contains("2001:db8:7::/64"));
        shell.run("ifconfig epair7a down");
        shell.run("ifconfig epair7a up");
        shell.run("ifconfig epair7a destroy");
        assertFalse(shell.run("ifconfig -l").contains("epair7"));
    }

    @Test
    public void eitherBothAndNone() throws Exception {
        settled();
        answers(PING4);
        answers(PING6);
        answers("ping6 -q -c 5 -i 0.01 ::1");
        interfacesLive();

        inet6.stop();
        answers(PING4);
        fails(PING6, "org.ifnet.inet6");
        fails("ndp -a", "org.ifnet.inet6");
        String shown = shell.run("ifconfig -v epair0a");
        assertFalse("made by IPv6 itself, and goes with it: " + shown, shown.contains("fe80::"));
        assertFalse("memberships of IPv6: " + shown, shown.contains("ff02::"));
        assertTrue("an administrator's stays: " + shown, shown.contains("2001:db8::1"));
        interfacesLive();

        inet.stop();
        fails(PING4, "org.ifnet.inet");
        fails(PING6, "org.ifnet.inet6");
        interfacesLive();

        inet6.start();
        settled();
        answers(PING6);
        answers("ping6 -q -c 5 -i 0.01 ::1");
        fails(PING4, "org.ifnet.inet");
        interfacesLive();

        inet.start();
        answers(PING4);
        answers(PING6);
        logged.assertNone();
    }

    @Test
    public void comingAndGoingLeavesNothing() throws Exception {
        settled();
        answers(PING6);
        Leaks leaks = new Leaks(pool);
        for (int i = 0; i < 20; i++) {
            inet6.stop();
            inet6.start();
        }
        settled();
        answers(PING6);
        answers(PING4);
        String shown = shell.run("ifconfig -v epair0a");
        assertEquals(shown, 1, shown.split("multicast ff02::1 ", -1).length - 1);
        assertNotNull(inet6.getBundleContext());
        leaks.assertNone();
        logged.assertNone();
    }
}
