package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;

import org.ifnet.Counter;
import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.ifq.Ifq;
import org.ifnet.ifq.Subqueue;
import org.ifnet.ifq.SubqueueMap;
import org.ifnet.ifq.SubqueueStats;
import org.ifnet.mbuf.Mbuf;
import org.junit.jupiter.api.Test;

/** Reference 1.18 and 1.19: what senders, drivers and administrators see of the transmit queue. */
class Section1x18TransmitIT {
    /** A card that takes nothing until it is told to. */
    private static final class FullCard extends Card {
        final AtomicBoolean full = new AtomicBoolean(true);

        FullCard(int queues) {
            info = info.withQueues(queues);
        }

        @Override
        public void start(Subqueue queue) {
            if (full.get()) {
                queue.setOactive();
            } else {
                super.start(queue);
            }
        }

        void drain() {
            full.set(false);
            for (int i = 0; i < info.queues(); i++) {
                context.queue(i).clearOactive();
            }
        }
    }

    static void send(Layer layer, Ifnet ifnet, int flow, int count, int flags) {
        for (int i = 0; i < count; i++) {
            Mbuf m = layer.pool.alloc();
            assertNotNull(m);
            m.append(60);
            m.flags(flags);
            m.flowHash(flow);
            ifnet.queue().dispatch(m);
        }
    }

    private static void settled(Layer layer, Ifnet ifnet, Card card, long sent) {
        layer.await("sent", () -> card.sent.get() == sent);
        layer.await("counted", () -> ifnet.counters().get(Counter.OPACKETS) == sent);
    }

    @Test
    void aFullQueueRefusesAndCountsAndTheSumsAgree() {
        Both.run(layer -> {
            FullCard card = new FullCard(1);
            Ifnet em0 = layer.up(layer.attach("em0", card).ifnet());
            layer.control().queues().setLimit(Layer.ROOT, em0, 10, 0);
            send(layer, em0, 0, 10, 0);
            assertEquals(Errno.ENOBUFS.number(), em0.queue().dispatch(frame(layer, 0)));
            assertEquals(0, em0.queue().dispatch(frame(layer, Mbuf.PRIO)), "priority takes the place of the oldest");
            SubqueueStats full = em0.queue().subqueue(0).stats();
            assertEquals(10, full.queued());
            assertEquals(2L, full.dropped().get(DropReason.QUEUE_FULL));
            assertEquals(full.enqueued(), full.sent() + full.droppedTotal() + full.queued());
            assertEquals(full.enqueuedBytes(), full.sentBytes() + full.droppedBytesTotal() + full.queuedBytes());
            card.drain();
            settled(layer, em0, card, 10);
            assertEquals(2, em0.counters().get(Counter.OQDROPS));
        });
    }

    private static Mbuf frame(Layer layer, int flags) {
        Mbuf m = layer.pool.alloc();
        assertNotNull(m);
        m.append(60);
        m.flags(flags);
        return m;
    }

    @Test
    void theLimitInBytesHoldsToo() {
        Both.run(layer -> {
            FullCard card = new FullCard(1);
            Ifnet em0 = layer.up(layer.attach("em0", card).ifnet());
            layer.control().queues().setLimit(Layer.ROOT, em0, 100, 180);
            send(layer, em0, 0, 10, 0);
            assertEquals(3, em0.queue().subqueue(0).length());
            assertEquals(180, em0.queue().subqueue(0).bytes());
            Layer.fails(Errno.EINVAL, () -> layer.control().queues().setLimit(Layer.ROOT, em0, -1, 0));
            layer.control().queues().setLimit(Layer.ROOT, em0, 0, 0);
            assertEquals(250, em0.queue().maxLength());
            assertEquals(7, layer.control().queues().purge(Layer.ROOT, em0) + 4, "what waited is purged");
        });
    }

