package org.ifnet.itest.felix;

import static org.junit.Assert.assertEquals;
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
}
