package org.ifnet.itest.felix;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Hashtable;
import java.util.concurrent.locks.LockSupport;
import javax.inject.Inject;

import org.apache.felix.service.command.CommandProcessor;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;

/** Runtime values get their values at boot from Config Admin, described by metatype. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class BootValuesIT {
    private static final String PID = "org.ifnet.core";
    private static final String QLEN = "net.link.qlen";
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    @Inject
    private BundleContext context;

    @Inject
    private ConfigurationAdmin admin;

    @Inject
    private CommandProcessor gogo;

    @Configuration
    public Option[] configuration() {
        return new Option[] {IfnetFelix.options()};
    }

    @Test
    public void aValueIsTakenInPlaceABadOneIsNotAndDeletingBringsBackWhatWasBefore() throws Exception {
        Shell shell = new Shell(gogo);
        shell.run("ifconfig epair5 create");
        String before = shell.run("sysctl -n " + QLEN).trim();
        org.osgi.service.cm.Configuration configuration = admin.getConfiguration(PID, null);
        configuration.update(new Hashtable<>(Collections.singletonMap(QLEN, 321)));
        await(shell, "321");
        configuration.update(new Hashtable<>(Collections.singletonMap(QLEN, "many")));
        // Config Admin delivers one after the other: when the second value has come, the bad one was judged.
        Hashtable<String, Object> both = new Hashtable<>();
        both.put(QLEN, "many");
        both.put("net.link.stats_compat", 1);
        configuration.update(both);
        awaitValue(shell, "net.link.stats_compat", "1");
        assertEquals(
                "the last good one stays", "321", shell.run("sysctl -n " + QLEN).trim());
        shell.run("sysctl " + QLEN + "=77");
        both.put("net.link.stats_compat", 0);
        configuration.update(both);
        awaitValue(shell, "net.link.stats_compat", "0");
        assertEquals(
                "what was set by hand stays",
                "77",
                shell.run("sysctl -n " + QLEN).trim());
        configuration.delete();
        await(shell, before);
        assertTrue("no edit detaches anything", shell.run("ifconfig -l").contains("epair5a"));
        shell.run("ifconfig epair5a destroy");
    }

    @Test
    public void metatypeDescribesEachConfiguration() throws Exception {
        for (String pid : new String[] {PID, "org.ifnet.netisr", "org.ifnet.inet"}) {
            Bundle bundle = Arrays.stream(context.getBundles())
                    .filter(b -> pid.equals(b.getSymbolicName()))
                    .findFirst()
                    .orElseThrow();
            URL metatype = Collections.list(bundle.findEntries("OSGI-INF/metatype", "*.xml", false))
                    .get(0);
            assertNotNull(pid, metatype);
            String xml = new String(metatype.openStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(pid, xml.contains("pid=\"" + pid + "\""));
        }
    }

    private static void await(Shell shell, String value) throws Exception {
        awaitValue(shell, QLEN, value);
    }

    private static void awaitValue(Shell shell, String name, String value) throws Exception {
        long begin = System.nanoTime();
        String now = shell.run("sysctl -n " + name).trim();
        while (!now.equals(value) && System.nanoTime() - begin < PATIENCE_NANOS) {
            LockSupport.parkNanos(1_000_000);
            now = shell.run("sysctl -n " + name).trim();
        }
        assertEquals(name, value, now);
    }
}
