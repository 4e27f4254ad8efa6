package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.ifnet.Ifnet;
import org.ifnet.Ifnets;
import org.ifnet.domain.Domain;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reference 1.4: domains. */
class Section1x04DomainsIT {
    private static final int FAMILY = 99;

    /** Notes what it is told, and keeps the name of each interface, or nothing of those it does not care for. */
    private static class Notes implements Domain {
        final List<String> told = new CopyOnWriteArrayList<>();
        final String ignored;

        Notes(String ignored) {
            this.ignored = ignored;
        }

        @Override
        public int family() {
            return FAMILY;
        }

        @Override
        public int etherType() {
            return 0x88b5;
        }

        @Override
        public int[] inputTypes() {
            return new int[] {0x88b5};
        }

        @Override
        public @Nullable Object attach(Ifnet ifnet) {
            told.add("attach " + ifnet.name());
            return ifnet.name().equals(ignored) ? null : ifnet.name();
        }

        @Override
        public void detach(Ifnet ifnet, Object data) {
            told.add("detach " + data);
        }

        @Override
        public void up(Ifnet ifnet) {
            told.add("up " + ifnet.name());
        }

        @Override
        public void down(Ifnet ifnet) {
            told.add("down " + ifnet.name());
        }

        @Override
        public void input(Ifnet ifnet, int etherType, MbufBatch packets) {
            packets.freeAll();
        }

        @Override
        public long resolve(Ifnet ifnet, Mbuf m, long hi, long lo) {
            return FAILED;
        }
    }

    @Test
    void bug_aDomainThatComesLateGetsTheInterfacesThatAreThere() {
        Both.run(layer -> {
            layer.up(layer.card("em0"));
            Notes notes = new Notes("");
            layer.core.add(notes);
            assertEquals(List.of("attach lo0", "attach em0", "up em0"), notes.told);
            layer.card("em1");
            assertEquals("attach em1", notes.told.get(3));
            layer.core.remove(notes);
        });
    }

    @Test
    void bug_aDomainThatLeavesIsDetachedFromAll() {
        Both.run(layer -> {
            Ifnet em0 = layer.up(layer.card("em0"));
            Notes notes = new Notes("");
            layer.core.add(notes);
            notes.told.clear();
            layer.core.remove(notes);
            assertEquals(List.of("detach lo0", "down em0", "detach em0"), notes.told);
            assertNull(em0.protocolData(FAMILY));
        });
    }

    @Test
    void aDomainWhoseAttachFailsDoesNotGetTheInterface() {
        Both.run(layer -> {
            Notes notes = new Notes("") {
                @Override
                public @Nullable Object attach(Ifnet ifnet) {
                    super.attach(ifnet);
                    throw new IllegalStateException("not this one");
                }
            };
            layer.core.add(notes);
            Ifnets.Attachment em0 = layer.attach("em0", new Card());
            layer.up(em0.ifnet());
            em0.detach();
            assertEquals(List.of("attach lo0", "attach em0"), notes.told);
            layer.core.remove(notes);
        });
    }

    @Test
    void dataIsThereIffTheHookAnsweredAndOnlyThenIsItDetached() {
        Both.run(layer -> {
            Notes notes = new Notes("em1");
            layer.core.add(notes);
            Ifnets.Attachment em0 = layer.attach("em0", new Card());
            Ifnets.Attachment em1 = layer.attach("em1", new Card());
            assertEquals("em0", em0.ifnet().protocolData(FAMILY));
            assertNull(em1.ifnet().protocolData(FAMILY));
            notes.told.clear();
            em0.detach();
            em1.detach();
            assertEquals(List.of("detach em0"), notes.told);
            layer.core.remove(notes);
        });
    }

    @Test
    void aDomainIsAttachedBeforeAnybodyFindsTheInterface() {
        Both.run(layer -> {
            Notes notes = new Notes("");
            layer.core.add(notes);
            layer.ifnets()
                    .listen(
                            event -> notes.told.add(event.getClass().getSimpleName() + " "
                                    + event.ifnet().name()),
                            false);
            layer.card("em0");
            List<String> told = notes.told.subList(1, notes.told.size());
            assertEquals(List.of("attach em0", "Attached em0"), told);
            layer.core.remove(notes);
        });
    }
}
