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

/** RFC 8290. */
class FqCodelTest {
    private static final long MS = 1_000_000;
    private static final long LINE = 10_000_000;
    private static final int NOT_ECT = 0;

    private static DisciplineSpec spec(String... words) {
        return Aimd.spec("fq_codel", words);
    }

    private static Link link(int lanes, long line, String... words) throws IfnetException {
        return new Link(1, new FqCodelDiscipline(), spec(words), lanes, line);
    }

    private static Link dropTail() throws IfnetException {
        Discipline discipline = (spec, context) -> new SingleQueue(context, new DropTail(250));
        return new Link(1, discipline, spec(), 1, LINE);
    }

    private static void end(Link link) {
        link.silence();
        link.close();
    }

    /** Takes the next packet off the line and says which it was. */
    private static int next(Link link) {
        Mbuf m = link.take();
        int tag = m.tag();
        link.account(m);
        return tag;
    }

    private static boolean offer(Link link, int lane, int flow, int size, int tag) {
        Mbuf m = link.packet(-1, size, flow);
        m.tag(tag);
        return link.scheduler.enqueue(lane, -1, m, link.now);
    }

    private static Aimd congest(Link link, int flows) {
        Aimd senders = new Aimd(link, 20 * MS);
        for (int flow = 1; flow <= flows; flow++) {
            senders.add(0, flow, 1000, NOT_ECT);
        }
        Aimd.flood(link, 0, 99, 100, NOT_ECT, 50 * MS);
        link.run(5 * Link.SECOND);
        senders.reset();
        link.run(20 * Link.SECOND);
        return senders;
    }

    @Test
    void aStandingQueueIsKeptNearTheTargetAndTheLineBusy() throws Exception {
        Link link = link(1, LINE);
        Aimd senders = congest(link, 1);
        long mean = senders.account(1).meanWait();
        assertTrue(mean > MS && mean < 10 * MS, "waited " + mean);
        assertEquals(LINE, senders.account(1).bytes * 8 / 20.0, LINE * 0.1);
        end(link);

        Link bloated = dropTail();
        long bad = congest(bloated, 1).account(1).meanWait();
        assertTrue(bad > 50 * MS, "without it " + bad);
        end(bloated);
    }

    @Test
    void aSparseFlowDoesNotWaitForTheOthers() throws Exception {
        Link link = link(1, LINE);
        Aimd senders = congest(link, 8);
        // The packet on the line, and no more than one in front of it
        assertTrue(senders.account(99).longestWait < 2 * MS, "waited " + senders.account(99).longestWait);
        assertEquals(0, senders.account(99).lost);
        assertTrue(link.drops(DropReason.EARLY) > 0);
        assertEquals(0, link.drops(DropReason.QUEUE_FULL));
        end(link);
    }

    @Test
    void sendersThatBackOffShareTheLine() throws Exception {
        Link link = link(1, LINE);
        Aimd senders = congest(link, 4);
        for (int flow = 1; flow <= 4; flow++) {
            assertEquals(LINE / 4.0, senders.account(flow).bytes * 8 / 20.0, LINE / 4.0 * 0.05, "flow " + flow);
        }
        end(link);
    }

    @Test
    void flowsHaveTheSameHoweverMuchTheyOfferInPacketsOfWhateverSize() throws Exception {
        int[][] sizes = {{1000, 1000}, {200, 1500}, {1500, 200}};
        for (int[] size : sizes) {
            Link link = link(1, LINE, "limit", "1000");
            Aimd accounts = new Aimd(link, 0);
            long frame = Math.max(size[0], size[1]) * 8L * Link.SECOND / LINE;
            long alone = size[1] * 8L * Link.SECOND / LINE;
            Aimd.flood(link, 0, 1, size[0], NOT_ECT, frame / 99);
            Aimd.flood(link, 0, 2, size[1], NOT_ECT, alone);
            long settling = 120 * frame;
            link.run(settling);
            accounts.reset();
            link.run(4 * settling);
            double half = 4.0 * settling * LINE / Link.SECOND / 8 / 2;
            assertEquals(half, accounts.account(1).bytes, half * 0.01, size[0] + " to " + size[1]);
            assertEquals(half, accounts.account(2).bytes, half * 0.01, size[0] + " to " + size[1]);
            end(link);
        }
    }

    @Test
    void exchangesChangeNothingAboutFairness() throws Exception {
        long line = 10 * LINE;
        Link link = link(2, line, "limit", "400");
        Aimd accounts = new Aimd(link, 0);
        for (int flow = 0; flow < 4; flow++) {
            Aimd.flood(link, flow & 1, flow, 1000, NOT_ECT, flow == 0 ? 80_000L : 160_000L);
        }
        link.run(Link.SECOND);
        shares(link, accounts, line, 0);
        shares(link, accounts, line, 100);
        shares(link, accounts, line, 0);
        end(link);
    }

