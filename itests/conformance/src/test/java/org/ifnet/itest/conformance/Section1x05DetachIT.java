package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.ifnet.DropReason;
import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.domain.AddressFamily;
import org.ifnet.driver.DriverContext;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifq.Subqueue;
import org.ifnet.ifq.SubqueueStats;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.junit.jupiter.api.Test;

/** Reference 1.5 and 1.20: detach leaves nothing. */
class Section1x05DetachIT {
    private static int transmit(Layer layer, Ifnet ifnet) {
        MbufBatch batch = new MbufBatch(1);
        Mbuf m = layer.pool.alloc();
        m.append(60);
        batch.add(m);
        return ifnet.transmit(batch);
    }

    @Test
    void whatIsToldHasAnOrder() {
        Both.run(layer -> {
            Ifnets.Attachment em0 = layer.attach("em0", new Card());
            layer.up(em0.ifnet());
            em0.detach();
            assertEquals(
                    List.of("Attached", "Up", "Detaching", "GroupLeft", "Down", "Detached"), layer.events.of("em0"));
        });
    }

    @Test
    void addressesAreThereWhenItIsAnnouncedAndGoneWhenItIsOver() {
        Both.run(layer -> {
            Ifnets.Attachment em0 = layer.attach("em0", new Card());
            layer.address(em0.ifnet(), "10.0.0.1/24");
            List<String> seen = new CopyOnWriteArrayList<>();
            layer.ifnets()
                    .listen(
                            event -> {
                                if (event instanceof IfnetEvent.Detaching || event instanceof IfnetEvent.Detached) {
                                    seen.add(event.getClass().getSimpleName() + " "
                                            + (layer.ifnets().byName("em0") != null));
                                }
                            },
                            false);
            em0.detach();
            assertEquals(List.of("Detaching true", "Detached false"), seen);
            assertEquals(List.of(), layer.route.ifaddrs().list(em0.ifnet()));
            assertTrue(layer.route.routes().list(AddressFamily.INET).stream()
                    .noneMatch(route -> route.ifnet() == em0.ifnet()));
            assertNull(layer.route.fib().lookup4(0x0a000001));
        });
    }

    @Test
    void bug_nothingIsLeftOfAnInterface() {
        Both.run(layer -> {
            String ifnets = layer.sysctl("debug.ifnet.ifnets");
            Ifnets.Attachment em0 = layer.attach("em0", new Card());
            layer.address(em0.ifnet(), "10.0.0.1/24");
            layer.core.ifmaddrs().join(Layer.ROOT, em0.ifnet(), IpAddress.parse("224.0.1.1"));
            layer.core.groups().join(Layer.ROOT, em0.ifnet(), "wan");
            layer.await(
                    "the group, 224.0.0.1 and their link-level addresses",
                    () -> layer.core.ifmaddrs().list(em0.ifnet()).size() == 4);
            assertEquals("4", layer.sysctl("debug.ifnet.ifmaddrs"));
            assertEquals("1", layer.sysctl("debug.ifnet.ifaddrs"));
            em0.detach();
            assertEquals(ifnets, layer.sysctl("debug.ifnet.ifnets"));
            assertEquals("0", layer.sysctl("debug.ifnet.ifmaddrs"));
            assertEquals("0", layer.sysctl("debug.ifnet.ifaddrs"));
            assertFalse(layer.core.groups().list().contains("wan"));
            assertNull(layer.ifnets().byIndex(em0.ifnet().index()));
            assertNull(layer.ifnets().byHandle(em0.ifnet().handle()));
        });
    }

    @Test
    void whatWaitedIsDroppedAndWhatComesIsRefusedAndBothAreCounted() {
        Both.run(layer -> {
            Card card = new Card() {
                @Override
                public void start(Subqueue queue) {
                    queue.setOactive();
                }
            };
            Ifnets.Attachment em0 = layer.attach("em0", card);
            Ifnet ifnet = layer.up(em0.ifnet());
            assertEquals(1, transmit(layer, ifnet));
            em0.detach();
            assertEquals(0, transmit(layer, ifnet));
            assertEquals(1, ifnet.counters().drops().get(DropReason.DETACHED));
            SubqueueStats stats = ifnet.queue().subqueue(0).stats();
            assertEquals(0, stats.queued());
            assertEquals(stats.enqueued(), stats.sent() + stats.droppedTotal());
        });
    }

    @Test
    void bug_aSecondDetachDoesNothing() {
        Both.run(layer -> {
            Card card = new Card();
            Ifnets.Attachment em0 = layer.attach("em0", card);
            em0.detach();
            Ifnet again = layer.card("em0");
            em0.detach();
            assertEquals(again, layer.ifnet("em0"));
            assertEquals(1, card.calls.stream().filter("detach"::equals).count());
        });
    }

    @Test
    void timersOfTheDriverEndWithIt() {
        Both.run(layer -> {
            List<String> ticks = new CopyOnWriteArrayList<>();
            Card card = new Card() {
                @Override
                public void attach(DriverContext given) throws IfnetException {
                    super.attach(given);
                    given.callout(0, () -> ticks.add("tick")).reset(1_000_000);
                }
            };
            Ifnets.Attachment em0 = layer.attach("em0", card);
            em0.detach();
            int before = ticks.size();
            long begin = layer.env.nanoTime();
            layer.await("some time", () -> layer.env.nanoTime() - begin > 10_000_000);
            assertEquals(before, ticks.size());
        });
    }
}
