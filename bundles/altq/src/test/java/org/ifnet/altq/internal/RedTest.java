package org.ifnet.altq.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.ifq.Discipline;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.DisciplineSpec.ClassSpec;
import org.ifnet.mbuf.Mbuf;
import org.junit.jupiter.api.Test;

/** Reference 3.5, RED: on a line, and as the limit of a class. */
class RedTest {
    private static final long MS = 1_000_000;
    private static final long LINE = 10_000_000;

    private static Link link(int lanes, String... words) throws IfnetException {
        return new Link(1, new RedDiscipline(), Aimd.spec("red", words), lanes, LINE);
    }

    private static void end(Link link) {
        link.silence();
        link.close();
    }

    /** The mean length of the queue over the next seconds. */
    private static double meanLength(Link link, long seconds) {
        long[] sum = new long[2];
        link.send(now -> {
            sum[0] += link.waiting();
            sum[1]++;
            return now + MS / 3;
        });
        link.run(seconds * Link.SECOND);
        return (double) sum[0] / sum[1];
    }

    private static Aimd congest(Link link, int lanes, int tos) {
        Aimd senders = new Aimd(link, 20 * MS);
        for (int flow = 1; flow <= 4; flow++) {
            senders.add(flow % lanes, flow, 1000, tos);
        }
        link.run(5 * Link.SECOND);
        senders.reset();
        return senders;
    }

    @Test
    void keepsTheAverageBetweenItsThresholdsWhenSendersBackOff() throws Exception {
        for (int lanes : new int[] {1, 2}) {
            Link link = link(lanes);
            Aimd senders = congest(link, lanes, 0);
            double mean = meanLength(link, 20);
            assertTrue(mean > 5 && mean < 15, "mean " + mean);
            long bytes = 0;
            for (int flow = 1; flow <= 4; flow++) {
                bytes += senders.account(flow).bytes;
            }
            assertEquals(LINE, bytes * 8 / 20.0, LINE * 0.03);
            assertTrue(link.drops(DropReason.EARLY) > 10);
            end(link);
        }
    }

    @Test
    void otherThresholdsKeepAnotherAverage() throws Exception {
        Link link = link(1, "min", "20", "max", "40", "limit", "100");
        congest(link, 1, 0);
        double mean = meanLength(link, 20);
        assertTrue(mean > 18 && mean < 40, "mean " + mean);
        end(link);
        Discipline dropTail = (spec, context) -> new SingleQueue(context, new DropTail(250));
        Link bloated = new Link(1, dropTail, Aimd.spec("tail"), 1, LINE);
        congest(bloated, 1, 0);
        mean = meanLength(bloated, 20);
        assertTrue(mean > 100, "without it " + mean);
        end(bloated);
    }

    @Test
    void marksThoseThatUnderstandAndKeepsTheAverageAllTheSame() throws Exception {
        Link link = link(1, "ecn", "");
        Aimd senders = congest(link, 1, Frames.ECT);
        double mean = meanLength(link, 20);
        assertTrue(mean > 5 && mean < 15, "mean " + mean);
        for (int flow = 1; flow <= 4; flow++) {
            assertTrue(senders.account(flow).marked > 5);
            assertEquals(0, senders.account(flow).lost);
        }
        end(link);
        Link deaf = link(1, "ecn", "");
        senders = congest(deaf, 1, 0);
        meanLength(deaf, 5);
        assertTrue(senders.account(1).lost > 0);
        assertEquals(0, senders.account(1).marked);
        end(deaf);
    }

    @Test
    void withoutEcnNothingIsMarked() throws Exception {
        Link link = link(1);
        Aimd senders = congest(link, 1, Frames.ECT);
        assertEquals(0, senders.account(1).marked);
        assertTrue(link.drops(DropReason.EARLY) > 0);
        end(link);
    }