    private static void shares(Link link, Aimd accounts, long line, int exchanges) throws IfnetException {
        accounts.reset();
        int periods = Math.max(25, exchanges);
        for (int i = 0; i < periods; i++) {
            link.run(40 * MS);
            if (i < exchanges) {
                link.exchange(new FqCodelDiscipline(), spec("limit", "400"));
            }
        }
        double quarter = line / 4.0;
        for (int flow = 0; flow < 4; flow++) {
            assertEquals(quarter, accounts.account(flow).bytes * 8 / (periods * 0.04), quarter * 0.01, "flow " + flow);
        }
    }

    @Test
    void aFlowHasOneShareInHoweverManyLanes() throws Exception {
        Link link = link(3, LINE, "limit", "1000");
        Aimd accounts = new Aimd(link, 0);
        long often = 400_000;
        Aimd.flood(link, 0, 1, 1000, NOT_ECT, often);
        Aimd.flood(link, 1, 1, 1000, NOT_ECT, often);
        for (int flow = 2; flow < 6; flow++) {
            Aimd.flood(link, 2, flow, 1000, NOT_ECT, often);
        }
        link.run(Link.SECOND);
        accounts.reset();
        link.run(4 * Link.SECOND);
        for (int flow = 1; flow < 6; flow++) {
            assertEquals(LINE / 5.0, accounts.account(flow).bytes * 8 / 4.0, LINE / 5.0 * 0.01, "flow " + flow);
        }
        end(link);
    }

    @Test
    void aLaneHandsOutItsOwnAndLeavesTheOthersTheirTurn() throws Exception {
        Link link = link(2, LINE);
        offer(link, 0, 1, 1000, 10);
        offer(link, 1, 2, 1000, 20);
        offer(link, 1, 2, 1000, 21);
        assertEquals(1, link.scheduler.choose(2, link.now));
        assertEquals(0, link.scheduler.choose(3, link.now));
        for (int tag = 20; tag < 22; tag++) {
            Mbuf m = link.scheduler.dequeue(1, link.now);
            assertEquals(tag, m.tag());
            link.account(m);
        }
        assertEquals(-1, link.scheduler.choose(2, link.now));
        assertEquals(Long.MAX_VALUE, link.scheduler.due(2, link.now));
        assertEquals(0, link.scheduler.due(3, link.now));
        assertEquals(10, next(link));
        end(link);
    }

    @Test
    void whoHasJustBegunGoesFirstButOnce() throws Exception {
        Link link = link(1, LINE, "quantum", "1000");
        for (int i = 0; i < 5; i++) {
            offer(link, 0, 1, 600, 10 + i);
        }
        assertEquals(10, next(link));
        assertEquals(11, next(link));
        assertEquals(12, next(link));
        offer(link, 0, 2, 1000, 20);
        assertEquals(20, next(link));
        offer(link, 0, 2, 1000, 21);
        assertEquals(13, next(link), "flow 1 has something left of its turn, flow 2 has had its first");
        assertEquals(21, next(link));
        assertEquals(14, next(link));
        end(link);
    }

    @Test
    void whoPausesShortlyDoesNotJustBegin() throws Exception {
        Link link = link(1, LINE, "quantum", "3000");
        for (int i = 0; i < 8; i++) {
            offer(link, 0, 1, 1000, 10 + i);
        }
        for (int tag = 10; tag < 14; tag++) {
            assertEquals(tag, next(link));
        }
        offer(link, 0, 2, 1000, 20);
        assertEquals(20, next(link));
        assertEquals(14, next(link));
        offer(link, 0, 2, 1000, 21);
        assertEquals(15, next(link), "flow 1 has its turn");
        assertEquals(21, next(link));
        end(link);
    }

    @Test
    void anOverflowTakesHalfOfTheFattestFromItsHead() throws Exception {
        Link link = link(2, LINE, "limit", "105");
        for (int i = 0; i < 100; i++) {
            offer(link, i & 1, 1, 100, i);
        }
        for (int i = 0; i < 6; i++) {
            assertTrue(offer(link, 0, 2, 100, 1000 + i));
        }
        assertEquals(50, link.drops(DropReason.QUEUE_FULL));
        assertEquals(56, link.waiting());
        Mbuf m = link.scheduler.dequeue(1, link.now);
        assertEquals(51, m.tag());
        link.account(m);
        end(link);
    }

