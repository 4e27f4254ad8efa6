package org.ifnet.netisr.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.BooleanSupplier;

import org.ifnet.testkit.Seeds;
import org.ifnet.testkit.SimEnv;

/** A running engine of two netisrs in simulation. */
final class SimEngine {
    private static final long MS = 1_000_000L;

    private SimEngine() {}

    /** What a simulated test does with a running engine of two netisrs. */
    interface Script {
        void run(SimEnv env, NetisrEngine engine) throws Exception;
    }

    static SimEnv simulate(long seed, Script script) {
        SimEnv env = new SimEnv(seed);
        env.run(() -> {
            NetisrEngine engine = new NetisrEngine(env, 2, null);
            engine.start();
            try {
                script.run(env, engine);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            engine.close();
            assertEquals(0, engine.faultCount(), "faults");
        });
        return env;
    }

    static void forSeeds(int count, Script script) {
        Seeds.run(count, seed -> simulate(seed, script));
    }

    static void awaitVirtually(SimEnv env, BooleanSupplier condition) {
        for (int i = 0; !condition.getAsBoolean(); i++) {
            assertTrue(i < 1000, "still not so after " + i + " ms");
            env.park(MS);
        }
    }
}
