package org.ifnet.itest.sim;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.invoke.MethodHandle;
import java.util.List;

import org.ifnet.testkit.Fault;
import org.ifnet.testkit.FaultLoader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bugs of the original, put back one at a time: the simulation finds each within so many seeds. */
class FaultsIT {
    /** {@link LivesIT} finds nothing in these seeds when no fault is in. */
    private static final int SEEDS = 6_000;

    static List<Fault> faults() {
        return Faults.all();
    }

    static List<Fault> queueFaults() {
        return QueueFaults.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void theSimulationFindsTheBug(Fault fault) throws Throwable {
        find(fault, Life.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("queueFaults")
    void theSimulationFindsTheForgottenQueue(Fault fault) throws Throwable {
        find(fault, QueueLife.class);
    }

    private static void find(Fault fault, Class<?> lives) throws Throwable {
        MethodHandle life = new FaultLoader(fault).run(lives);
        AssertionError found = null;
        long seed = 0;
        while (found == null && seed < SEEDS) {
            found = live(life, ++seed);
        }
        fault.edits().forEach(edit -> assertTrue(edit.patch().isApplied(), () -> "nothing to patch: " + edit));
        assertNotNull(found, "not found in " + SEEDS + " seeds");
        String what = firstLine(found);
        assertTrue(
                what.matches(".*Assertion\\w*Error: [0-9.]+: .*"), () -> "not an invariant that was broken: " + what);
        System.out.println(fault + ": found by seed " + seed + ": " + what);
    }

    private static AssertionError live(MethodHandle life, long seed) throws Throwable {
        try {
            long trace = (long) life.invokeExact(seed);
            assertTrue(trace != 0);
            return null;
        } catch (AssertionError e) {
            return e;
        }
    }

    private static String firstLine(AssertionError e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
