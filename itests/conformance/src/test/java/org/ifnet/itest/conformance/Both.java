package org.ifnet.itest.conformance;

import java.util.function.Function;

import org.ifnet.netisr.Env;
import org.ifnet.netisr.internal.RealEnv;
import org.ifnet.testkit.Seeds;
import org.ifnet.testkit.SimEnv;

/**
 * Runs a scenario against a fresh {@link Layer} on real threads once, and then in simulation for some seeds. A failure in
 * simulation names its seed, and {@code -Difnet.seed=N} runs that one alone.
 */
final class Both {
    private static final int SEEDS = "full".equals(System.getProperty("ifnet.tier")) ? 40 : 4;

    private Both() {}

    /** What one test does with the layer, on a thread of the layer's Env. */
    @FunctionalInterface
    interface Scenario {
        void on(Layer layer) throws Exception;
    }

    static void run(Scenario scenario) {
        onRealThreads(scenario);
        Seeds.run(SEEDS, seed -> inSimulation(seed, scenario));
    }

    static void onRealThreads(Scenario scenario) {
        play(Layer::new, new RealEnv(), scenario);
    }

    static void inSimulation(long seed, Scenario scenario) {
        SimEnv env = new SimEnv(seed);
        env.run(() -> play(Layer::new, env, scenario));
    }

    private static void play(Function<Env, Layer> maker, Env env, Scenario scenario) {
        Layer layer = maker.apply(env);
        boolean held = false;
        try {
            scenario.on(layer);
            held = true;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            layer.close(held);
        }
    }
}
