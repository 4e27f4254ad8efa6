package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.Registration;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.netisr.Netisr;
import org.junit.jupiter.api.Test;

/** Reference 4.1: message ports, roll-ups, forwarding and the barrier. */
class Section4x01NetisrIT {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void aMessageToOnesOwnPortRunsInline() {
        Both.run(layer -> {
            for (int port : new int[] {0, 1, Netisr.NETCTL}) {
                int reached = layer.netisr.call(port, () -> layer.netisr.call(port, () -> layer.netisr.current()));
                assertEquals(port, reached);
            }
        });
    }

    @Test
    void messagesOfOneSenderKeepTheirOrder() {
        Both.run(layer -> {
            List<Integer> seen = new CopyOnWriteArrayList<>();
            List<Integer> sent = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                int number = i;
                sent.add(number);
                layer.netisr.post(1, () -> seen.add(number));
            }
            layer.netisr.call(1, () -> null);
            assertEquals(sent, seen);
        });
    }

    @Test
    void theErrorOfACalledMessageComesBackToItsSender() {
        Both.run(layer -> {
            IfnetException thrown = new IfnetException(Errno.ENOBUFS, "of the message");
            IfnetException got = Layer.fails(
                    Errno.ENOBUFS,
                    () -> layer.netisr.call(1, () -> {
                        throw thrown;
                    }));
            assertSame(thrown, got);
        });
    }

    @Test
    void rollUpsRunAfterEveryBatchEvenOfOneMessageInDescendingPriority() {
        Both.run(layer -> {
            List<String> order = new CopyOnWriteArrayList<>();
            AtomicBoolean armed = new AtomicBoolean();
            Registration low = layer.netisr.rollup(50, () -> noteOnce(layer, armed, order, "ifstart", true));
            Registration high = layer.netisr.rollup(200, () -> noteOnce(layer, armed, order, "tcp", false));
            layer.netisr.call(0, () -> {
                armed.set(true);
                return order.add("message");
            });
            layer.await("both roll-ups", () -> order.size() == 3);
            assertEquals(List.of("message", "tcp", "ifstart"), order);
            low.close();
            high.close();
        });
    }

    private static void noteOnce(Layer layer, AtomicBoolean armed, List<String> order, String what, boolean last) {
        if (layer.netisr.current() == 0 && armed.get()) {
            order.add(what);
            if (last) {
                armed.set(false);
            }
        }
    }

    @Test
    void aForwardedMessageVisitsEveryNetisrAndThenReplies() {
        Both.run(layer -> {
            List<Integer> visited = new CopyOnWriteArrayList<>();
            AtomicReference<String> replied = new AtomicReference<>();
            layer.netisr.forward(
                    () -> visited.add(layer.netisr.current()),
                    1,
                    failure -> replied.set(failure + " on " + layer.netisr.current()));
            layer.await("the reply", () -> replied.get() != null);
            assertEquals(List.of(0, 1), visited);
            assertEquals("null on 1", replied.get());
        });
    }

    @Test
    void aWalkIsSynchronous() {
        Both.run(layer -> {
            List<Integer> visited = new CopyOnWriteArrayList<>();
            layer.netisr.walk(() -> visited.add(layer.netisr.current()));
            assertEquals(List.of(0, 1), visited);
        });
    }

    @Test
    void theBarrierReturnsWhenWhatWasBegunHasEnded() {
        Both.run(layer -> {
            AtomicBoolean begun = new AtomicBoolean();
            AtomicBoolean ended = new AtomicBoolean();
            layer.netisr.post(1, () -> {
                begun.set(true);
                layer.env.park(2_000_000);
                ended.set(true);
            });
            layer.await("the message", begun::get);
            assertTrue(layer.netisr.barrier(SECOND));
            assertTrue(ended.get());
        });
    }

    @Test
    void bug_packetsForANumberWithoutHandlerAreFreedAndCounted() {
        Both.run(layer -> {
            MbufBatch packets = new MbufBatch();
            packets.add(layer.pool.alloc());
            packets.add(layer.pool.alloc());
            assertEquals(0, layer.netisr.queue(1, null, packets));
            assertTrue(packets.isEmpty());
            packets.add(layer.pool.alloc());
            assertEquals(0, layer.netisr.queue(7, MbufBatch::freeAll, packets));
            assertEquals(3, layer.netisr.misdirectedDrops());
            assertEquals(0, layer.pool.outstanding());
        });
    }

    @Test
    void packetsReachTheHandlerOnTheNetisrTheyWereSentTo() {
        Both.run(layer -> {
            List<Integer> where = new CopyOnWriteArrayList<>();
            MbufBatch packets = new MbufBatch();
            packets.add(layer.pool.alloc());
            int taken = layer.netisr.queue(
                    1,
                    batch -> {
                        where.add(layer.netisr.current());
                        batch.freeAll();
                    },
                    packets);
            assertEquals(1, taken);
            layer.await("the packet", () -> !where.isEmpty());
            assertEquals(List.of(1), where);
        });
    }
}
