package org.ifnet.inet6.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

import org.ifnet.DropReason;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.Icmp6Header;
import org.ifnet.wire.Ip6Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Ip6InputTest {
    private static final int PAYLOAD = 40;

    private final World world = new World();
    private final Host a = world.host("a");
    private final HostIfnet em0 = a.ether("em0", "2001:db8::1/64");

    @BeforeEach
    void settled() {
        world.pass(3);
        a.nd().learn(Link6.of(em0), 0x2001_0db8L << 32, 9, 0x0200_0000_0009L, false);
        em0.clear();
    }

    @AfterEach
    void leavesNothingBehind() {
        world.close();
    }

    /** An echo request to 2001:db8::1 from 2001:db8::9 with 16 bytes of payload, behind {@code extra} bytes of headers. */
    private Mbuf echo(int extra, Consumer<Mbuf> change) {
        Mbuf m = world.pool.alloc();
        assertTrue(m.append(PAYLOAD + extra + 24));
        for (int i = 0; i < m.length(); i++) {
            m.put8(i, 0);
        }
        Ip6Header.put(m, 0, 0, extra + 24, Ip6Header.ICMP6, 64);
        address(m, Ip6Header.SRC, "2001:db8::9");
        address(m, Ip6Header.DST, "2001:db8::1");
        Icmp6Header.put(m, PAYLOAD + extra, Icmp6Header.ECHO, 0, 0x12340001);
        change.accept(m);
        if (m.length() >= PAYLOAD + extra + 4) {
            m.put16(PAYLOAD + extra + 2, m.get16(PAYLOAD + extra + 2) ^ Icmp6Header.checksum(m, 0, PAYLOAD + extra));
        }
        return m;
    }

    private static void address(Mbuf m, int at, String text) {
        IpAddress address = IpAddress.parse(text);
        m.put64(at, address.hi());
        m.put64(at + 8, address.lo());
    }

    private void input(Mbuf m) {
        MbufBatch batch = new MbufBatch();
        assertTrue(batch.add(m));
        a.inet.input(em0, EtherHeader.TYPE_IPV6, batch);
        assertTrue(batch.isEmpty());
    }

    private void drops(DropReason reason, int extra, Consumer<Mbuf> change) {
        long before = a.dropped(reason);
        long total = a.inet.drops().total();
        em0.clear();
        input(echo(extra, change));
        assertEquals(before + 1, a.dropped(reason), reason.text());
        assertEquals(total + 1, a.inet.drops().total(), "one reason a packet");
    }

    /** What was sent: type, code and the word behind, of the only ICMPv6 packet. */
    private String sent() {
        if (em0.wire.isEmpty()) {
            return "nothing";
        }
        assertEquals(1, em0.wire.size());
        Mbuf m = em0.wire.peek();
        int at = EtherHeader.LENGTH + Ip6Header.LENGTH;
        assertEquals(Ip6Header.ICMP6, Ip6Header.next(m, EtherHeader.LENGTH));
        assertEquals(0, Icmp6Header.checksum(m, EtherHeader.LENGTH, at));
        return Icmp6Header.type(m, at) + " " + Icmp6Header.code(m, at) + " " + m.get32(at + 4);
    }

    @Test
    void answersAGoodEchoRequest() {
        input(echo(0, m -> {}));
        assertEquals("129 0 " + 0x12340001, sent());
        em0.clear();
        input(echo(8, m -> {
            m.put8(Ip6Header.NEXT, Ip6Header.DESTINATION);
            m.put8(PAYLOAD, Ip6Header.ICMP6);
            m.put16(PAYLOAD + 2, 0x0104);
        }));
        assertEquals("129 0 " + 0x12340001, sent());
    }

    @Test
    void dropsMalformedHeaders() {
        drops(DropReason.BAD_HEADER, 0, m -> m.trimBack(m.length()));
        drops(DropReason.BAD_HEADER, 0, m -> m.trimBack(25));
        drops(DropReason.BAD_HEADER, 0, m -> m.put8(0, 0x40));
        drops(DropReason.BAD_HEADER, 0, m -> m.put16(Ip6Header.PAYLOAD, 25));
        drops(DropReason.BAD_HEADER, 0, m -> m.put16(Ip6Header.PAYLOAD, 65535));
        drops(DropReason.BAD_HEADER, 0, m -> m.put16(Ip6Header.PAYLOAD, 4));
        drops(DropReason.BAD_HEADER, 0, m -> address(m, Ip6Header.DST, "::"));
        drops(DropReason.BAD_HEADER, 0, m -> {
            m.put64(Ip6Header.DST, 0);
            m.put64(Ip6Header.DST + 8, 0xffff_0102_0304L);
        });
        assertEquals("nothing", sent());
    }

    @Test
    void dropsWrongChecksums() {
        Mbuf m = echo(0, x -> {});
        m.put8(PAYLOAD + 20, 1);
        input(m);
        assertEquals(1, a.dropped(DropReason.BAD_CHECKSUM));
        assertEquals("nothing", sent());
    }

    @Test
    void dropsImpossibleSources() {
        for (String source : List.of("::", "::1", "ff02::1", "2001:db8::1")) {
            drops(DropReason.BAD_SOURCE, 0, m -> address(m, Ip6Header.SRC, source));
        }
        assertEquals("nothing", sent());
    }

    @Test
    void dropsWhatIsForOthers() {
        drops(DropReason.NOT_FORWARDING, 0, m -> address(m, Ip6Header.DST, "2001:db8::50"));
        drops(DropReason.NOT_OURS, 0, m -> address(m, Ip6Header.DST, "::1"));
        drops(DropReason.NOT_OURS, 0, m -> address(m, Ip6Header.DST, "fe80::50"));
        drops(DropReason.NOT_OURS, 0, m -> address(m, Ip6Header.DST, "ff05::2"));
        drops(DropReason.NOT_OURS, 0, m -> address(m, Ip6Header.DST, "ff01::2"));
        drops(DropReason.NOT_OURS, 0, m -> m.set(Mbuf.BCAST));
        assertEquals("nothing", sent());
    }

    @Test
    void reportsWhatIsUnknown() {
        drops(DropReason.NO_PROTO, 0, m -> m.put8(Ip6Header.NEXT, 99));
        assertEquals("4 1 6", sent());
        drops(DropReason.NO_PROTO, 0, m -> m.put8(Ip6Header.NEXT, Ip6Header.UDP));
        assertEquals("1 4 0", sent());
        drops(DropReason.NO_PROTO, 0, m -> m.put8(Ip6Header.NEXT, Ip6Header.NO_NEXT));
        assertEquals("nothing", sent());
        drops(DropReason.NO_PROTO, 0, m -> {
            m.put8(Ip6Header.NEXT, Ip6Header.UDP);
            address(m, Ip6Header.DST, "ff02::1");
        });
        assertEquals("nothing", sent());
    }

    /** RFC 8200, 4.2. */
    @Test
    void unknownOptionsSayThemselvesWhatToDo() {
        option(0x1e, null, "129 0 " + 0x12340001);
        option(0x5e, DropReason.BAD_HEADER, "nothing");
        option(0x9e, DropReason.UNSUPPORTED, "4 2 42");
        option(0xde, DropReason.UNSUPPORTED, "4 2 42");
    }

    private void option(int kind, DropReason reason, String answer) {
        Consumer<Mbuf> change = m -> {
            m.put8(Ip6Header.NEXT, Ip6Header.HOP_BY_HOP);
            m.put8(PAYLOAD, Ip6Header.ICMP6);
            m.put16(PAYLOAD + 2, kind << 8 | 4);
        };
        if (reason == null) {
            em0.clear();
            input(echo(8, change));
        } else {
            drops(reason, 8, change);
        }
        assertEquals(answer, sent());
    }

    /** RFC 5095: a source route of type 0 is refused; one with nothing left to visit is passed by. */
    @Test
    void refusesSourceRoutes() {
        Consumer<Mbuf> route = m -> {
            m.put8(Ip6Header.NEXT, Ip6Header.ROUTING);
            m.put8(PAYLOAD, Ip6Header.ICMP6);
        };
        drops(DropReason.UNSUPPORTED, 8, route.andThen(m -> m.put8(PAYLOAD + 3, 1)));
        assertEquals("4 0 42", sent());
        em0.clear();
        input(echo(8, route));
        assertEquals("129 0 " + 0x12340001, sent());
    }

    @Test
    void refusesLongChainsAndMisplacedHeaders() {
        drops(DropReason.BAD_HEADER, 8 * (Ip6Headers.MOST + 1), m -> {
            m.put8(Ip6Header.NEXT, Ip6Header.DESTINATION);
            for (int i = 0; i <= Ip6Headers.MOST; i++) {
                m.put8(PAYLOAD + 8 * i, i == Ip6Headers.MOST ? Ip6Header.ICMP6 : Ip6Header.DESTINATION);
            }
        });
        assertEquals("nothing", sent());
        drops(DropReason.UNSUPPORTED, 16, m -> {
            m.put8(Ip6Header.NEXT, Ip6Header.DESTINATION);
            m.put8(PAYLOAD, Ip6Header.HOP_BY_HOP);
            m.put8(PAYLOAD + 8, Ip6Header.ICMP6);
        });
        assertEquals("4 1 40", sent());
        drops(DropReason.BAD_HEADER, 8, m -> {
            m.put8(Ip6Header.NEXT, Ip6Header.DESTINATION);
            m.put16(PAYLOAD, Ip6Header.ICMP6 << 8 | 200);
        });
        assertEquals("nothing", sent());
    }

    @Test
    void errorsAreLimitedAndNeverAboutErrors() {
        for (int i = 0; i < 300; i++) {
            input(echo(0, m -> m.put8(Ip6Header.NEXT, 99)));
        }
        assertEquals(100, em0.wire.size());
        world.pass(2);
        em0.clear();
        Mbuf error = echo(8, m -> {
            m.put8(Ip6Header.NEXT, Ip6Header.HOP_BY_HOP);
            m.put8(PAYLOAD, Ip6Header.ICMP6);
            m.put16(PAYLOAD + 2, 0x9e04);
            m.put8(PAYLOAD + 8, Icmp6Header.TIME_EXCEEDED);
        });
        input(error);
        assertEquals("nothing", sent());
    }

    @Test
    void cutsThePaddingOfShortFrames() {
        Mbuf m = echo(0, x -> {});
        assertTrue(m.append(100));
        input(m);
        assertEquals("129 0 " + 0x12340001, sent());
    }

    /** RFC 4861, 7.1: hop limit 255 proves that no router was between. */
    @Test
    void neighbourDiscoveryFromAfarIsRefused() {
        Consumer<Mbuf> solicit = m -> {
            Ip6Header.put(m, 0, 0, 24, Ip6Header.ICMP6, 255);
            Icmp6Header.put(m, PAYLOAD, Icmp6Header.NEIGHBOUR_SOLICIT, 0, 0);
            address(m, PAYLOAD + Icmp6Header.TARGET, "2001:db8::1");
        };
        input(echo(0, solicit));
        assertEquals("136 0 " + (Icmp6Header.NA_SOLICITED | Icmp6Header.NA_OVERRIDE), sent());
        drops(DropReason.BAD_HEADER, 0, solicit.andThen(m -> m.put8(Ip6Header.HOPS, 254)));
        drops(DropReason.BAD_HEADER, 0, solicit.andThen(m -> m.put8(PAYLOAD + 1, 1)));
        drops(DropReason.BAD_HEADER, 0, solicit.andThen(m -> address(m, PAYLOAD + 8, "ff02::1")));
        drops(DropReason.BAD_HEADER, 0, solicit.andThen(m -> address(m, Ip6Header.SRC, "::")));
        drops(DropReason.BAD_SOURCE, 0, solicit.andThen(m -> address(m, Ip6Header.SRC, "2001:db8:9::9")));
        assertEquals("nothing", sent());
    }

    @Test
    void survivesRandomBytes() {
        long seed = Long.getLong("ifnet.seed", 99);
        Random random = new Random(seed);
        a.sysctl("net.inet6.ip6.forwarding", "1");
        a.up(a.loop());
        int[] first = {0, 43, 44, 58, 60, 58};
        for (int i = 0; i < 20_000; i++) {
            int extra = 8 * random.nextInt(4);
            Mbuf m = echo(extra, x -> {
                x.put8(Ip6Header.NEXT, first[random.nextInt(first.length)]);
                if (random.nextInt(3) == 0) {
                    x.put8(Ip6Header.HOPS, 255);
                    x.put8(PAYLOAD + extra, 128 + random.nextInt(16));
                }
                for (int c = random.nextInt(5); c > 0; c--) {
                    x.put8(random.nextInt(x.length()), random.nextInt(256));
                }
            });
            if (random.nextInt(4) == 0) {
                m.trimBack(random.nextInt(m.length()));
            }
            try {
                input(m);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + i, e);
            }
            if (i % 100 == 0) {
                world.run();
            }
        }
        world.run();
    }
}
