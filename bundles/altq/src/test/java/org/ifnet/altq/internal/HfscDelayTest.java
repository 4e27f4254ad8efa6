package org.ifnet.altq.internal;

import static org.ifnet.altq.internal.Specs.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ifnet.ifq.DisciplineSpec;
import org.junit.jupiter.api.Test;

/** Reference 3.5, HFSC: what curves of two parts are for, delay apart from bandwidth. */
class HfscDelayTest {
    private static final long LINE = 10_000_000;
    private static final long MILLI = 1_000_000;
    /** A full frame that is on the line already, and the one of the class itself. */
    private static final long FRAME = 1514 * 8 * Link.SECOND / LINE;

    private final long[] longest = new long[8];

    private Link link(DisciplineSpec spec) throws Exception {
        Link link = new Link(1, new HfscDiscipline(), spec, 1, LINE);
        link.fate((m, sent) -> longest[m.queueClass()] = Math.max(longest[m.queueClass()], link.now - m.queuedAt()));
        return link;
    }

    /** A call: a packet of 160 bytes every 20 ms, 64 kbit/s. */
    private static void call(Link link, int cls) {
        link.send(t -> {
            link.offer(0, cls, 160, 1);
            return t + 20 * MILLI;
        });
    }

    @Test
    void aConcaveGuaranteeShortensTheDelayWithoutMoreBandwidth() throws Exception {
        // 160 bytes within 2 ms: 640 kbit/s at first, 64 in the long run
        Link steep =
                link(spec("hfsc", "voice in r realtime 640Kb/2ms/64Kb", "bulk in r bandwidth 10Mb default", "r root"));
        call(steep, 0);
        steep.saturate(0, 1, 1514, 4);
        steep.run(10 * Link.SECOND);
        assertTrue(longest[0] <= 2 * MILLI + FRAME, () -> longest[0] + " ns");
        assertEquals(64_000, steep.rate(0, 10 * Link.SECOND), 640);
        steep.silence();
        steep.close();
        longest[0] = 0;
        Link straight = link(spec(
                "hfsc",
                "voice in r realtime 64Kb",
                "busy in r realtime 9900Kb",
                "bulk in r bandwidth 10Mb default",
                "r root"));
        call(straight, 0);
        straight.saturate(0, 1, 1514, 4);
        straight.saturate(0, 2, 1514, 4);
        straight.run(10 * Link.SECOND);
        assertTrue(longest[0] > 10 * MILLI, () -> longest[0] + " ns");
        assertTrue(longest[0] <= 20 * MILLI + FRAME, () -> longest[0] + " ns");
        straight.silence();
        straight.close();
    }

    @Test
    void deadlinesHoldWhenGuaranteesFillTheLine() throws Exception {
        Link link = link(spec(
                "hfsc",
                "v0 in r realtime 640Kb/2ms/64Kb",
                "v1 in r realtime 640Kb/2ms/64Kb",
                "v2 in r realtime 640Kb/2ms/64Kb",
                "slow in r realtime 0/50ms/9800Kb bandwidth 1b",
                "bulk in r bandwidth 10Mb default",
                "r root"));
        for (int voice = 0; voice < 3; voice++) {
            call(link, voice);
        }
        link.saturate(0, 3, 1514, 4);
        link.saturate(0, 4, 1514, 4);
        link.run(10 * Link.SECOND);
        for (int voice = 0; voice < 3; voice++) {
            int cls = voice;
            assertTrue(longest[voice] <= 2 * MILLI + FRAME, () -> "voice " + cls + ": " + longest[cls] + " ns");
        }
        link.silence();
        link.close();
    }

    @Test
    void aConvexGuaranteeComesLate() throws Exception {
        Link link = link(spec("hfsc", "late in r realtime 0/100ms/5Mb", "bulk in r bandwidth 10Mb default", "r root"));
        link.saturate(0, 1, 500, 4);
        link.run(Link.SECOND);
        link.saturate(0, 0, 500, 4);
        link.run(100 * MILLI);
        // its eligible curve is straight: it may go before its deadline, but at no more than its rate
        assertTrue(link.rate(0, 100 * MILLI) <= 0.51 * LINE);
        link.run(Link.SECOND);
        assertEquals(0.5 * LINE, link.rate(0, Link.SECOND), 0.005 * LINE);
        link.silence();
        link.close();
    }

    @Test
    void anUpperLimitOfTwoPartsLetsABurstThrough() throws Exception {
        Link link = link(spec("hfsc", "a in r bandwidth 1Mb upperlimit 8Mb/100ms/1Mb default qlimit 1000", "r root"));
        for (int i = 0; i < 400; i++) {
            link.offer(0, 0, 500, 0);
        }
        link.run(100 * MILLI);
        assertEquals(8_000_000, link.rate(0, 100 * MILLI), 80_000);
        link.run(Link.SECOND / 2);
        assertEquals(1_000_000, link.rate(0, Link.SECOND / 2), 10_000);
        link.close();
    }

    @Test
    void aShareOfTwoPartsFavoursTheOneThatBegins() throws Exception {
        Link link = link(spec("hfsc", "a in r linkshare 9Mb/50ms/1Mb", "b in r bandwidth 1Mb default", "r root"));
        link.saturate(0, 1, 500, 4);
        link.run(Link.SECOND);
        link.saturate(0, 0, 500, 4);
        link.run(40 * MILLI);
        assertEquals(0.9 * LINE, link.rate(0, 40 * MILLI), 0.03 * LINE);
        link.run(Link.SECOND);
        link.run(Link.SECOND);
        assertEquals(0.5 * LINE, link.rate(0, Link.SECOND), 0.005 * LINE);
        link.silence();
        link.close();
    }
}
