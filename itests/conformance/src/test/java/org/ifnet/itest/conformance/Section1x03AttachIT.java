package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
import org.ifnet.Ifnets;
import org.junit.jupiter.api.Test;

/** Reference 1.3: attach. */
class Section1x03AttachIT {
    @Test
    void theIndexIsTheHighestPlusOneAndHolesStay() {
        Both.run(layer -> {
            int first = layer.card("em0").index();
            Ifnets.Attachment second = layer.attach("em1", new Card());
            Ifnet third = layer.card("em2");
            assertEquals(List.of(first + 1, first + 2), List.of(second.ifnet().index(), third.index()));
            second.detach();
            assertNull(layer.ifnets().byIndex(first + 1));
            assertEquals(first + 3, layer.card("em3").index());
        });
    }

    @Test
    void aFreedTopRunOfIndicesIsGivenAgain() {
        Both.run(layer -> {
            int first = layer.card("em0").index();
            Ifnets.Attachment second = layer.attach("em1", new Card());
            Ifnets.Attachment third = layer.attach("em2", new Card());
            second.detach();
            third.detach();
            assertEquals(first + 1, layer.card("em3").index());
        });
    }

    @Test
    void bug_twoInterfacesOfOneNameAreRefused() {
        Both.run(layer -> {
            Ifnet first = layer.card("em0");
            Layer.fails(Errno.EEXIST, () -> layer.card("em0"));
            assertEquals(first, layer.ifnet("em0"));
        });
    }

    @Test
    void bug_whoHearsOfAnArrivalFindsACompleteInterface() {
        Both.run(layer -> {
            layer.ifnets()
                    .listen(
                            event -> {
                                if (event instanceof IfnetEvent.Attached) {
                                    Ifnet found =
                                            layer.ifnets().byName(event.ifnet().name());
                                    assertEquals(event.ifnet(), found);
                                    assertNotNull(found.lladdr());
                                    assertEquals(1500, found.mtu());
                                    assertTrue(found.isAttached());
                                }
                            },
                            false);
            layer.card("em0");
            assertEquals(List.of("Attached"), layer.events.of("em0"));
        });
    }
}
