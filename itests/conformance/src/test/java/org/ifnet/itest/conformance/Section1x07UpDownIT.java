package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.LinkState;
import org.ifnet.domain.AddressFamily;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.junit.jupiter.api.Test;

/** Reference 1.7: up, down and the link. */
class Section1x07UpDownIT {
    private static Set<String> routes(Layer layer) {
        return layer.route.routes().list(AddressFamily.INET).stream()
                .map(r -> r.destination() + " " + r.ifnet().name() + " " + r.flags())
                .collect(Collectors.toSet());
    }

    @Test
    void eachTransitionIsToldExactlyOnceAndNothingElseIs() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            layer.up(em0);
            layer.up(em0);
            layer.down(em0);
            layer.down(em0);
            layer.up(em0);
            assertEquals(List.of("Attached", "Up", "Down", "Up"), layer.events.of("em0"));
        });
    }

    /** [HEAD] e612af50c4: protocols find the hardware initialised. */
    @Test
    void theDriverIsInitialisedBeforeAnybodyHearsOfUp() {
        Both.run(layer -> {
            Card card = new Card();
            Ifnet em0 = layer.attach("em0", card).ifnet();
            layer.ifnets().listen(event -> assertTrue(card.calls.contains("init"), card.calls::toString), false);
            layer.up(em0);
            assertTrue(em0.has(IfFlags.UP | IfFlags.RUNNING));
        });
    }

    @Test
    void bug_aDriverThatDoesNotComeUpLeavesTheInterfaceDown() {
        Both.run(layer -> {
            Card card = new Card().fail("init", Errno.EIO);
            Ifnet em0 = layer.attach("em0", card).ifnet();
            Layer.fails(Errno.EIO, () -> layer.up(em0));
            assertEquals(0, em0.flags() & (IfFlags.UP | IfFlags.RUNNING));
            assertEquals(List.of("Attached"), layer.events.of("em0"));
        });
    }

    @Test
    void downAndUpRestoresExactlyTheConnectedRoutes() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            layer.address(em0, "10.0.0.1/24");
            layer.address(em0, "10.1.0.1/16");
            Set<String> before = routes(layer);
            for (int i = 0; i < 3; i++) {
                layer.down(em0);
                layer.up(em0);
            }
            assertEquals(before, routes(layer));
        });
    }

    @Test
    void aRouteThroughADownInterfaceIsNeverUsed() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            layer.address(em0, "10.0.0.1/24");
            layer.down(em0);
            assertEquals(null, layer.route.fib().lookup4(0x0a000007));
        });
    }

    @Test
    void downPurgesWhatWaitsAndRefusesWhatComes() {
        Both.run(layer -> {
            Ifnet em0 = layer.up(layer.card("em0"));
            layer.down(em0);
            MbufBatch batch = new MbufBatch(1);
            Mbuf m = layer.pool.alloc();
            m.append(60);
            batch.add(m);
            em0.transmit(batch);
            assertEquals(1, em0.counters().drops().get(DropReason.IF_DOWN));
            assertEquals(0, em0.queue().subqueue(0).length());
        });
    }

    @Test
    void theLinkIsToldWhenItChangesAndNotAgain() {
        Both.run(layer -> {
            Card card = new Card();
            Ifnet em0 = layer.attach("em0", card).ifnet();
            card.context.linkState(LinkState.UP, 1_000_000);
            layer.await("the link", () -> em0.linkState() == LinkState.UP);
            card.context.linkState(LinkState.UP, 1_000_000);
            card.context.linkState(LinkState.DOWN, 0);
            layer.await("no link", () -> em0.linkState() == LinkState.DOWN);
            layer.await("told", () -> layer.events.of("em0").size() == 3);
            assertEquals(List.of("Attached", "LinkChanged", "LinkChanged"), layer.events.of("em0"));
        });
    }
}
