package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.concurrent.atomic.AtomicInteger;

import org.ifnet.Counter;
import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.driver.DriverInfo;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.Echo;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.rawlink.internal.RawLink;
import org.junit.jupiter.api.Test;

/** Link layers without a header: point-to-point and raw interfaces beside Ethernet. */
class Section4x03RawLinkIT {
    private static final DriverInfo LINE =
            new DriverInfo(IfType.PPP, null, IfFlags.POINTOPOINT | IfFlags.MULTICAST, 1500, 72, 65535, 0, 0, 1);

    private static void raw(Layer layer) {
        layer.core.add(new RawLink(IfType.PPP));
        layer.core.add(new RawLink(IfType.OTHER));
    }

    private static Mbuf packet(Layer layer, int firstByte, int length) {
        Mbuf m = layer.pool.alloc();
        m.append(length);
        if (length > 0) {
            m.put8(0, firstByte);
        }
        return m;
    }

    @Test
    void aPingCrossesAPointToPointLine() {
        Both.run(layer -> {
            raw(layer);
            Wire[] ends = Wire.pair(LINE);
            layer.address(layer.ifnet("lo0"), "127.0.0.1/8");
            Ifnet near = layer.attach("ppp0", ends[0]).ifnet();
            Ifnet far = layer.attach("ppp1", ends[1]).ifnet();
            layer.route.ifaddrs().add(Layer.ROOT, near, spec("10.0.0.1", "10.0.0.2"));
            layer.route.ifaddrs().add(Layer.ROOT, far, spec("10.0.0.2", "10.0.0.1"));
            assertNull(near.lladdr());
            AtomicInteger answers = new AtomicInteger();
            Echo.Session session = layer.inet
                    .echo()
                    .open(Layer.ROOT, IpAddress.parse("10.0.0.2"), near, new Echo.Listener() {
                        @Override
                        public void reply(IpAddress from, int sequence, int bytes, int ttl, long nanos) {
                            answers.incrementAndGet();
                        }

                        @Override
                        public void error(IpAddress from, int sequence, String text) {}
                    });
            for (int i = 0; i < 5; i++) {
                assertEquals(0, session.send(i, 56, 64));
            }
            layer.await("five answers", () -> answers.get() == 5);
            session.close();
            assertEquals(5, far.counters().get(Counter.IPACKETS));
        });
    }

    private static AddressSpec spec(String address, String destination) {
        return new AddressSpec(IpAddress.parse(address), 32, IpAddress.parse(destination), null);
    }

    @Test
    void whatIsNoPacketIsCountedByReason() {
        Both.run(layer -> {
            raw(layer);
            Wire line = new Wire(LINE);
            Ifnet ppp0 = layer.up(layer.attach("ppp0", line).ifnet());
            line.inject(packet(layer, 0, 0));
            line.inject(packet(layer, 0x10, 40));
            line.inject(packet(layer, 0x60, 40));
            layer.await("all three", () -> ppp0.counters().drops().total() == 3);
            assertEquals(1, ppp0.counters().drops().get(DropReason.RUNT));
            assertEquals(1, ppp0.counters().drops().get(DropReason.BAD_HEADER));
            assertEquals(1, ppp0.counters().drops().get(DropReason.NO_PROTO));
            assertEquals(2, ppp0.counters().get(Counter.IERRORS));
            assertEquals(1, ppp0.counters().get(Counter.NOPROTO));
        });
    }

    @Test
    void aMonitorHearsAndSaysNothing() {
        Both.run(layer -> {
            raw(layer);
            Wire line = new Wire(LINE);
            Ifnet ppp0 = layer.up(layer.attach("ppp0", line).ifnet());
            layer.control().setFlags(Layer.ROOT, ppp0, IfFlags.MONITOR, 0);
            line.inject(packet(layer, 0x45, 40));
            layer.await("the packet", () -> ppp0.counters().drops().get(DropReason.MONITOR) == 1);
            int errno = ppp0.output(packet(layer, 0x45, 40), layer.inet, 0, 0x0a000001);
            assertEquals(Errno.ENETDOWN.number(), errno);
        });
    }

    @Test
    void aPacketOverTheMtuIsRefused() {
        Both.run(layer -> {
            raw(layer);
            Ifnet ppp0 = layer.up(layer.attach("ppp0", new Wire(LINE)).ifnet());
            layer.control().setMtu(Layer.ROOT, ppp0, 100);
            int errno = ppp0.output(packet(layer, 0x45, 101), layer.inet, 0, 0x0a000001);
            assertEquals(Errno.EMSGSIZE.number(), errno);
            assertEquals(1, ppp0.counters().drops().get(DropReason.TOO_BIG));
        });
    }
}
