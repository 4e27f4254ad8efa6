package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.junit.jupiter.api.Test;

/** Reference 1.12: promiscuous and all-multicast mode. */
class Section1x12PromiscIT {
    private static void promisc(Layer layer, Ifnet ifnet, boolean on) throws Exception {
        layer.control().promisc(Layer.ROOT, ifnet, on);
    }

    @Test
    void twoOnAndOneOffKeepsTheFlag() {
        Both.run(layer -> {
            Card card = new Card();
            Ifnet em0 = layer.up(layer.attach("em0", card).ifnet());
            promisc(layer, em0, true);
            promisc(layer, em0, true);
            promisc(layer, em0, false);
            assertTrue(em0.has(IfFlags.PROMISC));
            assertEquals(1, em0.promiscCount());
            promisc(layer, em0, false);
            assertFalse(em0.has(IfFlags.PROMISC));
            assertEquals(
                    2,
                    card.calls.stream().filter(c -> c.startsWith("setFilter")).count());
            assertEquals(
                    2, layer.events.of("em0").stream().filter("Changed"::equals).count());
        });
    }

    @Test
    void anInterfaceThatIsDownRefusesAndCountsNothing() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            Layer.fails(Errno.ENETDOWN, () -> layer.control().promisc(Layer.ROOT, em0, true));
            assertEquals(0, em0.promiscCount());
        });
    }

    @Test
    void bug_aRefusingDriverLeavesFlagAndCountAsTheyWere() {
        Both.run(layer -> {
            Card card = new Card();
            Ifnet em0 = layer.up(layer.attach("em0", card).ifnet());
            card.fail("setFilter", Errno.EIO);
            Layer.fails(Errno.EIO, () -> layer.control().promisc(Layer.ROOT, em0, true));
            assertEquals(0, em0.promiscCount());
            assertFalse(em0.has(IfFlags.PROMISC));
            card.mend("setFilter");
            promisc(layer, em0, true);
            card.fail("setFilter", Errno.EIO);
            Layer.fails(Errno.EIO, () -> layer.control().promisc(Layer.ROOT, em0, false));
            assertEquals(1, em0.promiscCount());
            assertTrue(em0.has(IfFlags.PROMISC));
        });
    }

    @Test
    void bug_anUnmatchedOffIsRefused() {
        Both.run(layer -> {
            Ifnet em0 = layer.up(layer.card("em0"));
            Layer.fails(Errno.EINVAL, () -> layer.control().promisc(Layer.ROOT, em0, false));
            Layer.fails(Errno.EINVAL, () -> layer.control().allmulti(Layer.ROOT, em0, false));
            assertEquals(0, em0.promiscCount());
        });
    }

    @Test
    void whileTheUserWantsItOnlyTheCountChanges() {
        Both.run(layer -> {
            Card card = new Card();
            Ifnet em0 = layer.attach("em0", card).ifnet();
            layer.control().setFlags(Layer.ROOT, em0, IfFlags.PPROMISC, 0);
            card.calls.clear();
            promisc(layer, em0, true);
            assertEquals(1, em0.promiscCount());
            assertTrue(card.calls.isEmpty(), card.calls::toString);
            layer.control().setFlags(Layer.ROOT, em0, 0, IfFlags.PPROMISC);
            assertTrue(em0.has(IfFlags.PROMISC), "who asked for it still has it");
            promisc(layer, em0, false);
            assertFalse(em0.has(IfFlags.PROMISC));
        });
    }

    @Test
    void bug_writingFlagsWithoutPromiscDoesNotTakeItFromThoseWhoAsked() {
        Both.run(layer -> {
            Ifnet em0 = layer.up(layer.card("em0"));
            promisc(layer, em0, true);
            layer.control().setFlags(Layer.ROOT, em0, IfFlags.DEBUG, IfFlags.PROMISC);
            assertTrue(em0.has(IfFlags.PROMISC | IfFlags.DEBUG));
        });
    }

    @Test
    void allMulticastCountsItsUsersAndRollsBack() {
        Both.run(layer -> {
            Card card = new Card();
            Ifnet em0 = layer.attach("em0", card).ifnet();
            layer.control().allmulti(Layer.ROOT, em0, true);
            layer.control().allmulti(Layer.ROOT, em0, true);
            layer.control().allmulti(Layer.ROOT, em0, false);
            assertTrue(em0.has(IfFlags.ALLMULTI));
            card.fail("setFilter", Errno.EIO);
            Layer.fails(Errno.EIO, () -> layer.control().allmulti(Layer.ROOT, em0, false));
            assertTrue(em0.has(IfFlags.ALLMULTI));
            assertEquals(1, em0.allmultiCount());
            card.mend("setFilter");
            layer.control().allmulti(Layer.ROOT, em0, false);
            assertFalse(em0.has(IfFlags.ALLMULTI));
            assertEquals(
                    2, layer.events.of("em0").stream().filter("Changed"::equals).count());
        });
    }
}
