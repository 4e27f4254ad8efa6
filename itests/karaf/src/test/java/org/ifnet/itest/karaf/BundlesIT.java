package org.ifnet.itest.karaf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import javax.inject.Inject;

import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.ifnet.itest.shared.Sequences;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Our bundles and a driver of a third party, coming and going in a stock Karaf. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class BundlesIT {
    private static final int SEQUENCES = "full".equals(System.getProperty("ifnet.tier")) ? 5 : 1;

    @Inject
    private BundleContext context;

    @Inject
    private FeaturesService features;

    @Inject
    private SessionFactory sessions;

    private Bundle driver;

    @Configuration
    public Option[] configuration() {
        return new Option[] {IfnetKaraf.options()};
    }

    @Before
    public void installEverything() throws Exception {
        features.addRepository(URI.create(IfnetKaraf.features()));
        features.installFeature("ifnet");
        driver = context.installBundle(
                Path.of(System.getProperty("ifnet.driver")).toUri().toString());
        driver.start();
    }

    /** As a user does: in a new session. */
    private String run(String line) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true);
        Session session = sessions.create(new ByteArrayInputStream(new byte[0]), stream, stream);
        try {
            session.execute("ifnet:" + line);
        } finally {
            session.close();
        }
        return out.toString();
    }

    @Test
    public void aDriverAttachesMovesPacketsAndDetaches() throws Exception {
        run("ifconfig lo0 inet 127.0.0.1/8");
        run("ifconfig mem0 inet 10.2.0.1/24");
        run("ifconfig mem1 inet 10.2.0.2/24");
        String pinged = run("ping -c 3 -i 0.01 -I mem0 10.2.0.2");
        assertTrue(pinged, pinged.contains("3 packets transmitted, 3 packets received, 0.0% packet loss"));
        driver.stop();
        assertEquals("lo0", run("ifconfig -l").trim().replaceAll(" epair0[ab]", ""));
        driver.start();
    }

    @Test
    public void whatWasConfiguredForwardsAgain() throws Exception {
        new Sequences(context, this::run).run(SEQUENCES);
    }
}
