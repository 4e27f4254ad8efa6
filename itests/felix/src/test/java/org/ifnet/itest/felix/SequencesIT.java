package org.ifnet.itest.felix;

import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Random sequences of what an administrator can do to our bundles. When all are back, packets are forwarded again with
 * what was configured before. A failure names the seed; {@code -Difnet.seed=N} runs that sequence alone.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class SequencesIT {
    private static final boolean FULL = "full".equals(System.getProperty("ifnet.tier"));
    private static final int SEQUENCES = FULL ? 50 : 8;
    private static final int OPERATIONS = 20;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** Configuration lives in memory there until it can be saved: an update of it would forget what is wanted. */
    private static final List<String> KEPT = List.of("org.ifnet.config");

    @Inject
    private BundleContext context;

    @Inject
    private CommandProcessor gogo;

    @Configuration
    public Option[] configuration() {
        return new Option[] {IfnetFelix.options()};
    }

    @Test
    public void whatWasConfiguredForwardsAgain() throws Exception {
        Shell shell = new Shell(gogo);
        configure(shell);
        assertForwards(shell, "before any operation");
        Long only = Long.getLong("ifnet.seed");
        long first = only != null ? only : System.nanoTime();
        for (long seed = first; seed < first + (only != null ? 1 : SEQUENCES); seed++) {
            List<String> done = operate(new Random(seed));
            bringBack();
            assertForwards(shell, "seed " + seed + ", after " + done);
        }
    }

    private static void configure(Shell shell) throws Exception {
        shell.run("ifconfig lo0 inet 127.0.0.1/8");
        shell.run("ifconfig epair0 create");
        shell.run("ifconfig epair0a inet 10.1.0.1/24");
        shell.run("ifconfig epair0b inet 10.1.0.2/24");
        shell.run("ifconfig mem0 inet 10.2.0.1/24");
        shell.run("ifconfig mem1 inet 10.2.0.2/24");
        shell.run("sysctl net.inet.ip.forwarding=1");
        shell.run("route add -net 10.9.0.0/16 10.2.0.2");
    }

    private void assertForwards(Shell shell, String when) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        String trouble = trouble(shell);
        while (!trouble.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            trouble = trouble(shell);
        }
        assertTrue(when + ": " + trouble, trouble.isEmpty());
    }

    private static String trouble(Shell shell) {
        try {
            shell.run("ping -c 1 -W 200 -I epair0a 10.1.0.2");
            shell.run("ping -c 1 -W 200 -I mem0 10.2.0.2");
            if (!shell.run("sysctl net.inet.ip.forwarding").contains("1")) {
                return "forwarding is off";
            }
            return shell.run("netstat -rn").contains("10.9.0.0/16") ? "" : "no static route";
        } catch (Exception e) {
            return String.valueOf(e);
        }
    }

    private List<String> operate(Random random) throws Exception {
        List<String> done = new ArrayList<>();
        for (int i = 0; i < OPERATIONS; i++) {
            List<Bundle> ours = ours();
            Bundle bundle = ours.get(random.nextInt(ours.size()));
            Operation operation = Operation.values()[random.nextInt(Operation.values().length)];
            done.add(operation + " " + bundle.getSymbolicName());
            try {
                apply(operation, bundle);
            } catch (BundleException e) {
                done.add("refused: " + e.getMessage());
            }
        }
        return done;
    }

    private enum Operation {
        STOP,
        START,
        UPDATE,
        REINSTALL,
        REFRESH
    }

    private void apply(Operation operation, Bundle bundle) throws BundleException, InterruptedException {
        switch (operation) {
            case STOP -> bundle.stop();
            case START -> bundle.start();
            case UPDATE -> bundle.update();
            case REINSTALL -> {
                String location = bundle.getLocation();
                bundle.uninstall();
                refresh(List.of(bundle));
                context.installBundle(location).start();
            }
            case REFRESH -> refresh(List.of(bundle));
            default -> throw new AssertionError(operation);
        }
    }

    private void bringBack() throws Exception {
        refresh(null);
        for (Bundle bundle : ours()) {
            bundle.start();
        }
    }

    private List<Bundle> ours() {
        return Arrays.stream(context.getBundles())
                .filter(b -> b.getSymbolicName().startsWith("org.ifnet."))
                .filter(b -> !KEPT.contains(b.getSymbolicName()))
                .sorted(Comparator.comparing(Bundle::getSymbolicName))
                .toList();
    }

    private void refresh(List<Bundle> bundles) throws InterruptedException {
        CountDownLatch refreshed = new CountDownLatch(1);
        context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(bundles, event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
            }
        });
        assertTrue(refreshed.await(30, TimeUnit.SECONDS));
    }
}