    @Test
    void whoDoesNotBackOffMeetsTheMaximumThoughItBeMarked() throws Exception {
        for (int tos : new int[] {0, Frames.ECT, Frames.CE}) {
            Link link = link(1, "ecn", "");
            Aimd accounts = new Aimd(link, 0);
            Aimd.flood(link, 0, 1, 1000, tos, MS / 4);
            link.run(5 * Link.SECOND);
            accounts.reset();
            int full = link.drops(DropReason.QUEUE_FULL);
            double mean = meanLength(link, 5);
            assertEquals(15, mean, 1);
            assertEquals(LINE, accounts.account(1).bytes * 8 / 5.0, LINE * 0.01);
            assertEquals(full, link.drops(DropReason.QUEUE_FULL));
            end(link);
        }
    }

    @Test
    void aBurstMayFillTheQueueToItsLimit() throws Exception {
        Link link = link(1);
        for (int i = 0; i < 60; i++) {
            assertTrue(link.offer(0, -1, 1000, 1));
        }
        assertFalse(link.offer(0, -1, 1000, 1));
        assertEquals(1, link.drops(DropReason.QUEUE_FULL));
        assertEquals(0, link.drops(DropReason.EARLY));
        link.scheduler.adopt(0, -1, link.packet(-1, 100, 1), link.now);
        assertEquals(61, link.waiting());
        end(link);
    }

    private static Link priq(String... words) throws IfnetException {
        Map<String, String> settings = Aimd.spec("", words).settings();
        List<ClassSpec> classes = List.of(new ClassSpec("only", "", settings));
        return new Link(1, new PriqDiscipline(), new DisciplineSpec("priq", Map.of(), classes, List.of()), 1, LINE);
    }

    private static double classLength(String... words) throws IfnetException {
        Link link = priq(words);
        link.send(now -> {
            link.scheduler.enqueue(0, 0, Frames.ipv4(link.packet(0, 1000, 1), Frames.ECT, 1), now);
            return now + MS / 4;
        });
        link.run(5 * Link.SECOND);
        double mean = meanLength(link, 2);
        for (int i = 0; i < 20; i++) {
            link.exchange((spec, context) -> link.scheduler, Aimd.spec("same"));
        }
        end(link);
        return mean;
    }

    @Test
    void aClassHasItFromATenthToThreeTenthsOfItsLength() throws Exception {
        assertEquals(30, classLength("red", "", "qlimit", "100", "default", ""), 1);
        assertEquals(15, classLength("ecn", "", "default", ""), 1);
        assertEquals(45, classLength("rio", "", "qlimit", "100", "default", ""), 1);
        assertEquals(50, classLength("default", ""), 1);
    }

    private static void refused(String... words) {
        assertEquals(
                Errno.EINVAL,
                assertThrows(IfnetException.class, () -> link(1, words)).errno());
    }

    @Test
    void refusesWhatMakesNoSense() {
        refused("min", "15");
        refused("min", "0");
        refused("max", "5");
        refused("inv_p", "0");
        refused("limit", "0");
        refused("ecn", "on");
        refused("qlimit", "5");
        DisciplineSpec classes =
                new DisciplineSpec("red", Map.of(), List.of(new ClassSpec("voice", "", Map.of())), List.of());
        assertThrows(IfnetException.class, () -> new Link(1, new RedDiscipline(), classes, 1, LINE));
        assertThrows(IfnetException.class, () -> priq("red", "", "rio", ""));
        assertThrows(IfnetException.class, () -> priq("ecn", "", "rio", ""));
        assertThrows(IfnetException.class, () -> priq("red", "1"));
        String message =
                assertThrows(IfnetException.class, () -> priq("cleardscp", "")).getMessage();
        assertEquals("priq class only: cleardscp needs rio", message);
    }

    /** What the caller sees of a mark is the packet itself. */
    @Test
    void aMarkIsInThePacketThatComesOut() throws Exception {
        Link link = link(1, "ecn", "", "min", "1", "max", "2", "inv_p", "1", "limit", "5000");
        int marked = 0;
        for (int i = 0; i < 3000 && marked == 0; i++) {
            Mbuf m = Frames.ipv4(link.packet(-1, 100, 1), Frames.ECT, 1);
            if (link.scheduler.enqueue(0, -1, m, link.now)) {
                marked += (IpField.get(m, 14) & Frames.CE) == Frames.CE ? 1 : 0;
            }
        }
        assertEquals(1, marked);
        end(link);
    }
}
