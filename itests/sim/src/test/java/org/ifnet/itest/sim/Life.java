package org.ifnet.itest.sim;

import java.util.logging.Level;
import java.util.logging.Logger;

import org.ifnet.IfnetException;
import org.ifnet.testkit.SimEnv;

/** One seed. */
public final class Life {
    /** What the platform logs of failing devices is expected, and writing it takes longer than the life. */
    private static final Logger QUIET = Logger.getLogger("org.ifnet");

    private static final int CPUS = 2;
    private static final int ACTORS = 3;
    private static final int ACTIONS = 8;

    static {
        QUIET.setLevel(Level.OFF);
    }

    private Life() {}

    /**
     * Lives it.
     *
     * @return a number that is the same when the same decisions were taken at the same places
     * @throws AssertionError what was wrong
     */
    public static long run(long seed) {
        SimEnv env = new SimEnv(seed);
        env.run(() -> {
            try {
                new Scene(new SimPlatform(env, CPUS)).play(ACTORS, ACTIONS);
            } catch (IfnetException e) {
                throw new AssertionError(e);
            }
        });
        return env.traceHash();
    }
}
