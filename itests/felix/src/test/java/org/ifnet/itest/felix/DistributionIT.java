package org.ifnet.itest.felix;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import javax.inject.Inject;

import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The distribution as a whole. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class DistributionIT {

    @Inject
    private BundleContext context;

    @Inject
    private CommandProcessor gogo;

    @Configuration
    public Option[] configuration() {
        return new Option[] {IfnetFelix.options()};
    }

    @Test
    public void startsEveryBundle() {
        List<String> ours = Arrays.stream(context.getBundles())
                .map(Bundle::getSymbolicName)
                .filter(name -> name.startsWith("org.ifnet."))
                .toList();
        assertTrue(ours.toString(), ours.contains("org.ifnet.core"));

        List<String> notActive = Arrays.stream(context.getBundles())
                .filter(b -> b.getHeaders().get("Fragment-Host") == null)
                .filter(b -> b.getState() != Bundle.ACTIVE)
                .map(b -> b + " in state " + b.getState())
                .toList();
        assertEquals(List.of(), notActive);
    }

    @Test
    public void executesCommands() throws Exception {
        OutputStream none = OutputStream.nullOutputStream();
        try (CommandSession session = gogo.createSession(InputStream.nullInputStream(), none, none)) {
            // This command of Felix returns its table; ours print.
            String table = (String) session.execute("felix:lb -s");
            assertTrue(table, table.contains("org.ifnet.core"));
        }
    }

    @Test
    public void administersInterfaces() throws Exception {
        Shell shell = new Shell(gogo);
        assertEquals("epair7a\n", shell.run("ifconfig epair7 create mtu 1400 up"));
        assertTrue(shell.run("ifconfig -l"), shell.run("ifconfig -l").contains("epair7a epair7b"));
        shell.run("ifconfig epair7a name wan lladdr 02:00:00:00:00:0a metric 3");
        shell.run("ifconfig wan 192.0.2.1/24 promisc");
        String wan = shell.run("ifconfig -f inet:cidr wan");
        assertTrue(
                wan,
                wan.startsWith("wan: flags=28943<UP,BROADCAST,RUNNING,PROMISC,SIMPLEX,MULTICAST,PPROMISC> metric 3"
                        + " mtu 1400\n"));
        assertTrue(wan, wan.contains("\tinet 192.0.2.1/24 broadcast 192.0.2.255\n\tether 02:00:00:00:00:0a\n"));
        assertTrue(wan, wan.contains("\tstatus: no carrier\n"));
        String json = shell.run("ifconfig -j wan");
        assertTrue(json, json.contains("\"metric\":3") && json.contains("\"lladdr\":\"02:00:00:00:00:0a\""));
        String failed = message(shell, "ifconfig wan metric 4 mtu 70000");
        assertTrue(failed, failed.endsWith(" (done before that: metric 4)"));
        assertEquals(
                "ifconfig: unknown word bogus ('ifconfig --help' shows the usage)",
                message(shell, "ifconfig wan metric 5 bogus"));
        assertTrue(shell.run("ifconfig wan inet").contains(" metric 4 "));
        String table = shell.run("netstat -in -I wan");
        assertTrue(table, table.contains("\nwan     1400  192.0.2.0/24  192.0.2.1  "));
        assertEquals(3, shell.run("netstat -w 0.01 -q 1").split("\n").length);
        assertEquals("", shell.run("ifconfig wan epair7b destroy"));
        assertEquals("ifconfig: interface wan does not exist", message(shell, "ifconfig wan"));
    }

    /** What the shell prints; its {@link Shell#failure} is the cause below. */
    private static String message(Shell shell, String line) {
        return assertThrows(Exception.class, () -> shell.run(line)).getMessage();
    }
}
