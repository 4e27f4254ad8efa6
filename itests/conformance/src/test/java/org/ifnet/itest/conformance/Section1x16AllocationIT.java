package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.ifnet.Errno;
import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.Ifnets;
import org.ifnet.link.ComAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reference 1.16: what interfaces of one type have in common. Names are in {@link Section1x10RenameIT}. */
class Section1x16AllocationIT {
    /** Gives out its number and the name of the interface. */
    private static final class Coms implements ComAllocator {
        final List<String> told = new CopyOnWriteArrayList<>();
        private final String number;
        volatile boolean empty;

        Coms(String number) {
            this.number = number;
        }

        @Override
        public IfType type() {
            return IfType.ETHER;
        }

        @Override
        public @Nullable Object allocate(Ifnet ifnet) {
            return empty ? null : number + " " + ifnet.name();
        }

        @Override
        public void free(Ifnet ifnet, Object com) {
            told.add("free " + com);
        }
    }

    @Test
    void bug_whatWasAllocatedIsFreedOnceAtTheEnd() {
        Both.run(layer -> {
            Coms coms = new Coms("1");
            layer.core.add(coms);
            Ifnets.Attachment em0 = layer.attach("em0", new Card());
            assertEquals("1 em0", em0.ifnet().l2com());
            em0.detach();
            em0.detach();
            assertEquals(List.of("free 1 em0"), coms.told);
            layer.core.remove(coms);
        });
    }

    @Test
    void withoutMemoryThereIsNoInterface() {
        Both.run(layer -> {
            Coms coms = new Coms("1");
            coms.empty = true;
            layer.core.add(coms);
            Card card = new Card();
            Layer.fails(Errno.ENOMEM, () -> layer.attach("em0", card));
            assertNull(layer.ifnets().byName("em0"));
            coms.empty = false;
            layer.card("em0");
            layer.core.remove(coms);
        });
    }

    @Test
    void aTypeHasOneAllocatorAtATime() {
        Both.run(layer -> {
            Coms first = new Coms("1");
            Coms second = new Coms("2");
            layer.core.add(first);
            layer.core.add(second);
            assertEquals("1 em0", layer.card("em0").l2com());
            layer.core.remove(first);
            assertEquals(List.of("free 1 em0"), first.told);
            assertEquals("2 em1", layer.card("em1").l2com());
            layer.core.remove(second);
        });
    }
}
