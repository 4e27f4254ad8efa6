package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.LinkState;
import org.ifnet.Registration;
import org.ifnet.domain.AddressFamily;
import org.ifnet.domain.Domain;
import org.ifnet.driver.DriverInfo;
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
    void aSmartInterfaceTellsOfItselfWhatThereIsToTell() {
        Both.run(layer -> {
            Card card = new Card();
            DriverInfo info = card.info;
            card.info = new DriverInfo(
                    info.type(),
                    info.lladdr(),
                    info.flags() | IfFlags.SMART,
                    info.mtu(),
                    info.minMtu(),
                    info.maxMtu(),
                    info.capabilities(),
                    info.baudrate(),
                    info.queues());
            Ifnet em0 = layer.up(layer.attach("em0", card).ifnet());
            layer.down(em0);
            assertEquals(List.of("Attached"), layer.events.of("em0"));
        });
    }

    @Test
    void listenersHearOfUpAndDownBeforeTheProtocols() {
        Both.run(layer -> {
            List<String> order = new CopyOnWriteArrayList<>();
            Domain follower = new Follower(order);
            layer.core.add(follower);
            Registration listening = layer.ifnets()
                    .listen(event -> order.add("event " + event.getClass().getSimpleName()), false);
            Ifnet em0 = layer.up(layer.card("em0"));
            order.clear();
            layer.down(em0);
            layer.up(em0);
            assertEquals(List.of("event Down", "domain down", "event Up", "domain up"), order);
            listening.close();
            layer.core.remove(follower);
        });
    }

    /** A protocol that notes when it is told. */
    private record Follower(List<String> order) implements Domain {
        @Override
        public int family() {
            return 97;
        }

        @Override
        public int etherType() {
            return 0x88b5;
        }

        @Override
        public int[] inputTypes() {
            return new int[0];
        }

        @Override
        public void up(Ifnet ifnet) {
            order.add("domain up");
        }

        @Override
        public void down(Ifnet ifnet) {
            order.add("domain down");
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
