package org.ifnet.altq.internal;

import static org.ifnet.altq.internal.Specs.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ifnet.DropReason;
import org.ifnet.mbuf.Mbuf;
import org.junit.jupiter.api.Test;

/** Reference 3.5, FAIRQ: flows within a class. */
class FairqFlowsTest {
    private static final long LINE = 10_000_000;
    private static final long MILLI = 1_000_000;

    private static Link link(int lanes, String... classes) throws Exception {
        return new Link(1, new FairqDiscipline(), spec("fairq", classes), lanes, LINE);
    }

    /** The flows of the next packets, which wait again afterwards. */
    private static String flows(Link link, int count) {
        StringBuilder flows = new StringBuilder();
        MbufBag taken = new MbufBag(link);
        for (int i = 0; i < count; i++) {
            Mbuf m = link.take();
            flows.append(m.flowHash());
            taken.add(m);
        }
        taken.back();
        return flows.toString();
    }

    @Test
    void flowsTakeTurnsWhateverTheyHaveWaiting() throws Exception {
        Link link = link(1, "only");
        for (int i = 0; i < 6; i++) {
            link.offer(0, 0, 100, 1);
        }
        link.offer(0, 0, 100, 2);
        link.offer(0, 0, 100, 3);
        assertEquals("12311111", flows(link, 8));
        link.close();
    }

    @Test
    void turnsHoldAcrossLanes() throws Exception {
        Link link = link(3, "only");
        for (int i = 0; i < 3; i++) {
            link.offer(0, 0, 100, 1);
            link.offer(2, 0, 100, 3);
            link.offer(1, 0, 100, 2);
        }
        assertEquals("132132132", flows(link, 9));
        link.close();
    }

    @Test
    void aFlowIsAHashModuloTheBucketsRoundedUpAndNoneIsTheFirst() throws Exception {
        Link link = link(1, "only buckets 3");
        for (int flow : new int[] {1, 5, 2, -2, 0}) {
            link.offer(0, 0, 100, flow);
        }
        Mbuf none = link.packet(0, 100, 9);
        none.clear(Mbuf.HASH);
        link.scheduler.enqueue(0, 0, none, link.now);
        assertEquals("1205-29", flows(link, 6));
        link.close();
    }

    @Test
    void theLimitIsThatOfABucketInAllLanes() throws Exception {
        Link link = link(2, "only qlimit 2");
        assertTrue(link.offer(0, 0, 100, 1));
        assertTrue(link.offer(1, 0, 100, 1));
        assertFalse(link.offer(0, 0, 100, 1));
        assertTrue(link.offer(0, 0, 100, 2));
        assertEquals(1, link.drops(DropReason.QUEUE_FULL));
        link.close();
    }

    @Test
    void aBucketKeepsItsOrderWhenMovedToAnotherScheduler() throws Exception {
        Link link = link(2, "only hogs 1Mb", "other priority 2");
        for (int i = 0; i < 40; i++) {
            link.offer(1, i % 2, 100 + i, i % 5);
        }
        link.exchange(new FairqDiscipline(), spec("fairq", "only", "other priority 2"));
        int[] last = new int[10];
        for (Mbuf m = link.scheduler.dequeue(1, link.now); m != null; m = link.scheduler.dequeue(1, link.now)) {
            int flow = m.queueClass() * 5 + m.flowHash();
            assertTrue(m.length() > last[flow]);
            last[flow] = m.length();
            link.scheduler.adopt(0, m.queueClass(), m, link.now);
        }
        link.close();
    }

    /** The longest that a packet of a light flow waits beside ten others that have three times the line together. */
    private static long longestWaitBesideHogs(String settings) throws Exception {
        Link link = link(1, "only " + settings);
        link.send(t -> {
            for (int flow = 0; flow < 10; flow++) {
                Mbuf m = link.packet(0, 1000, flow);
                m.queuedAt(Long.MAX_VALUE / 2); // theirs does not count
                link.scheduler.enqueue(0, 0, m, t);
            }
            return t + 2 * MILLI;
        });
        link.send(t -> {
            assertTrue(link.offer(0, 0, 200, 11), "a light flow loses nothing");
            return t + 20 * MILLI;
        });
        link.run(Link.SECOND);
        link.run(2 * Link.SECOND);
        long wait = link.longestWait();
        link.silence();
        link.close();
        return wait;
    }

    @Test
    void aLightFlowWaitsForOneTurnBesideHogsAndForNoneWhenTheyArePushedBack() throws Exception {
        long turn = longestWaitBesideHogs("qlimit 20");
        assertTrue(turn > 6 * MILLI && turn < 10 * MILLI, turn + " ns");
        long first = longestWaitBesideHogs("qlimit 20 hogs 500Kb");
        assertTrue(first < 2 * MILLI, first + " ns");
        long asHeavy = longestWaitBesideHogs("qlimit 20 hogs 50Kb");
        assertTrue(asHeavy > 6 * MILLI, asHeavy + " ns");
    }

    @Test
    void aHogIsPushedBackNotStarved() throws Exception {
        Link link = link(1, "only hogs 3Mb");
        long[] hog = {0};
        for (int i = 0; i < 40; i++) {
            link.offer(0, 0, 1000, 0);
        }
        int taken = 0;
        for (long end = link.now + 2 * Link.SECOND; link.now < end; link.now += 800_000) {
            link.scheduler.adopt(0, 0, link.packet(0, 1000, 1 + taken % 3), link.now);
            Mbuf m = link.take();
            hog[0] += m.flowHash() == 0 ? 1 : 0;
            link.scheduler.adopt(0, 0, m, link.now);
            taken++;
        }
        assertTrue(hog[0] > taken / 8, hog[0] + " of " + taken);
        link.close();
    }
}
