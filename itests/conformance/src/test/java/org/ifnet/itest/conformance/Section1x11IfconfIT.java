package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.ifnet.Ifnet;
import org.ifnet.Ifnets;
import org.ifnet.control.Credential;
import org.ifnet.ifaddr.IfconfPage;
import org.ifnet.ifaddr.IfconfPage.Cursor;
import org.ifnet.ifaddr.IpAddress;
import org.junit.jupiter.api.Test;

/** Reference 1.11: the listing of interfaces and addresses, in pages. */
class Section1x11IfconfIT {
    private static IfconfPage page(Layer layer, Cursor after, int limit) {
        return layer.route.ifaddrs().conf(Layer.ROOT, after, limit);
    }

    private static List<String> text(IfconfPage page) {
        List<String> lines = new ArrayList<>();
        for (IfconfPage.Entry e : page.entries()) {
            lines.add(e.ifnet() + (e.lladdr() != null ? " link" : e.address() != null ? " " + e.address() : ""));
        }
        return lines;
    }

    private static void configure(Layer layer) throws Exception {
        layer.address(layer.card("em0"), "10.0.0.1/24");
        layer.address(layer.ifnet("em0"), "10.0.1.1/24");
        layer.card("em1");
    }

    @Test
    void listsInterfacesInOrderOfAttachAndTheLinkAddressFirst() {
        Both.run(layer -> {
            configure(layer);
            IfconfPage all = page(layer, Cursor.START, 100);
            assertEquals(List.of("lo0", "em0 link", "em0 10.0.0.1", "em0 10.0.1.1", "em1 link"), text(all));
            assertFalse(all.more());
        });
    }

    @Test
    void bug_aPageThatFitsExactlyLosesNothing() {
        Both.run(layer -> {
            configure(layer);
            assertEquals(5, page(layer, Cursor.START, 5).entries().size());
            assertFalse(page(layer, Cursor.START, 5).more());
            assertTrue(page(layer, Cursor.START, 4).more());
        });
    }

    @Test
    void aPageOfNothingSaysThatThereIsSomething() {
        Both.run(layer -> {
            configure(layer);
            IfconfPage none = page(layer, Cursor.START, 0);
            assertEquals(List.of(), none.entries());
            assertTrue(none.more());
            assertEquals(Cursor.START, none.next());
        });
    }

    @Test
    void shortPagesTogetherAreTheWhole() {
        Both.run(layer -> {
            configure(layer);
            List<String> together = new ArrayList<>();
            IfconfPage page = page(layer, Cursor.START, 2);
            together.addAll(text(page));
            while (page.more()) {
                page = page(layer, page.next(), 2);
                together.addAll(text(page));
            }
            assertEquals(text(page(layer, Cursor.START, 100)), together);
        });
    }

    @Test
    void whatStaysIsListedOnceWhileOthersComeAndGo() {
        Both.run(layer -> {
            Ifnets.Attachment em0 = layer.attach("em0", new Card());
            layer.card("em1");
            IfconfPage first = page(layer, Cursor.START, 2);
            assertEquals(List.of("lo0", "em0 link"), text(first));
            em0.detach();
            Ifnet em2 = layer.card("em2");
            assertEquals(List.of("em1 link", "em2 link"), text(page(layer, first.next(), 10)));
            IfconfPage upToEm2 = page(layer, Cursor.START, 10);
            assertEquals(em2.index(), upToEm2.next().index());
        });
    }

    @Test
    void anInterfaceThatHasTheIndexOfAnotherIsListedFromItsBeginning() {
        Both.run(layer -> {
            Ifnets.Attachment em0 = layer.attach("em0", new Card());
            IfconfPage first = page(layer, Cursor.START, 2);
            em0.detach();
            assertEquals(em0.ifnet().index(), layer.card("em1").index());
            assertEquals(List.of("em1 link"), text(page(layer, first.next(), 10)));
        });
    }

    @Test
    void aConfinedCallerSeesItsOwnAddressesOnly() {
        Both.run(layer -> {
            configure(layer);
            layer.address(layer.ifnet("lo0"), "127.0.0.1/8");
            Credential jailed = Layer.ROOT.confinedTo(Set.of(IpAddress.parse("10.0.1.1")));
            IfconfPage page = layer.route.ifaddrs().conf(jailed, Cursor.START, 100);
            assertEquals(List.of("lo0", "em0 link", "em0 10.0.1.1", "em1 link"), text(page));
        });
    }
}
