package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.ifnet.Counter;
import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.Ifnets;
import org.ifnet.altq.internal.PriqDiscipline;
import org.ifnet.control.IfqControl;
import org.ifnet.ifq.ClassStats;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.DisciplineSpec.ClassSpec;
import org.ifnet.ifq.DisciplineSpec.FilterSpec;
import org.ifnet.ifq.Regulator;
import org.ifnet.mbuf.Mbuf;
import org.junit.jupiter.api.Test;

/** Reference 3: disciplines and regulators, attached, enabled, exchanged and detached through the control service. */
class Section3DisciplinesIT {
    private static final long SECOND = 1_000_000_000L;
    private static final DisciplineSpec PRIQ = new DisciplineSpec(
            "priq",
            Map.of(),
            List.of(
                    new ClassSpec("high", "", Map.of("priority", "7")),
                    new ClassSpec("low", "", Map.of("priority", "1", "default", ""))),
            List.of(new FilterSpec("tag", "7", "high")));

    private static IfqControl queues(Layer layer) {
        layer.queues.add("priq", new PriqDiscipline());
        return layer.control().queues();
    }

    private static void send(Layer layer, Ifnet ifnet, int tag, int flow) {
        Mbuf m = layer.pool.alloc();
        assertNotNull(m);
        m.append(100);
        m.tag(tag);
        m.flowHash(flow);
        ifnet.queue().dispatch(m);
    }

    @Test
    void errorsAreThoseOfTheReference() {
        Both.run(layer -> {
            IfqControl queues = queues(layer);
            Ifnets.Attachment attachment = layer.attach("em0", new Card());
            Ifnet em0 = attachment.ifnet();
            Layer.fails(Errno.EINVAL, () -> queues.enableDiscipline(Layer.ROOT, em0));
            Layer.fails(Errno.EINVAL, () -> queues.attachDiscipline(Layer.ROOT, em0, DisciplineSpec.of("none")));
            Layer.fails(Errno.ENOENT, () -> queues.setRegulator(Layer.ROOT, em0, null));
            Layer.fails(Errno.ENOENT, () -> queues.changeDiscipline(Layer.ROOT, em0, old -> old));
            Layer.fails(Errno.EINVAL, () -> queues.setRegulator(Layer.ROOT, em0, new Regulator(0, 1)));
            queues.attachDiscipline(Layer.ROOT, em0, PRIQ);
            queues.enableDiscipline(Layer.ROOT, em0);
            Layer.fails(Errno.EBUSY, () -> queues.detachDiscipline(Layer.ROOT, em0));
            queues.disableDiscipline(Layer.ROOT, em0);
            queues.detachDiscipline(Layer.ROOT, em0);
            assertEquals(null, em0.queue().discipline());
            attachment.detach();
            Layer.fails(Errno.ENXIO, () -> queues.attachDiscipline(Layer.ROOT, em0, PRIQ));
            Layer.fails(Errno.ENXIO, () -> queues.setRegulator(Layer.ROOT, em0, new Regulator(1, 1)));
        });
    }

    /** The original pins every discipline to subqueue 0 and purges what comes elsewhere. */
    @Test
    void bug_aDisciplineWorksOnAllSubqueues() {
        Both.run(layer -> {
            IfqControl queues = queues(layer);
            Card card = new Card();
            card.info = card.info.withQueues(2);
            Ifnet em0 = layer.attach("em0", card).ifnet();
            queues.attachDiscipline(Layer.ROOT, em0, PRIQ);
            queues.enableDiscipline(Layer.ROOT, em0);
            for (int i = 0; i < 20; i++) {
                send(layer, em0, i % 4 < 2 ? 7 : 0, i);
            }
            List<ClassStats> classes = em0.queue().classes();
            assertEquals(10, classes.get(0).queued());
            assertEquals(10, classes.get(1).queued());
            assertEquals(10, em0.queue().subqueue(1).length());
            layer.up(em0);
            layer.await("sent", () -> card.sent.get() == 20);
            Section1x18TransmitIT.checkSums(em0);
            assertEquals(10, em0.queue().classes().get(0).sent());
        });
    }

