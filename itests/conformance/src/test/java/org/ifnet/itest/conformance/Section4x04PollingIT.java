package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ifnet.Counter;
import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.MacAddress;
import org.junit.jupiter.api.Test;

/** Reference 4.4: polling, with a pair of interfaces that are polled at both ends. */
class Section4x04PollingIT {
    private static final int FRAMES = 100;

    private static void polling(Layer layer, Ifnet ifnet, boolean on) throws IfnetException {
        layer.control().setPolling(Layer.ROOT, ifnet, on);
    }

    private static Ifnet pair(Layer layer) throws IfnetException {
        layer.cloners.create(Layer.ROOT, "epair0", null);
        layer.up(layer.ifnet("epair0a"));
        return layer.up(layer.ifnet("epair0b"));
    }

    private static void send(Layer layer, Ifnet from, Ifnet to, int count) {
        MacAddress source = from.lladdr();
        MacAddress destination = to.lladdr();
        assertNotNull(source);
        assertNotNull(destination);
        MbufBatch batch = new MbufBatch(count);
        for (int i = 0; i < count; i++) {
            Mbuf m = layer.pool.alloc();
            assertNotNull(m);
            m.append(60);
            EtherHeader.put(m, 0, destination.bits(), source.bits(), 0x88b5);
            batch.add(m);
        }
        assertEquals(count, from.transmit(batch));
    }

    private static void carries(Layer layer, Ifnet from, Ifnet to) {
        long before = to.counters().get(Counter.IPACKETS);
        send(layer, from, to, FRAMES);
        layer.await("received", () -> to.counters().get(Counter.IPACKETS) == before + FRAMES);
    }

    @Test
    void aPolledPairCarriesEveryFrameBothWays() {
        Both.run(layer -> {
            Ifnet b = pair(layer);
            Ifnet a = layer.ifnet("epair0a");
            carries(layer, a, b);
            polling(layer, a, true);
            polling(layer, b, true);
            assertTrue(a.has(IfFlags.NPOLLING) && b.has(IfFlags.NPOLLING));
            assertEquals("4", layer.sysctl("net.ifpoll.1.rx.handlers"), "two of each end");
            carries(layer, a, b);
            carries(layer, b, a);
            polling(layer, b, false);
            carries(layer, a, b);
            carries(layer, b, a);
        });
    }

    @Test
    void bug_whatRegisteringAnswersIsToldToTheCaller() {
        Both.run(layer -> {
            Ifnet card = layer.up(layer.card("em0"));
            Layer.fails(Errno.EOPNOTSUPP, () -> polling(layer, card, true));
            Layer.fails(Errno.EOPNOTSUPP, () -> polling(layer, card, false));
            assertFalse(card.has(IfFlags.NPOLLING));
            Ifnet b = pair(layer);
            Layer.fails(Errno.EINVAL, () -> polling(layer, b, false));
            polling(layer, b, true);
            Layer.fails(Errno.EBUSY, () -> polling(layer, b, true));
            assertTrue(b.has(IfFlags.NPOLLING));
        });
    }

    @Test
    void pollingEndsWithTheInterface() {
        Both.run(layer -> {
            Ifnet b = pair(layer);
            polling(layer, b, true);
            layer.cloners.destroy(Layer.ROOT, "epair0a");
            assertFalse(b.isAttached());
            assertFalse(b.has(IfFlags.NPOLLING));
            for (int cpu = 0; cpu < 2; cpu++) {
                assertEquals("0", layer.sysctl("net.ifpoll." + cpu + ".rx.handlers"));
            }
        });
    }
}
