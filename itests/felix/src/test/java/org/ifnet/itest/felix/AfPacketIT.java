package org.ifnet.itest.felix;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.inject.Inject;

import org.ifnet.Ifnets;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.service.cm.ConfigurationAdmin;

/** One configuration of the AF_PACKET driver is one interface, as long as its device exists. Needs root and ip(8). */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class AfPacketIT {
    private static final String PID = "org.ifnet.driver.afpacket";

    @Inject
    private Ifnets ifnets;

    @Inject
    private ConfigurationAdmin configurations;

    private final String device = "ifx" + ProcessHandle.current().pid() % 1_000_000;
    private boolean made;

    @Configuration
    public Option[] configuration() {
        return new Option[] {IfnetFelix.options()};
    }

    @Before
    public void makeADevice() throws Exception {
        boolean root = "root".equals(System.getProperty("user.name"));
        assumeTrue("needs root and ip(8)", root && Files.isExecutable(Path.of("/sbin/ip")));
        addDevice();
        made = true;
    }

    @After
    public void removeTheDevice() throws Exception {
        if (made) {
            new ProcessBuilder("ip", "link", "del", device).start().waitFor();
        }
    }

    private void addDevice() throws Exception {
        ip("link", "add", device, "type", "veth", "peer", "name", device + "p");
    }

    @Test
    public void isThereWhileItsConfigurationAndItsDeviceAre() throws Exception {
        org.osgi.service.cm.Configuration one = configurations.createFactoryConfiguration(PID, "?");
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("device", device);
        properties.put("name", "em0");
        one.update(properties);
        await("attached", () -> ifnets.byName("em0") != null);
        assertTrue(ifnets.require("em0").lladdr().isUnicast());

        ip("link", "del", device);
        await("gone with its device", () -> ifnets.byName("em0") == null);
        addDevice();
        await("back with its device", () -> ifnets.byName("em0") != null);

        one.delete();
        await("gone with its configuration", () -> ifnets.byName("em0") == null);
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertTrue(what, System.nanoTime() < deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private static void ip(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "ip";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(String.join(" ", command) + ": " + said, 0, process.waitFor());
    }
}