    /** The original counts no bytes while a discipline is enabled, and resets the counters of a purge only then. */
    @Test
    void bug_bytesAreCountedUnderADisciplineAndAPurgeIsExact() {
        Both.run(layer -> {
            IfqControl queues = queues(layer);
            Ifnet em0 = layer.card("em0");
            queues.attachDiscipline(Layer.ROOT, em0, PRIQ);
            queues.enableDiscipline(Layer.ROOT, em0);
            for (int i = 0; i < 7; i++) {
                send(layer, em0, 0, 0);
            }
            assertEquals(700, em0.queue().subqueue(0).bytes());
            assertEquals(7, queues.purge(Layer.ROOT, em0));
            assertEquals(0, em0.queue().subqueue(0).bytes());
            ClassStats low = em0.queue().classes().get(1);
            assertEquals(700, low.droppedBytes().get(DropReason.PURGED));
            assertEquals(0, low.queued());
            Section1x18TransmitIT.checkSums(em0);
        });
    }

    @Test
    void enablingAndDisablingLosesNothing() {
        Both.run(layer -> {
            IfqControl queues = queues(layer);
            Card card = new Card();
            Ifnet em0 = layer.attach("em0", card).ifnet();
            queues.attachDiscipline(Layer.ROOT, em0, PRIQ);
            int sent = 0;
            for (int i = 0; i < 5; i++) {
                send(layer, em0, 0, 0);
                queues.enableDiscipline(Layer.ROOT, em0);
                assertTrue(em0.queue().isDisciplineActive());
                send(layer, em0, 7, 0);
                queues.disableDiscipline(Layer.ROOT, em0);
                assertFalse(em0.queue().isDisciplineActive());
                sent += 2;
            }
            assertEquals(sent, em0.queue().subqueue(0).length());
            layer.up(em0);
            layer.await("sent", () -> card.sent.get() == 10);
            assertEquals(0, em0.counters().get(Counter.OQDROPS));
        });
    }

    @Test
    void aRegulatorLetsABurstGoAndThenItsRate() {
        Both.run(layer -> {
            Card card = new Card();
            Ifnet em0 = layer.up(layer.attach("em0", card).ifnet());
            // 1000 packets of 100 bytes a second.
            layer.control().queues().setRegulator(Layer.ROOT, em0, new Regulator(800_000, 1000));
            long begin = layer.env.nanoTime();
            for (int i = 0; i < 110; i++) {
                send(layer, em0, 0, 0);
            }
            layer.await("the burst", () -> card.sent.get() >= 10);
            layer.await("all", () -> card.sent.get() == 110);
            long took = layer.env.nanoTime() - begin;
            assertTrue(took >= SECOND / 10 * 98 / 100, () -> "100 packets behind the burst took " + took);
            layer.control().queues().setRegulator(Layer.ROOT, em0, null);
            assertEquals(null, em0.queue().regulator());
        });
    }

    @Test
    void aServiceThatLeavesTakesNoPacketAlong() {
        Both.run(layer -> {
            PriqDiscipline priq = new PriqDiscipline();
            layer.queues.add("priq", priq);
            Card card = new Card();
            Ifnet em0 = layer.attach("em0", card).ifnet();
            layer.control().queues().attachDiscipline(Layer.ROOT, em0, PRIQ);
            layer.control().queues().enableDiscipline(Layer.ROOT, em0);
            for (int i = 0; i < 20; i++) {
                send(layer, em0, i % 2 * 7, 0);
            }
            layer.queues.remove("priq", priq);
            assertFalse(em0.queue().isDisciplineActive());
            assertEquals(20, em0.queue().subqueue(0).length());
            layer.up(em0);
            layer.await("sent", () -> card.sent.get() == 20);
            layer.queues.add("priq", priq);
            assertTrue(em0.queue().isDisciplineActive());
        });
    }
}
