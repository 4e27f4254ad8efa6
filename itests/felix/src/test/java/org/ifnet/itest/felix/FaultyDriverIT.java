package org.ifnet.itest.felix;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.inject.Inject;

import org.apache.felix.service.command.CommandProcessor;
import org.ifnet.DriverState;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.control.Credential;
import org.ifnet.control.IfnetControl;
import org.ifnet.driver.IfnetDriver;
import org.ifnet.inet.Echo;
import org.ifnet.itest.felix.FaultyDriver.Fault;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.mbuf.MbufPool;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerMethod;
import org.ops4j.pax.exam.util.Filter;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** Drivers that throw, block or never return beside an interface that carries packets all the while. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerMethod.class)
public class FaultyDriverIT {
    private static final int REPETITIONS = "full".equals(System.getProperty("ifnet.tier")) ? 11 : 3;
    private static final Credential ROOT = Credential.full("test");
    private static final long DETACH_TIMEOUT_MILLIS = 2000;

    @Inject
    private BundleContext context;

    @Inject
    private CommandProcessor gogo;

    @Inject
    private Ifnets ifnets;

    @Inject
    private IfnetControl control;

    @Inject
    @Filter("(ifnet.family=2)")
    private Echo echo;

    @Inject
    private MbufPool pool;

    @Configuration
    public Option[] configuration() {
        return new Option[] {IfnetFelix.options()};
    }

    @Before
    public void configure() throws Exception {
        Shell shell = new Shell(gogo);
        shell.run("ifconfig lo0 inet 127.0.0.1/8");
        shell.run("ifconfig epair0 create");
        shell.run("ifconfig epair0a inet 10.1.0.1/24");
        shell.run("ifconfig epair0b inet 10.1.0.2/24");
    }

    @Test
    public void packetCallbacksAreFoundAndCostTheOthersNothing() throws Exception {
        for (String callback : List.of("start", "poll")) {
            for (Fault fault : Fault.values()) {
                judge(callback, fault);
            }
        }
    }

    @Test
    public void controlCallbacksAreFoundAndCostTheOthersNothing() throws Exception {
        for (String callback : List.of("init", "setMtu")) {
            for (Fault fault : List.of(Fault.BLOCKS_A_SECOND, Fault.NEVER_RETURNS)) {
                judge(callback, fault);
            }
        }
        judge("init", Fault.THROWS);
    }

    /** Repeats it and prints what it measured: a single time may be that of a busy machine, the median is the driver's. */
    private void judge(String callback, Fault fault) throws Exception {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < REPETITIONS; i++) {
            millis.add(quarantineMillis(callback, fault));
        }
        millis.sort(null);
        long median = millis.get(millis.size() / 2);
        System.out.printf(
                "%s %s: quarantined after median %d ms, at most %d ms, of %d%n",
                callback, fault, median, millis.get(millis.size() - 1), millis.size());
        assertTrue(callback + " " + fault + ": " + millis, median <= 100);
    }

    private long quarantineMillis(String callback, Fault fault) throws Exception {
        String what = callback + " " + fault;
        FaultyDriver driver = new FaultyDriver(callback, fault);
        Traffic other = Traffic.start(ifnets, echo, "epair0a", "10.1.0.2");
        other.awaitAnswers(20);
        ServiceRegistration<IfnetDriver> registration =
                context.registerService(IfnetDriver.class, driver, named("bad0"));
        Ifnet bad = ifnets.byName("bad0");
        assertNotNull(what, bad);
        Thread caller = new Thread(() -> callControl(callback, bad), "caller");
        caller.start();
        while (bad.driverState() != DriverState.QUARANTINED) {
            driver.provoke();
            if (bad.isUsable()) {
                bad.transmit(packet());
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(500));
        }
        long found = System.nanoTime();
        other.awaitAnswers(100);

        long before = System.nanoTime();
        registration.unregister();
        long unregister = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
        assertTrue(what + ": unregister took " + unregister, unregister < DETACH_TIMEOUT_MILLIS + 500);
        assertNull(what, ifnets.byName("bad0"));
        driver.release();
        caller.join();
        int lost = other.stop();
        assertTrue(what + ": the other lost " + lost + " of " + other.sent(), lost <= other.sent() / 20);
        assertEquals(what, DriverState.BOUND, ifnets.require("epair0a").driverState());
        return TimeUnit.NANOSECONDS.toMillis(found - driver.firstFault());
    }

    /** Sets the interface up and changes its MTU, as far as the driver lets it. */
    private void callControl(String callback, Ifnet bad) {
        try {
            control.setFlags(ROOT, bad, IfFlags.UP, 0);
            if (callback.equals("setMtu")) {
                control.setMtu(ROOT, bad, 576);
            }
        } catch (IfnetException expected) {
            // The driver's fault, which is what this test is about.
        }
    }

    private MbufBatch packet() {
        MbufBatch batch = new MbufBatch(1);
        Mbuf m = pool.alloc();
        if (m != null) {
            m.append(60);
            batch.add(m);
        }
        return batch;
    }

    private static Dictionary<String, String> named(String name) {
        Dictionary<String, String> properties = new Hashtable<>();
        properties.put(IfnetDriver.NAME, name);
        return properties;
    }
}
