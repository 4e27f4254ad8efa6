package org.ifnet.itest.karaf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.inject.Inject;

import org.apache.karaf.features.FeaturesService;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;

/** The features on a Karaf as it comes. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class FeaturesIT {

    @Inject
    private BundleContext context;

    @Inject
    private FeaturesService features;

    @Configuration
    public Option[] configuration() {
        return new Option[] {IfnetKaraf.options()};
    }

    @Test
    public void installsEverythingAndRefreshesNothing() throws Exception {
        features.addRepository(URI.create(IfnetKaraf.features()));
        String plan = plan();
        assertTrue(plan, plan.contains("org.ifnet.core"));
        assertFalse(plan, plan.toLowerCase(Locale.ROOT).contains("to refresh"));

        Map<String, BundleWiring> before = wirings();

        features.installFeature("ifnet");

        List<String> notActive = Arrays.stream(context.getBundles())
                .filter(b -> b.getSymbolicName().startsWith("org.ifnet."))
                .filter(b -> b.getState() != Bundle.ACTIVE)
                .map(b -> b + " in state " + b.getState())
                .toList();
        assertEquals(List.of(), notActive);
        assertTrue(Arrays.stream(context.getBundles())
                .anyMatch(b -> b.getSymbolicName().equals("org.ifnet.core")));

        // A refreshed bundle has a new wiring.
        Map<String, BundleWiring> after = wirings();
        List<String> refreshed = before.keySet().stream()
                .filter(b -> before.get(b) != after.get(b))
                .toList();
        assertEquals(List.of(), refreshed);
    }

    /** What {@code feature:install -t -v ifnet} prints; the command itself is for administrators who have logged in. */
    private String plan() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true));
        try {
            features.installFeature(
                    "ifnet", EnumSet.of(FeaturesService.Option.Simulate, FeaturesService.Option.Verbose));
        } finally {
            System.setOut(before);
        }
        return printed.toString();
    }

    private Map<String, BundleWiring> wirings() {
        Map<String, BundleWiring> wirings = new TreeMap<>();
        for (Bundle bundle : context.getBundles()) {
            BundleWiring wiring = bundle.adapt(BundleWiring.class);
            if (wiring != null) {
                wirings.put(bundle.toString(), wiring);
            }
        }
        return wirings;
    }
}
