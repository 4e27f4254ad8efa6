package org.ifnet.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.ifnet.Errno;
import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.link.ComAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reference 1.16, if_register_com_alloc. */
class ComAllocatorsTest {
    private final Rig rig = new Rig();

    private static final class Maker implements ComAllocator {
        final List<String> told = new CopyOnWriteArrayList<>();

        @Nullable
        Object next = "common";

        boolean throwing;

        @Override
        public IfType type() {
            return IfType.OTHER;
        }

        @Override
        public @Nullable Object allocate(Ifnet ifnet) {
            told.add("allocate " + ifnet.name());
            if (throwing) {
                throw new IllegalStateException("expected by this test");
            }
            return next;
        }

        @Override
        public void free(Ifnet ifnet, Object com) {
            told.add("free " + ifnet.name() + " " + com);
        }
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void bug_whatWasAllocatedForAnInterfaceIsFreedWithIt() throws IfnetException {
        Maker maker = new Maker();
        rig.core.add(maker);
        Ifnets.Attachment em0 = rig.ifnets().attach("em0", new TestDriver());
        assertEquals("common", em0.ifnet().l2com());
        em0.detach();
        em0.detach();
        assertNull(em0.ifnet().l2com());
        assertEquals(List.of("allocate em0", "free em0 common"), maker.told);
    }

    @Test
    void withoutMemoryAttachFailsAndLeavesNothing() throws IfnetException {
        Maker maker = new Maker();
        maker.next = null;
        rig.core.add(maker);
        TestDriver driver = new TestDriver();
        IfnetException e = assertThrows(IfnetException.class, () -> rig.ifnets().attach("em0", driver));
        assertEquals(Errno.ENOMEM, e.errno());
        assertEquals(List.of("info"), driver.calls);
        assertEquals(List.of(), rig.ifnets().list());
        maker.throwing = true;
        assertThrows(IfnetException.class, () -> rig.ifnets().attach("em0", new TestDriver()));
        maker.throwing = false;
        maker.next = "again";
        assertEquals(
                "again", rig.ifnets().attach("em0", new TestDriver()).ifnet().l2com());
    }

    @Test
    void theSecondOfATypeCountsWhenTheFirstHasGone() throws IfnetException {
        Maker first = new Maker();
        Maker second = new Maker();
        second.next = "second";
        rig.core.add(first);
        rig.core.add(second);
        Ifnet em0 = rig.ifnets().attach("em0", new TestDriver()).ifnet();
        assertEquals("common", em0.l2com());
        rig.core.remove(first);
        assertNull(em0.l2com());
        assertEquals(List.of("allocate em0", "free em0 common"), first.told);
        assertEquals(
                "second", rig.ifnets().attach("em1", new TestDriver()).ifnet().l2com());
        assertEquals(List.of("allocate em1"), second.told);
    }

    @Test
    void anInterfaceOfAnotherTypeHasNone() throws IfnetException {
        Maker maker = new Maker();
        rig.core.add(maker);
        TestDriver driver = new TestDriver();
        driver.info = new org.ifnet.driver.DriverInfo(IfType.GIF, null, 0, 128, 72, 1500, 0, 0, 1);
        assertNull(rig.ifnets().attach("gif0", driver).ifnet().l2com());
        assertEquals(List.of(), maker.told);
    }
}
