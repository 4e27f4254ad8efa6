package org.ifnet.altq.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.wire.Checksum;
import org.junit.jupiter.api.Test;

/** Reference 3.5, RIO. */
class RioTest {
    private static final long MS = 1_000_000;
    private static final long LINE = 10_000_000;
    /** AF11, AF12, AF13, which differ in their drop precedence. */
    private static final int[] AF = {0x28, 0x30, 0x38};

    private static Link link(int lanes, String... words) throws IfnetException {
        return new Link(1, new RioDiscipline(), Aimd.spec("rio", words), lanes, LINE);
    }

    private static void end(Link link) {
        link.silence();
        link.close();
    }

    private static double meanLength(int tos, String... words) throws IfnetException {
        Link link = link(1, words);
        long[] sum = new long[2];
        Aimd.flood(link, 0, 1, 1000, tos, MS / 4);
        link.run(5 * Link.SECOND);
        link.send(now -> {
            sum[0] += link.waiting();
            sum[1]++;
            return now + MS / 3;
        });
        link.run(3 * Link.SECOND);
        end(link);
        return (double) sum[0] / sum[1];
    }

    @Test
    void eachPrecedenceHasItsThresholds() throws Exception {
        assertEquals(45, meanLength(AF[0]), 1);
        assertEquals(30, meanLength(AF[1]), 1);
        assertEquals(15, meanLength(AF[2]), 1);
        assertEquals(45, meanLength(0), 1, "what has no precedence is dropped last");
        assertEquals(25, meanLength(AF[2], "high_min", "20", "high_max", "25"), 1);
    }

    /** Bits a second of each precedence when each offers that many. */
    private static double[] through(Link link, int exchanges, int... offered) throws IfnetException {
        Aimd accounts = new Aimd(link, 0);
        for (int i = 0; i < 3; i++) {
            Aimd.flood(link, i, i, 1000, AF[i], 8000 * Link.SECOND / offered[i]);
        }
        link.run(3 * Link.SECOND);
        accounts.reset();
        for (int i = 0; i < exchanges; i++) {
            link.exchange(new RioDiscipline(), Aimd.spec("rio"));
            link.run(5 * Link.SECOND / exchanges);
        }
        link.run(exchanges == 0 ? 5 * Link.SECOND : 0);
        double[] rates = new double[3];
        for (int i = 0; i < 3; i++) {
            rates[i] = accounts.account(i).bytes * 8 / 5.0;
        }
        return rates;
    }

    @Test
    void whatIsToBeDroppedFirstGoesBeforeTheRestHasToSuffer() throws Exception {
        Link link = link(3);
        double[] rates = through(link, 0, 4_000_000, 4_000_000, 6_000_000);
        assertEquals(4_000_000, rates[0], 40_000);
        assertEquals(4_000_000, rates[1], 40_000);
        assertEquals(2_000_000, rates[2], 40_000);
        end(link);
        Link crowded = link(3);
        rates = through(crowded, 0, 8_000_000, 6_000_000, 6_000_000);
        assertEquals(8_000_000, rates[0], 80_000);
        assertTrue(rates[1] > 1_500_000, "medium " + rates[1]);
        assertTrue(rates[2] < 300_000, "high " + rates[2]);
        end(crowded);
    }

    @Test
    void exchangesCostNothingAndAreSoonForgotten() throws Exception {
        Link link = link(3);
        double[] rates = through(link, 100, 4_000_000, 4_000_000, 6_000_000);
        assertEquals(LINE, rates[0] + rates[1] + rates[2], LINE * 0.01);
        link.silence();
        rates = through(link, 0, 4_000_000, 4_000_000, 6_000_000);
        assertEquals(4_000_000, rates[0], 40_000);
        assertEquals(4_000_000, rates[1], 40_000);
        end(link);
    }

    @Test
    void theCountsOfPrecedencesSurviveEveryWayInAndOut() throws Exception {
        Link link = link(2, "cleardscp", "");
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < 3; i++) {
                Mbuf m = Frames.ipv4(link.packet(-1, 100, i), AF[i], i);
                link.scheduler.adopt(round & 1, -1, m, link.now);
            }
            if (round % 5 == 0) {
                link.exchange((spec, context) -> link.scheduler, Aimd.spec("same"));
            }
            for (int i = 0; i < 3; i++) {
                link.account(link.take());
            }
        }
        assertEquals(0, link.waiting());
        // Were anything left of the counts, the queue would seem longer than it is
        link.send(now -> {
            link.scheduler.enqueue(0, -1, Frames.ipv4(link.packet(-1, 100, 1), AF[2], 1), now);
            return now + MS;
        });
        link.run(5 * Link.SECOND);
        assertEquals(0, link.drops(DropReason.EARLY));
        end(link);
    }

    @Test
    void clearsTheCodePointOfWhatGoesOut() throws Exception {
        Link link = link(1, "cleardscp", "");
        for (int tos : AF) {
            link.scheduler.enqueue(0, -1, Frames.ipv4(link.packet(-1, 100, 1), tos | Frames.ECT, 1), link.now);
            Mbuf m = link.take();
            assertEquals(Frames.ECT, IpField.get(m, 14));
            assertEquals(0, Checksum.of(m, 14, 20));
            link.account(m);
        }
        end(link);
        Link keeping = link(1);
        keeping.scheduler.enqueue(0, -1, Frames.ipv4(keeping.packet(-1, 100, 1), AF[1], 1), keeping.now);
        Mbuf m = keeping.take();
        assertEquals(AF[1], IpField.get(m, 14));
        keeping.account(m);
        end(keeping);
    }

    @Test
    void refusesWhatMakesNoSense() {
        String[][] bad = {
            {"low_min", "45"},
            {"medium_max", "20"},
            {"high_min", "0"},
            {"inv_p", "0"},
            {"limit", "0"},
            {"min", "5"},
            {"cleardscp", "1"},
            {"ecn", ""}
        };
        for (String[] words : bad) {
            assertEquals(
                    Errno.EINVAL,
                    assertThrows(IfnetException.class, () -> link(1, words)).errno(),
                    words[0]);
        }
    }
}
