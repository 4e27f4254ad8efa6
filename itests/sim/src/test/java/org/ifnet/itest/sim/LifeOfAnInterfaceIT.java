package org.ifnet.itest.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;

import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.Echo;
import org.ifnet.netisr.EnvThread;
import org.ifnet.testkit.Seeds;
import org.ifnet.testkit.SimEnv;
import org.junit.jupiter.api.Test;

/** Attach, traffic and detach of the whole layer, interleaved by the seed at every message, lock and yield point. */
class LifeOfAnInterfaceIT {
    private static final int RUNS = "full".equals(System.getProperty("ifnet.tier")) ? 1000 : 100;

    @Test
    void trafficFlowsAndNothingIsLeftWhateverTheInterleaving() {
        Seeds.run(RUNS, LifeOfAnInterfaceIT::simulate);
    }

    @Test
    void theSameSeedReplaysTheSameRun() {
        Seeds.run(20, seed -> assertEquals(simulate(seed), simulate(seed)));
    }

    private static long simulate(long seed) {
        SimEnv env = new SimEnv(seed);
        env.run(() -> {
            try {
                scenario(env);
            } catch (IfnetException e) {
                throw new AssertionError(e);
            }
        });
        return env.traceHash();
    }

    private static void scenario(SimEnv env) throws IfnetException {
        SimPlatform platform = new SimPlatform(env, 2);
        platform.address("lo0", "127.0.0.1/8");
        pair(platform, "epair0", "10.1.0");
        pair(platform, "epair1", "10.2.0");
        Pinger steady = new Pinger(platform, "epair0a", "10.1.0.2", 20);
        Pinger cut = new Pinger(platform, "epair1a", "10.2.0.2", 20);
        EnvThread first = env.start("steady", steady);
        EnvThread second = env.start("cut", cut);
        env.park(TimeUnit.MILLISECONDS.toNanos(5));
        platform.cloners.destroy(SimPlatform.ROOT, "epair1a");
        assertNull(platform.ifnets().byName("epair1b"));
        assertTrue(first.join(TimeUnit.SECONDS.toNanos(60)), "the steady pinger ends");
        assertTrue(second.join(TimeUnit.SECONDS.toNanos(60)), "the other pinger ends");
        assertEquals(0, steady.refused, () -> "requests refused; " + fate(platform));
        assertEquals(20, steady.answered, () -> "answers over the interface that stayed; " + fate(platform));
        platform.close();
    }

    /** Where packets went, for the message of a failure. */
    private static String fate(SimPlatform platform) {
        StringBuilder fate =
                new StringBuilder("protocol drops " + platform.inet.drops().nonZero());
        for (Ifnet ifnet : platform.ifnets().list()) {
            fate.append("; ").append(ifnet.name()).append(" drops ");
            fate.append(ifnet.counters().drops().nonZero()).append(' ');
            fate.append(ifnet.queue().subqueue(0).stats());
        }
        return fate.toString();
    }

    private static void pair(SimPlatform platform, String name, String net) throws IfnetException {
        platform.cloners.create(SimPlatform.ROOT, name, null);
        platform.address(name + "a", net + ".1/24");
        platform.address(name + "b", net + ".2/24");
    }

    /** Sends one request after the other, a millisecond apart, then waits until all are answered or a second is over. */
    private static final class Pinger implements Runnable, Echo.Listener {
        private final SimPlatform platform;
        private final Echo.Session session;
        private final int count;
        private volatile int answered;
        private volatile int refused;

        Pinger(SimPlatform platform, String via, String destination, int count) throws IfnetException {
            this.platform = platform;
            this.count = count;
            session = platform.inet
                    .echo()
                    .open(
                            SimPlatform.ROOT,
                            IpAddress.parse(destination),
                            platform.ifnets().require(via),
                            this);
        }

        @Override
        public void run() {
            for (int i = 0; i < count; i++) {
                int error = session.send(i, 56, 64);
                refused += error == 0 ? 0 : 1;
                platform.env.park(TimeUnit.MILLISECONDS.toNanos(1));
            }
            long deadline = platform.env.nanoTime() + TimeUnit.SECONDS.toNanos(1);
            while (answered < count && deadline - platform.env.nanoTime() > 0) {
                platform.env.park(deadline - platform.env.nanoTime());
            }
            session.close();
        }

        @Override
        public void reply(IpAddress from, int sequence, int bytes, int ttl, long nanos) {
            answered++;
        }

        @Override
        public void error(IpAddress from, int sequence, String text) {}
    }
}
