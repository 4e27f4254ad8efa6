package org.ifnet.ifq.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ifnet.IfnetException;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.Regulator;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.testkit.SimEnv;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The token bucket on virtual time, in front of a device that takes everything at once (reference 3.3). */
class RegulatorTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int FRAME = 180;

    private final SimEnv env = new SimEnv(1);
    private QueueBench bench;
    private final long[] sent = new long[8];

    private void start(int lanes) {
        bench = new QueueBench(env, 1, lanes, 50, 1514);
        bench.driver = q -> {
            for (Mbuf m = q.dequeue(); m != null; m = q.dequeue()) {
                sent[q.index()] += m.packetLength();
                m.free();
            }
        };
        bench.ifq.setRunning(true);
    }

    /** Keeps so many lanes full for that long. */
    private void saturate(long nanos, int lanes) {
        long end = env.nanoTime() + nanos;
        while (end - env.nanoTime() > 0) {
            for (int lane = 0; lane < lanes; lane++) {
                while (bench.ifq.subqueue(lane).length() < 20) {
                    Mbuf m = bench.packet(lane, FRAME);
                    m.flowHash(lane);
                    bench.ifq.dispatch(m);
                }
            }
            turn(end);
        }
    }

    private void turn(long end) {
        bench.netisr.runAll();
        Long next = bench.netisr.nextCallout();
        long now = env.nanoTime();
        env.burn(Math.max(1, Math.min(next == null ? 100_000 : next - now, end - now)));
    }

    private long total() {
        long all = 0;
        for (long bytes : sent) {
            all += bytes;
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource({"10000000,4000,1", "1000000,10000,4", "100000000,3000,2", "64000,600,1", "999999,1514,8"})
    void keepsToTheRateWithinOnePercent(long bandwidth, long depth, int lanes) {
        env.run(() -> {
            start(lanes);
            try {
                bench.ifq.regulate(new Regulator(bandwidth, depth));
            } catch (IfnetException e) {
                throw new AssertionError(e);
            }
            saturate(SECOND, lanes);
            long before = total();
            long[] lane = sent.clone();
            long nanos = Math.max(SECOND, 8L * FRAME * 200 * SECOND / bandwidth * lanes);
            saturate(nanos, lanes);
            double expected = bandwidth / 8.0 * nanos / SECOND;
            assertEquals(expected, total() - before, expected / 100);
            for (int i = 0; i < lanes; i++) {
                assertEquals(expected / lanes, sent[i] - lane[i], expected / lanes / 50, "lane " + i);
            }
            bench.ifq.close();
        });
    }

    @Test
    void keepsToTheRateThroughAHundredExchanges() {
        env.run(() -> {
            start(2);
            bench.engine.add("fifo", new FifoDiscipline());
            try {
                bench.ifq.regulate(new Regulator(8_000_000, 3000));
                bench.ifq.attachDiscipline(DisciplineSpec.of("fifo"));
                saturate(SECOND, 2);
                long before = total();
                for (int i = 0; i < 50; i++) {
                    bench.ifq.enableDiscipline();
                    saturate(SECOND / 100, 2);
                    bench.ifq.disableDiscipline();
                    saturate(SECOND / 100, 2);
                }
                assertEquals(1_000_000, total() - before, 10_000);
            } catch (IfnetException e) {
                throw new AssertionError(e);
            }
            bench.ifq.close();
        });
    }

    @Test
    void aBurstIsNoLongerThanTheDepthAndOneFrame() {
        env.run(() -> {
            start(1);
            try {
                bench.ifq.regulate(new Regulator(1_000_000, 2000));
            } catch (IfnetException e) {
                throw new AssertionError(e);
            }
            for (int idle = 0; idle < 3; idle++) {
                env.burn(100 * SECOND);
                long before = total();
                for (int i = 0; i < 40; i++) {
                    bench.ifq.dispatch(bench.packet(i, FRAME));
                }
                bench.netisr.runAll();
                assertTrue(total() - before >= 2000, "the bucket was full");
                assertTrue(total() - before < 2000 + FRAME, total() - before + " bytes at once");
                bench.ifq.purge();
            }
            bench.ifq.close();
        });
    }

    @Test
    void aLaneThatStopsDoesNotHoldUpTheOthers() {
        env.run(() -> {
            start(2);
            try {
                bench.ifq.regulate(new Regulator(8_000_000, 3000));
            } catch (IfnetException e) {
                throw new AssertionError(e);
            }
            saturate(SECOND / 10, 2);
            bench.ifq.subqueue(0).setOactive();
            long[] before = sent.clone();
            saturate(SECOND, 2);
            assertEquals(before[0], sent[0]);
            assertEquals(1_000_000, sent[1] - before[1], 10_000);
            bench.ifq.subqueue(0).clearOactive();
            saturate(SECOND, 2);
            assertEquals(500_000, sent[0] - before[0], 10_000);
            bench.ifq.purge();
            saturate(SECOND / 10, 1);
            bench.ifq.close();
        });
    }

    @Test
    void removedItLetsEverythingGo() {
        env.run(() -> {
            start(1);
            try {
                bench.ifq.regulate(new Regulator(1000, 100));
                for (int i = 0; i < 20; i++) {
                    bench.ifq.dispatch(bench.packet(i, FRAME));
                }
                bench.netisr.runAll();
                assertEquals(FRAME, total());
                bench.ifq.regulate(null);
            } catch (IfnetException e) {
                throw new AssertionError(e);
            }
            bench.netisr.runAll();
            assertEquals(20 * FRAME, total());
            bench.ifq.close();
        });
    }
}
