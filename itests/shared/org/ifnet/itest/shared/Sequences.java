package org.ifnet.itest.shared;

import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Random sequences of what an administrator can do to our bundles. When all are back, packets are forwarded again with
 * what was configured before. A failure names the seed; {@code -Difnet.seed=N} runs that sequence alone.
 */
public final class Sequences {
    private static final int OPERATIONS = 20;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final Pattern OURS = Pattern.compile("org\\.ifnet\\..*|com\\.example\\.memnic");

    private final BundleContext context;
    private final Commands commands;

    /** Types a command as an administrator does. */
    @FunctionalInterface
    public interface Commands {
        /** What the command printed; throws what the command threw. */
        String run(String line) throws Exception;
    }

    public Sequences(BundleContext context, Commands commands) {
        this.context = context;
        this.commands = commands;
    }

    /** Configures, then runs so many sequences and looks after each whether all is as it was configured. */
    public void run(int count) throws Exception {
        configure();
        assertForwards("before any operation");
        Long only = Long.getLong("ifnet.seed");
        long first = only != null ? only : System.nanoTime();
        for (long seed = first; seed < first + (only != null ? 1 : count); seed++) {
            List<String> done = operate(new Random(seed));
            bringBack();
            assertForwards("seed " + seed + ", after " + done);
        }
    }

    private void configure() throws Exception {
        for (String line : List.of(
                "ifconfig lo0 inet 127.0.0.1/8",
                "ifconfig epair0 create",
                "ifconfig epair0a inet 10.1.0.1/24",
                "ifconfig epair0b inet 10.1.0.2/24",
                "ifconfig mem0 inet 10.2.0.1/24",
                "ifconfig mem1 inet 10.2.0.2/24",
                "sysctl net.inet.ip.forwarding=1",
                "route add -net 10.9.0.0/16 10.2.0.2")) {
            commands.run(line);
        }
    }

    private void assertForwards(String when) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        String trouble = trouble();
        while (!trouble.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            trouble = trouble();
        }
        assertTrue(when + ": " + trouble, trouble.isEmpty());
    }

    private String trouble() {
        try {
            commands.run("ping -c 1 -W 200 -I epair0a 10.1.0.2");
            commands.run("ping -c 1 -W 200 -I mem0 10.2.0.2");
            if (!commands.run("sysctl net.inet.ip.forwarding").contains("1")) {
                return "forwarding is off";
            }
            return commands.run("netstat -rn").contains("10.9.0.0/16") ? "" : "no static route";
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
                .filter(b -> OURS.matcher(b.getSymbolicName()).matches())
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
