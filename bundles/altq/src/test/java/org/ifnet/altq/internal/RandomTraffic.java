package org.ifnet.altq.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

import org.ifnet.ifq.Discipline;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.Scheduler;
import org.ifnet.mbuf.Mbuf;

/** Does to a scheduler whatever its rules allow, in random order, and checks what they promise. */
final class RandomTraffic {
    private final SplittableRandom random;
    private final Discipline discipline;
    private final DisciplineSpec spec;
    private final int lanes;
    private final Link link;
    /** The number of the last packet out by lane, class and flow. */
    private final Map<String, Integer> last = new HashMap<>();
    /** Packets in by lane, of which some may be dropped. */
    private final int[] lengths;

    private final long[] bytes;
    /** What came out; goes back in at the end, that the line may count it. */
    private final MbufBag out;

    private int number;

    RandomTraffic(long seed, Discipline discipline, DisciplineSpec spec, long line) throws Exception {
        random = new SplittableRandom(seed);
        this.discipline = discipline;
        this.spec = spec;
        lanes = 1 + random.nextInt(5);
        link = new Link(seed, discipline, spec, lanes, line);
        link.now = random.nextLong();
        out = new MbufBag(link);
        lengths = new int[lanes];
        bytes = new long[lanes];
    }

    void run(int steps, int classes) throws Exception {
        for (int i = 0; i < steps; i++) {
            int dice = random.nextInt(100);
            if (dice < 50) {
                put(random.nextInt(lanes), random.nextInt(-1, classes), dice < 5);
            } else if (dice < 70) {
                got(random.nextInt(lanes), false);
            } else if (dice < 90) {
                chosen(1 + random.nextLong((1L << lanes) - 1));
            } else if (dice < 99) {
                link.now += random.nextLong(random.nextInt(20) == 0 ? 1L << 50 : 1L << 22);
            } else {
                link.exchange(discipline, spec);
            }
            check(random.nextInt(lanes));
        }
        out.back();
        link.close();
    }

    private void put(int lane, int cls, boolean adopted) {
        Mbuf m = link.packet(cls, 60 + random.nextInt(1454), random.nextInt(6));
        m.tag(++number);
        int size = m.packetLength();
        boolean taken = true;
        if (adopted) {
            link.scheduler.adopt(lane, cls, m, link.now);
        } else {
            taken = link.scheduler.enqueue(lane, cls, m, link.now);
        }
        if (taken) {
            lengths[lane]++;
            bytes[lane] += size;
        }
    }

    private void got(int lane, boolean promised) {
        Scheduler scheduler = link.scheduler;
        long due = scheduler.due(1L << lane, link.now);
        Mbuf m = scheduler.dequeue(lane, link.now);
        assertEquals(m != null, due == 0, "due says when dequeue gives one");
        assertEquals(lengths[lane] == 0, due == Scheduler.NEVER);
        if (m == null) {
            assertTrue(!promised);
            return;
        }
        lengths[lane]--;
        bytes[lane] -= m.packetLength();
        Integer before = last.put(lane + " " + m.queueClass() + " " + m.flowHash(), m.tag());
        assertTrue(before == null || before < m.tag(), "order of a flow");
        out.add(m);
    }

    private void chosen(long set) {
        long due = link.scheduler.due(set, link.now);
        int lane = link.scheduler.choose(set, link.now);
        assertEquals(lane, link.scheduler.choose(set, link.now));
        assertEquals(lane >= 0, due == 0);
        if (lane >= 0) {
            assertTrue((set & 1L << lane) != 0);
            got(lane, true);
        } else if (due != Scheduler.NEVER && random.nextBoolean()) {
            link.now += due;
            assertTrue(link.scheduler.choose(set, link.now) >= 0, "who waits as long as due says gets one");
        }
    }

    private void check(int lane) {
        assertEquals(lengths[lane], link.scheduler.length(lane));
        assertEquals(bytes[lane], link.scheduler.bytes(lane));
    }
}
