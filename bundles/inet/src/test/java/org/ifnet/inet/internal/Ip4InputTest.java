package org.ifnet.inet.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

import org.ifnet.DropReason;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.wire.Checksum;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.IcmpHeader;
import org.ifnet.wire.Ipv4Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Ip4InputTest {
    private final World world = new World();
    private final Host a = world.host("a");
    private final HostIfnet em0 = a.ether("em0", "192.0.2.1/24");

    @AfterEach
    void leavesNothingBehind() {
        world.close();
    }

    /** An echo request to 192.0.2.1 from 192.0.2.9 with 16 bytes of payload. */
    private Mbuf echo(Consumer<Mbuf> change) {
        Mbuf m = world.pool.alloc();
        assertTrue(m.append(44));
        for (int i = 28; i < 44; i++) {
            m.put8(i, i);
        }
        IcmpHeader.put(m, 20, IcmpHeader.ECHO, 0, 0x12340001);
        m.put16(22, Checksum.of(m, 20, 24));
        Ipv4Header.put(m, 0, 0, 44, 1, 0, 64, Ipv4Header.ICMP, v4("192.0.2.9"), v4("192.0.2.1"));
        change.accept(m);
        return m;
    }

    private static void sum(Mbuf m) {
        m.put16(Ipv4Header.CHECKSUM, 0);
        m.put16(Ipv4Header.CHECKSUM, Checksum.of(m, 0, Math.min(m.length(), Ipv4Header.headerLength(m, 0))));
    }

    private static Consumer<Mbuf> summed(Consumer<Mbuf> change) {
        return change.andThen(Ip4InputTest::sum);
    }

    private static int v4(String text) {
        return IpAddress.parse(text).v4();
    }

    private void input(Mbuf m) {
        MbufBatch batch = new MbufBatch();
        assertTrue(batch.add(m));
        a.inet.input(em0, EtherHeader.TYPE_IPV4, batch);
        assertTrue(batch.isEmpty());
    }

    private void drops(DropReason reason, Consumer<Mbuf> change) {
        long before = a.dropped(reason);
        long total = a.inet.drops().total();
        em0.clear();
        input(echo(change));
        assertEquals(before + 1, a.dropped(reason), reason.text());
        assertEquals(total + 1, a.inet.drops().total(), "one reason a packet");
    }

    private void setSource(Mbuf m, String source) {
        m.put32(Ipv4Header.SRC, v4(source));
        sum(m);
    }

    private void setDestination(Mbuf m, String destination) {
        m.put32(Ipv4Header.DST, v4(destination));
        sum(m);
    }

    @Test
    void answersAGoodEchoRequest() {
        em0.clear();
        input(echo(m -> {}));
        assertEquals(1, em0.wire.size(), "asks for the neighbour first");
        assertEquals(0, a.inet.drops().total());
    }

    @Test
    void dropsMalformedHeaders() {
        drops(DropReason.BAD_HEADER, m -> m.trimBack(44));
        drops(DropReason.BAD_HEADER, m -> m.trimBack(25));
        drops(DropReason.BAD_HEADER, summed(m -> m.put8(0, 0x65)));
        drops(DropReason.BAD_HEADER, summed(m -> m.put8(0, 0x44)));
        drops(DropReason.BAD_HEADER, m -> {
            m.put8(0, 0x4f);
            m.trimBack(10);
        });
        drops(DropReason.BAD_HEADER, summed(m -> m.put16(Ipv4Header.TOTAL, 45)));
        drops(DropReason.BAD_HEADER, summed(m -> m.put16(Ipv4Header.TOTAL, 19)));
        drops(DropReason.BAD_HEADER, summed(m -> m.put16(Ipv4Header.TOTAL, 65535)));
        drops(DropReason.BAD_HEADER, summed(m -> m.put16(Ipv4Header.TOTAL, 24)));
        assertEquals(0, em0.wire.size());
    }

    @Test
    void dropsWrongChecksums() {
        drops(DropReason.BAD_CHECKSUM, m -> m.put8(Ipv4Header.TTL, 63));
        drops(DropReason.BAD_CHECKSUM, m -> m.put8(40, 0));
        assertEquals(0, em0.wire.size());
    }

    @Test
    void dropsImpossibleSources() {
        for (String source : List.of(
                "0.0.0.0",
                "0.1.2.3",
                "127.0.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "240.0.0.1",
                "192.0.2.255",
                "192.0.2.0",
                "192.0.2.1")) {
            drops(DropReason.BAD_SOURCE, m -> setSource(m, source));
        }
        a.ether("em1", "198.51.100.1/24");
        drops(DropReason.BAD_SOURCE, m -> {
            setDestination(m, "198.51.100.1");
            setSource(m, "198.51.100.1");
        });
    }

    @Test
    void dropsWhatIsForOthers() {
        drops(DropReason.NOT_FORWARDING, m -> setDestination(m, "192.0.2.50"));
        drops(DropReason.NOT_OURS, m -> setDestination(m, "127.0.0.1"));
        drops(DropReason.NOT_OURS, m -> setDestination(m, "239.1.1.1"));
        drops(DropReason.NOT_OURS, m -> m.set(Mbuf.BCAST));
        drops(DropReason.NOT_OURS, m -> {
            m.set(Mbuf.MCAST);
            setDestination(m, "192.0.2.50");
        });
        assertEquals(0, em0.wire.size());
    }

    @Test
    void neverAnswersGroups() {
        for (String group : List.of("192.0.2.255", "255.255.255.255", "224.0.0.1", "192.0.2.0")) {
            drops(DropReason.UNSUPPORTED, m -> setDestination(m, group));
            drops(DropReason.NO_PROTO, m -> {
                m.put8(Ipv4Header.PROTOCOL, Ipv4Header.UDP);
                setDestination(m, group);
            });
        }
        assertEquals(0, em0.wire.size());
    }

    @Test
    void dropsSourceRoutes() {
        drops(DropReason.UNSUPPORTED, summed(m -> {
            m.put8(0, 0x46);
            m.put32(20, 0x83040400);
        }));
        drops(DropReason.BAD_HEADER, summed(m -> {
            m.put8(0, 0x46);
            m.put32(20, 0x07ff0400);
        }));
        drops(DropReason.BAD_HEADER, summed(m -> {
            m.put8(0, 0x46);
            m.put32(20, 0x01010107);
        }));
    }

    @Test
    void reportsAnUnknownProtocolAndAPortWithoutOwner() {
        Host b = world.host("b");
        World.connect(em0, b.ether("em0", "192.0.2.9/24"));
        new Pinger(a, "192.0.2.9").send(1);
        world.run();
        drops(DropReason.NO_PROTO, summed(m -> m.put8(Ipv4Header.PROTOCOL, Ipv4Header.UDP)));
        drops(DropReason.NO_PROTO, summed(m -> m.put8(Ipv4Header.PROTOCOL, 99)));
        em0.keep = true;
        input(echo(summed(m -> m.put8(Ipv4Header.PROTOCOL, Ipv4Header.UDP))));
        world.run();
        Mbuf error = em0.kept.get(em0.kept.size() - 1);
        assertEquals(EtherHeader.TYPE_IPV4, EtherHeader.type(error, 0));
        assertEquals(IcmpHeader.UNREACHABLE, IcmpHeader.type(error, 34));
        assertEquals(IcmpHeader.PORT_UNREACHABLE, IcmpHeader.code(error, 34));
        assertEquals(v4("192.0.2.1"), Ipv4Header.src(error, 14));
        assertEquals(0, Checksum.of(error, 34, error.length() - 34));
        assertEquals(44, error.length() - 34 - 8, "quotes the whole packet");
    }

    @Test
    void cutsThePaddingOfShortFrames() {
        Pinger ping = new Pinger(a, "192.0.2.9");
        Mbuf m = echo(x -> {});
        assertTrue(m.append(100));
        input(m);
        Host b = world.host("b");
        HostIfnet far = b.ether("em0", "192.0.2.9/24");
        World.connect(em0, far);
        world.pass(3);
        assertEquals(1, b.dropped(DropReason.NO_PROTO), "the answer came and nobody had asked");
        ping.session.close();
    }

    @Test
    void survivesRandomBytes() {
        Random random = new Random(99);
        a.sysctl("net.inet.ip.forwarding", "1");
        a.loop("127.0.0.1/8");
        for (int i = 0; i < 20_000; i++) {
            Mbuf m = echo(x -> {});
            int changes = 1 + random.nextInt(4);
            for (int c = 0; c < changes; c++) {
                m.put8(random.nextInt(44), random.nextInt(256));
            }
            if (random.nextBoolean()) {
                m.trimBack(random.nextInt(45));
            }
            if (m.length() >= 20 && random.nextInt(4) != 0 && Ipv4Header.headerLength(m, 0) <= m.length()) {
                sum(m);
            }
            try {
                input(m);
            } catch (RuntimeException e) {
                throw new AssertionError("seed 99, round " + i, e);
            }
            if (i % 100 == 0) {
                world.run();
            }
        }
        world.run();
    }
}
