package org.ifnet.altq.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.DisciplineSpec.ClassSpec;
import org.ifnet.mbuf.Mbuf;
import org.junit.jupiter.api.Test;

/** Reference 3.5, PRIQ. */
class PriqTest {
    private static final long LINE = 10_000_000;

    private static ClassSpec cls(String name, String... words) {
        Map<String, String> settings = new java.util.HashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            settings.put(words[i], words[i + 1]);
        }
        return new ClassSpec(name, "", settings);
    }

    private static DisciplineSpec spec(ClassSpec... classes) {
        return new DisciplineSpec("priq", Map.of(), List.of(classes), List.of());
    }

    private static Errno refused(ClassSpec... classes) {
        return assertThrows(IfnetException.class, () -> new Link(1, new PriqDiscipline(), spec(classes), 1, LINE))
                .errno();
    }

    @Test
    void theHigherPriorityStarvesTheLower() throws Exception {
        Link link = new Link(
                1, new PriqDiscipline(), spec(cls("low", "priority", "1"), cls("high", "priority", "7")), 1, LINE);
        link.saturate(0, 0, 1000, 4);
        link.run(Link.SECOND);
        assertEquals(LINE, link.rate(0, Link.SECOND), LINE * 0.01);
        link.saturate(0, 1, 1000, 4);
        link.run(Link.SECOND);
        assertEquals(LINE, link.rate(1, Link.SECOND), LINE * 0.01);
        link.silence();
        link.close();
    }

    @Test
    void priorityHoldsAcrossLanes() throws Exception {
        Link link = new Link(
                1, new PriqDiscipline(), spec(cls("low", "priority", "1"), cls("high", "priority", "7")), 4, LINE);
        link.saturate(3, 0, 1000, 4);
        link.saturate(1, 1, 1000, 2);
        link.saturate(2, 1, 1000, 2);
        link.run(Link.SECOND);
        assertEquals(LINE, link.rate(1, Link.SECOND), LINE * 0.01);
        link.silence();
        link.close();
    }

    @Test
    void aLaneHandsOutItsOwnPacketsOnly() throws Exception {
        Link link = new Link(
                1, new PriqDiscipline(), spec(cls("low", "priority", "1"), cls("high", "priority", "7")), 2, LINE);
        assertTrue(link.offer(0, 0, 100, 0));
        assertTrue(link.offer(1, 1, 200, 0));
        assertEquals(1, link.scheduler.choose(3, link.now));
        assertEquals(0, link.scheduler.choose(1, link.now));
        Mbuf m = link.scheduler.dequeue(0, link.now);
        assertEquals(100, m.length());
        assertNull(link.scheduler.dequeue(0, link.now));
        link.scheduler.adopt(0, 0, m, link.now);
        link.close();
    }

    @Test
    void aFullClassRefusesAndOneWithoutClassGoesToTheDefault() throws Exception {
        Link link = new Link(1, new PriqDiscipline(), spec(cls("only", "qlimit", "2", "default", "")), 1, LINE);
        assertTrue(link.offer(0, -1, 100, 0));
        assertTrue(link.offer(0, 0, 100, 0));
        assertFalse(link.offer(0, -1, 100, 0));
        assertEquals(1, link.drops(DropReason.QUEUE_FULL));
        link.close();
    }

    @Test
    void withoutADefaultAPacketOfNoClassIsDroppedButAnAdoptedOneWaits() throws Exception {
        Link link = new Link(1, new PriqDiscipline(), spec(cls("only", "priority", "3")), 1, LINE);
        assertFalse(link.offer(0, -1, 100, 0));
        assertEquals(1, link.drops(DropReason.NO_CLASS));
        link.scheduler.adopt(0, -1, link.packet(-1, 100, 0), link.now);
        assertEquals(1, link.waiting());
        link.close();
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertEquals(Errno.EINVAL, refused(cls("a", "priority", "16")));
        assertEquals(Errno.EBUSY, refused(cls("a", "priority", "3"), cls("b", "priority", "3")));
        assertEquals(Errno.EINVAL, refused(cls("a", "default", ""), cls("b", "priority", "3", "default", "")));
        assertEquals(Errno.EINVAL, refused(cls("a", "bandwidth", "3Mb")));
        assertEquals(Errno.EINVAL, refused(cls("a", "qlimit", "0")));
        assertEquals(Errno.EINVAL, refused(new ClassSpec("a", "b", Map.of())));
    }
}
