package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.Ifnets;
import org.junit.jupiter.api.Test;

/** Reference 1.6, as far as interfaces are looked up. */
class Section1x06LookupIT {
    @Test
    void aNameIsComparedWhole() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            assertSame(em0, layer.ifnets().byName("em0"));
            assertNull(layer.ifnets().byName("em"));
            assertNull(layer.ifnets().byName("em00"));
            assertNull(layer.ifnets().byName("EM0"));
            Layer.fails(Errno.ENXIO, () -> layer.ifnet("em1"));
        });
    }

    @Test
    void bug_anIndexThatIsAHoleOrOutOfRangeFindsNothing() {
        Both.run(layer -> {
            Ifnets.Attachment em0 = layer.attach("em0", new Card());
            Ifnet em1 = layer.card("em1");
            int hole = em0.ifnet().index();
            em0.detach();
            assertNull(layer.ifnets().byIndex(hole));
            assertNull(layer.ifnets().byIndex(0));
            assertNull(layer.ifnets().byIndex(-1));
            assertNull(layer.ifnets().byIndex(Integer.MAX_VALUE));
            assertSame(em1, layer.ifnets().byIndex(em1.index()));
        });
    }

    @Test
    void aStaleHandleNeverReachesTheNextInterfaceOfItsIndex() {
        Both.run(layer -> {
            Ifnets.Attachment em0 = layer.attach("em0", new Card());
            int handle = em0.ifnet().handle();
            em0.detach();
            Ifnet next = layer.card("em1");
            assertEquals(em0.ifnet().index(), next.index());
            assertNull(layer.ifnets().byHandle(handle));
            assertSame(next, layer.ifnets().byHandle(next.handle()));
        });
    }

    @Test
    void aStaleHandleFindsNothingHoweverManyCameAfterIt() {
        Both.onRealThreads(layer -> {
            Ifnets.Attachment first = layer.attach("em0", new Card());
            int stale = first.ifnet().handle();
            first.detach();
            for (int i = 0; i < 20_000; i++) {
                Ifnets.Attachment next = layer.attach("em0", new Card());
                assertNotEquals(stale, next.ifnet().handle());
                assertNull(layer.ifnets().byHandle(stale));
                next.detach();
            }
        });
    }

    @Test
    void theListIsInOrderOfAttachAndDoesNotChange() {
        Both.run(layer -> {
            layer.card("em1");
            Ifnets.Attachment em0 = layer.attach("em0", new Card());
            List<Ifnet> before = layer.ifnets().list();
            em0.detach();
            assertEquals("[lo0, em1, em0]", before.toString());
            assertEquals("[lo0, em1]", layer.ifnets().list().toString());
        });
    }

    @Test
    void theFirstEthernetAddressNamesTheNode() {
        Both.run(layer -> {
            Layer.fails(Errno.ENOENT, () -> layer.ifnets().anyEtherMac(6));
            Ifnet em0 = layer.card("em0");
            layer.card("em1");
            assertEquals(em0.lladdr(), layer.ifnets().anyEtherMac(6));
            Layer.fails(Errno.ENOENT, () -> layer.ifnets().anyEtherMac(8));
        });
    }

    /** [HEAD] c42bebbdd1. */
    @Test
    void anInterfaceIsFoundByItsLinkLevelAddress() {
        Both.run(layer -> {
            layer.card("em0");
            Ifnet em1 = layer.card("em1");
            assertSame(em1, layer.ifnets().byLladdr(em1.lladdr()));
        });
    }
}
