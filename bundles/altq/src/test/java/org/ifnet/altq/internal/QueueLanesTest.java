package org.ifnet.altq.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.ifnet.ifq.Discipline;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.DisciplineSpec.ClassSpec;
import org.ifnet.ifq.Scheduler;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.testkit.Seeds;
import org.junit.jupiter.api.Test;

/** The rules of {@link Scheduler} under random use, for the disciplines that drop on their own account. */
class QueueLanesTest {
    private static final int LANES = 5;
    private static final int FLOWS = 12;
    private static final long ALL = (1L << LANES) - 1;
    private static final int STEPS = 800;

    @Test
    void fqCodel() {
        DisciplineSpec spec = Aimd.spec("fq_codel", "limit", "60", "flows", "8", "target", "1ms", "interval", "4ms");
        Seeds.run(15, seed -> new Run(seed, new FqCodelDiscipline(), spec).all());
        DisciplineSpec ecn = Aimd.spec("fq_codel", "memory", "40000", "ecn", "", "interval", "5ms", "quantum", "300");
        Seeds.run(10, seed -> new Run(seed, new FqCodelDiscipline(), ecn).all());
    }

    @Test
    void red() {
        DisciplineSpec spec = Aimd.spec("red", "inv_p", "2", "ecn", "");
        Seeds.run(15, seed -> new Run(seed, new RedDiscipline(), spec).all());
    }

    @Test
    void rio() {
        DisciplineSpec spec = Aimd.spec("rio", "inv_p", "2", "limit", "50");
        Seeds.run(15, seed -> new Run(seed, new RioDiscipline(), spec).all());
    }

    @Test
    void rioOfAClass() {
        List<ClassSpec> classes = List.of(new ClassSpec("only", "", Map.of("rio", "", "default", "")));
        DisciplineSpec spec = new DisciplineSpec("priq", Map.of(), classes, List.of());
        Seeds.run(10, seed -> new Run(seed, new PriqDiscipline(), spec).all());
    }

    private static final class Run {
        private final SplittableRandom random;
        private final Discipline discipline;
        private final DisciplineSpec spec;
        private final Link link;
        private final int[] lengths = new int[LANES];
        private final long[] bytes = new long[LANES];
        /** By lane and flow: the last that came out. */
        private final int[][] last = new int[LANES][FLOWS];

        private int number;

        Run(long seed, Discipline discipline, DisciplineSpec spec) throws Exception {
            random = new SplittableRandom(seed);
            this.discipline = discipline;
            this.spec = spec;
            link = new Link(seed, discipline, spec, LANES, 10_000_000);
            link.now = random.nextBoolean() ? Long.MAX_VALUE - 500_000_000L : random.nextLong();
            link.fate((m, sent) -> gone(m));
        }

        /** The lane of a packet is in its receiving interface. */
        private void gone(Mbuf m) {
            lengths[m.rcvif()]--;
            bytes[m.rcvif()] -= m.packetLength();
        }

        void all() throws Exception {
            for (int i = 0; i < STEPS; i++) {
                step();
                check();
            }
            link.close();
        }

        private void step() throws Exception {
            int what = random.nextInt(100);
            if (what < 50) {
                in(random.nextInt(10) == 0);
            } else if (what < 75) {
                out(random.nextInt(LANES));
            } else if (what < 95) {
                chosen(random.nextLong() & ALL);
            } else if (what < 96) {
                link.exchange(discipline, spec);
            } else {
                link.now += random.nextLong(what == 99 ? 100_000_000 : 2_000_000);
            }
        }

        private void in(boolean adopted) {
            int lane = random.nextInt(LANES);
            int flow = random.nextInt(FLOWS);
            int size = random.nextInt(60, 1500);
            Mbuf m = Frames.ipv4(link.packet(-1, size, flow), random.nextInt(256), flow);
            m.rcvif(lane);
            m.tag(++number);
            lengths[lane]++;
            bytes[lane] += size;
            if (adopted) {
                link.scheduler.adopt(lane, -1, m, link.now);
                return;
            }
            int before = lengths[lane];
            boolean taken = link.scheduler.enqueue(lane, -1, m, link.now);
            assertTrue(taken || lengths[lane] < before);
        }

        private void out(int lane) {
            boolean some = link.scheduler.length(lane) > 0;
            Mbuf m = link.scheduler.dequeue(lane, link.now);
            assertEquals(some, m != null, "work is conserved");
            if (m != null) {
                came(lane, m);
            }
        }

        private void chosen(long lanes) {
            int lane = link.scheduler.choose(lanes, link.now);
            assertEquals(lane, link.scheduler.choose(lanes, link.now), "asked again");
            assertEquals(lane < 0 ? Scheduler.NEVER : 0, link.scheduler.due(lanes, link.now));
            if (lane < 0) {
                return;
            }
            assertTrue((lanes & 1L << lane) != 0);
            Mbuf m = link.scheduler.dequeue(lane, link.now);
            assertNotNull(m);
            came(lane, m);
        }

        private void came(int lane, Mbuf m) {
            assertEquals(lane, m.rcvif());
            assertTrue(m.tag() > last[lane][m.flowHash()], "order within a flow");
            last[lane][m.flowHash()] = m.tag();
            link.account(m);
        }

        private void check() {
            for (int lane = 0; lane < LANES; lane++) {
                assertEquals(lengths[lane], link.scheduler.length(lane));
                assertEquals(bytes[lane], link.scheduler.bytes(lane));
                if (lengths[lane] == 0) {
                    assertNull(link.scheduler.dequeue(lane, link.now));
                }
            }
        }
    }
}
