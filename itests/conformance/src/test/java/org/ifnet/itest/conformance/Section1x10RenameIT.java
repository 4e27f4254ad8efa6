package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
import org.ifnet.IfnetException;
import org.ifnet.netisr.EnvThread;
import org.junit.jupiter.api.Test;

/** Reference 1.10 and 1.16: names. */
class Section1x10RenameIT {
    private static void rename(Layer layer, Ifnet ifnet, String name) throws IfnetException {
        layer.control().rename(Layer.ROOT, ifnet, name);
    }

    @Test
    void theInterfaceKeepsItsIndexItsHandleAndItsPackets() {
        Both.run(layer -> {
            Ifnet em0 = layer.up(layer.card("em0"));
            int index = em0.index();
            int handle = em0.handle();
            rename(layer, em0, "wan0");
            assertEquals(em0, layer.ifnet("wan0"));
            assertNull(layer.ifnets().byName("em0"));
            assertEquals(List.of(index, handle), List.of(em0.index(), em0.handle()));
            assertTrue(em0.isUsable());
        });
    }

    @Test
    void bug_listenersHearOfOneRenameAndOfNoDetach() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            layer.events.clear();
            rename(layer, em0, "wan0");
            assertEquals(List.of("Renamed wan0"), layer.events.lines());
            assertEquals("em0", layer.events.of(IfnetEvent.Renamed.class).get(0).oldName());
        });
    }

    @Test
    void aNameThatIsTakenIsRefusedAlsoItsOwn() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            layer.card("em1");
            Layer.fails(Errno.EEXIST, () -> rename(layer, em0, "em1"));
            Layer.fails(Errno.EEXIST, () -> rename(layer, em0, "em0"));
            assertEquals("em0", em0.name());
        });
    }

    @Test
    void bug_whatIsNoNameIsRefused() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            for (String bad : List.of("", "0em", "a/b", "a b", "a\u00e4")) {
                Layer.fails(Errno.EINVAL, () -> rename(layer, em0, bad));
                Layer.fails(Errno.EINVAL, () -> layer.card(bad));
            }
            Layer.fails(Errno.ENAMETOOLONG, () -> rename(layer, em0, "abcdefghijklmnop"));
            Layer.fails(Errno.ENAMETOOLONG, () -> layer.card("abcdefghijklmnop"));
            rename(layer, em0, "abcdefghijklmno");
        });
    }

    @Test
    void bug_readersFindExactlyOneOfBothNames() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("a0");
            AtomicBoolean end = new AtomicBoolean();
            AtomicInteger torn = new AtomicInteger();
            EnvThread reader = layer.env.start("reader", () -> {
                while (!end.get()) {
                    String name = em0.name();
                    if (!name.equals("a0") && !name.equals("b0")) {
                        torn.incrementAndGet();
                    }
                    layer.env.park(1000);
                }
            });
            for (int i = 0; i < 6; i++) {
                rename(layer, em0, i % 2 == 0 ? "b0" : "a0");
            }
            end.set(true);
            reader.join(-1);
            assertEquals(0, torn.get());
        });
    }

    @Test
    void bug_aRenamedCloneIsDestroyedByWhoMadeIt() {
        Both.run(layer -> {
            layer.cloners.create(Layer.ROOT, "epair3", null);
            rename(layer, layer.ifnet("epair3a"), "lo7");
            layer.cloners.destroy(Layer.ROOT, "lo7");
            assertNull(layer.ifnets().byName("epair3b"));
            layer.cloners.create(Layer.ROOT, "lo7", null);
            layer.cloners.create(Layer.ROOT, "epair3", null);
        });
    }
}