    @Test
    void mapsByFlowByCpuAndToTheFirst() {
        Both.run(layer -> {
            FullCard card = new FullCard(4);
            Ifnet em0 = layer.up(layer.attach("em0", card).ifnet());
            Ifq q = em0.queue();
            send(layer, em0, 6, 1, 0);
            assertEquals(1, q.subqueue(2).length());
            layer.control().queues().setMap(Layer.ROOT, em0, SubqueueMap.FIRST);
            send(layer, em0, 6, 1, 0);
            assertEquals(1, q.subqueue(0).length());
            layer.control().queues().setMap(Layer.ROOT, em0, SubqueueMap.CPU);
            layer.netisr.call(1, () -> {
                send(layer, em0, 6, 1, 0);
                return true;
            });
            assertEquals(1, q.subqueue(1).length());
            layer.control().queues().setMap(Layer.ROOT, em0, SubqueueMap.MASK);
            layer.netisr.call(1, () -> {
                send(layer, em0, 6, 1, 0);
                return true;
            });
            assertEquals(2, q.subqueue(1).length());
            card.drain();
            settled(layer, em0, card, 4);
        });
    }

    @Test
    void aNewOwnerStartsTheQueueFromThenOn() {
        Both.run(layer -> {
            int[] cpu = {-5};
            Card card = new Card() {
                @Override
                public void start(Subqueue queue) {
                    cpu[0] = layer.netisr.current();
                    super.start(queue);
                }
            };
            Ifnet em0 = layer.up(layer.attach("em0", card).ifnet());
            send(layer, em0, 0, 1, 0);
            settled(layer, em0, card, 1);
            assertEquals(0, cpu[0]);
            layer.control().queues().setOwner(Layer.ROOT, em0, 0, 1);
            // The start that sent the first may still look whether there is more, and would find the next.
            layer.netisr.call(0, () -> true);
            send(layer, em0, 0, 1, 0);
            settled(layer, em0, card, 2);
            assertEquals(1, cpu[0]);
            Layer.fails(Errno.EINVAL, () -> layer.control().queues().setOwner(Layer.ROOT, em0, 0, 2));
            Layer.fails(Errno.EINVAL, () -> layer.control().queues().setOwner(Layer.ROOT, em0, 1, 0));
        });
    }

    @Test
    void aNetisrThatIsNotTheOwnerLeavesTheStartToItsRollUp() {
        Both.run(layer -> {
            Card card = new Card();
            Ifnet em0 = layer.up(layer.attach("em0", card).ifnet());
            layer.netisr.call(1, () -> {
                send(layer, em0, 0, 5, 0);
                return true;
            });
            settled(layer, em0, card, 5);
            SubqueueStats stats = em0.queue().subqueue(0).stats();
            assertEquals(5, stats.avoided());
            assertEquals(1, stats.scheduled());
            assertEquals(0, stats.stages());
        });
    }

    @Test
    void detachLeavesNothingStagedOrQueued() {
        Both.run(layer -> {
            Ifnets.Attachment attachment = layer.attach("em0", new FullCard(2));
            Ifnet em0 = layer.up(attachment.ifnet());
            layer.netisr.post(1, () -> send(layer, em0, 0, 5, 0));
            attachment.detach();
            SubqueueStats stats = em0.queue().subqueue(0).stats();
            assertEquals(0, stats.queued());
            assertEquals(0, stats.stages());
            assertEquals(stats.enqueued(), stats.sent() + stats.droppedTotal());
            assertTrue(layer.pool.outstanding() <= 5);
        });
    }

    @Test
    void bug_whenAnInterfaceComesUpAgainWhatWaitsIsStarted() {
        Both.run(layer -> {
            Card card = new Card();
            Ifnet em0 = layer.up(layer.attach("em0", card).ifnet());
            layer.down(em0);
            send(layer, em0, 0, 3, 0);
            assertEquals(0, card.sent.get());
            layer.up(em0);
            settled(layer, em0, card, 3);
        });
    }

    static void checkSums(Ifnet ifnet) throws IfnetException {
        for (int i = 0; i < ifnet.queue().count(); i++) {
            SubqueueStats s = ifnet.queue().subqueue(i).stats();
            assertEquals(s.enqueued(), s.sent() + s.droppedTotal() + s.queued());
            assertEquals(s.enqueuedBytes(), s.sentBytes() + s.droppedBytesTotal() + s.queuedBytes());
        }
    }
}
