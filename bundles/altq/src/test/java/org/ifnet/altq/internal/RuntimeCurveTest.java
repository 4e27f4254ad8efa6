package org.ifnet.altq.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.ifnet.testkit.Seeds;
import org.junit.jupiter.api.Test;

/** HFSC: a curve that began several times is the least of them all, as far as two parts can say it. */
class RuntimeCurveTest {
    private record Begun(double time, double total) {}

    @Test
    void aConcaveCurveIsTheLeastOfAllItsBeginnings() {
        Seeds.run(200, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            ServiceCurve curve =
                    new ServiceCurve(1 + random.nextDouble(9), random.nextDouble(100), random.nextDouble());
            RuntimeCurve runtime = new RuntimeCurve(curve);
            List<Begun> beginnings = new ArrayList<>();
            double time = 0;
            double total = 0;
            for (int i = 0; i < 20; i++) {
                runtime.begin(time, total);
                beginnings.add(new Begun(time, total));
                for (double at = time; at < time + 300; at += 7) {
                    assertEquals(least(curve, beginnings, at), runtime.total(at), 1e-6 * (1 + at * 10));
                }
                double step = random.nextDouble(80);
                // never more than the curve allows: idle for a while, or not
                total += (runtime.total(time + step) - total) * random.nextDouble();
                time += step;
            }
        });
    }

    private static double least(ServiceCurve curve, List<Begun> beginnings, double at) {
        return beginnings.stream()
                .mapToDouble(b -> b.total() + curve.at(at - b.time()))
                .min()
                .orElseThrow();
    }

    @Test
    void aConvexCurveIsOneOfItsBeginnings() {
        RuntimeCurve runtime = new RuntimeCurve(new ServiceCurve(0, 10, 1));
        runtime.begin(0, 0);
        assertEquals(0, runtime.total(10));
        assertEquals(20, runtime.total(30));
        runtime.begin(30, 25);
        assertEquals(20, runtime.total(30), "it has had more already: what was, counts");
        runtime.begin(40, 26);
        assertEquals(26, runtime.total(50), "it has had less: begun anew");
        assertEquals(36, runtime.total(60));
    }

    @Test
    void timeIsTheInverseOfTotal() {
        Seeds.run(200, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            double m1 = random.nextInt(4) == 0 ? 0 : random.nextDouble();
            RuntimeCurve runtime =
                    new RuntimeCurve(new ServiceCurve(m1, random.nextDouble(100), 0.001 + random.nextDouble()));
            runtime.begin(random.nextDouble(1000), random.nextDouble(1000));
            double start = runtime.total(0);
            for (double more = 1; more < 200; more += 13) {
                double time = runtime.time(start + more);
                assertEquals(start + more, runtime.total(time), 1e-6);
                assertTrue(runtime.total(time - 1e-3) < start + more);
            }
        });
    }

    @Test
    void whatIsNeverReachedIsInfinitelyFar() {
        RuntimeCurve runtime = new RuntimeCurve(new ServiceCurve(1, 10, 0));
        runtime.begin(0, 0);
        assertEquals(10, runtime.time(10));
        assertEquals(Double.POSITIVE_INFINITY, runtime.time(11));
    }
}