    @Test
    void anOverflowTakesNoMoreThanABatch() throws Exception {
        Link link = link(1, LINE, "limit", "300");
        for (int i = 0; i <= 300; i++) {
            offer(link, 0, 1, 100, i);
        }
        assertEquals(64, link.drops(DropReason.QUEUE_FULL));
        assertEquals(64, next(link));
        end(link);
    }

    @Test
    void whoIsTheFattestWithOnePacketIsRefused() throws Exception {
        Link link = link(1, LINE, "limit", "3");
        for (int flow = 1; flow <= 3; flow++) {
            assertTrue(offer(link, 0, flow, 100, flow));
        }
        assertFalse(offer(link, 0, 4, 500, 4));
        assertTrue(offer(link, 0, 4, 90, 5));
        assertEquals(2, link.drops(DropReason.QUEUE_FULL));
        end(link);
    }

    @Test
    void memoryIsALimitAsWell() throws Exception {
        Link link = link(1, LINE, "memory", "10000");
        for (int i = 0; i < 200; i++) {
            offer(link, 0, i % 3, 100 + 700 * (i % 3), i);
            assertTrue(link.scheduler.bytes(0) <= 10_000);
        }
        assertTrue(link.drops(DropReason.QUEUE_FULL) > 0);
        end(link);
    }

    @Test
    void whatIsAdoptedStaysOverTheLimitAndIsNotHeldToItsPast() throws Exception {
        Link link = link(1, LINE, "limit", "10");
        for (int i = 0; i < 100; i++) {
            link.scheduler.adopt(0, -1, link.packet(-1, 1000, i % 4), link.now);
        }
        assertEquals(100, link.waiting());
        link.now += 10 * Link.SECOND;
        link.exchange(new FqCodelDiscipline(), spec("limit", "10"));
        for (int i = 0; i < 100; i++) {
            link.account(link.take());
        }
        assertEquals(0, link.drops(DropReason.EARLY) + link.drops(DropReason.QUEUE_FULL));
        end(link);
    }

    @Test
    void marksInsteadOfDroppingThoseThatUnderstand() throws Exception {
        Link link = link(1, LINE, "ecn", "");
        Aimd senders = new Aimd(link, 20 * MS);
        senders.add(0, 1, 1000, Frames.ECT);
        senders.add(0, 2, 1000, NOT_ECT);
        link.run(10 * Link.SECOND);
        assertTrue(senders.account(1).marked > 10);
        assertEquals(0, senders.account(1).lost);
        assertEquals(0, senders.account(2).marked);
        assertTrue(senders.account(2).lost > 10);
        assertTrue(senders.account(1).meanWait() < 15 * MS);
        end(link);
    }

    @Test
    void packetsWithoutAHashGoByTheirAddresses() throws Exception {
        Link link = link(1, LINE);
        for (int flow = 1; flow <= 2; flow++) {
            for (int i = 0; i < 4; i++) {
                Mbuf m = Frames.ipv4(link.packet(-1, 1500, 0), 0, flow);
                m.clear(Mbuf.HASH);
                m.tag(flow);
                link.scheduler.enqueue(0, -1, m, link.now);
            }
        }
        // A turn of 1514 bytes lets a second packet begin
        for (int flow : new int[] {1, 1, 2, 2}) {
            assertEquals(flow, next(link));
        }
        end(link);
    }

    private static Errno refused(String... words) {
        return assertThrows(IfnetException.class, () -> link(1, LINE, words)).errno();
    }

    @Test
    void refusesWhatMakesNoSense() throws Exception {
        assertEquals(Errno.EINVAL, refused("target", "200ms"));
        assertEquals(Errno.EINVAL, refused("target", "0"));
        assertEquals(Errno.EINVAL, refused("flows", "0"));
        assertEquals(Errno.EINVAL, refused("flows", "65537"));
        assertEquals(Errno.EINVAL, refused("quantum", "100"));
        assertEquals(Errno.EINVAL, refused("limit", "0"));
        assertEquals(Errno.EINVAL, refused("memory", "0"));
        assertEquals(Errno.EINVAL, refused("ecn", "yes"));
        assertEquals(Errno.EINVAL, refused("qlimit", "50"));
        ClassSpec cls = new ClassSpec("voice", "", Map.of());
        DisciplineSpec classes = new DisciplineSpec("fq_codel", Map.of(), List.of(cls), List.of());
        IfnetException e =
                assertThrows(IfnetException.class, () -> new Link(1, new FqCodelDiscipline(), classes, 1, LINE));
        assertEquals(Errno.EINVAL, e.errno());
        assertTrue(e.getMessage().contains("voice"));
        assertThrows(IfnetException.class, () -> link(64, LINE, "flows", "65536"));
        end(link(1, LINE, "flows", "1000", "target", "2ms", "interval", "40ms", "memory", "1000000"));
    }
}
