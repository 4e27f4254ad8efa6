package org.ifnet.inet6.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.inet.IpStatistics;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.Icmp6Header;
import org.ifnet.wire.Ip6Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FragmentTest {
    private static final int AT = Ip6Header.LENGTH;

    private final World world = new World();
    private final Host a = world.host("a");
    private final Host b = world.host("b");
    private final HostIfnet here = a.ether("em0", "2001:db8::1/64");
    private final HostIfnet there = b.ether("em0", "2001:db8::2/64");

    @BeforeEach
    void settled() {
        World.connect(here, there);
        world.pass(3);
    }

    @AfterEach
    void leavesNothingBehind() {
        world.close();
    }

    private String ping(int size) {
        Pinger ping = new Pinger(a, "2001:db8::2");
        int error = ping.session.send(1, size, 64);
        world.run();
        ping.session.close();
        return error + " " + ping.heard;
    }

    @Test
    void echoOfEverySizeAroundTheMtuAndTheLongest() {
        assertEquals("0 [1 8 bytes from 2001:db8::2 ttl 64]", ping(8));
        for (int size : new int[] {1452, 1453, 1456, 2900, 10_000, 65_487, 65_527}) {
            assertEquals("0 [1 " + size + " bytes from 2001:db8::2 ttl 64]", ping(size));
        }
        assertEquals(Errno.EMSGSIZE.number() + " []", ping(65_528));
    }

    /** A piece of an echo request from 2001:db8::1, whose checksum is right when all 32 bytes are there. */
    private Mbuf piece(int id, int start, int end, boolean more) {
        Mbuf whole = world.pool.alloc();
        whole.append(AT + 32);
        for (int i = 0; i < 32; i++) {
            whole.put8(AT + i, 0);
        }
        header(whole, 32, Ip6Header.ICMP6);
        Icmp6Header.put(whole, AT, Icmp6Header.ECHO, 0, 0x7777_0001);
        whole.put16(AT + 2, Icmp6Header.checksum(whole, 0, AT));
        Mbuf m = world.pool.alloc();
        m.append(AT + 8 + end - start);
        header(m, 8 + end - start, Ip6Header.FRAGMENT);
        m.put16(AT, Ip6Header.ICMP6 << 8);
        m.put16(AT + 2, start | (more ? 1 : 0));
        m.put32(AT + 4, id);
        for (int i = start; i < end; i++) {
            m.put8(AT + 8 + i - start, i < 32 ? whole.get8(AT + i) : 0);
        }
        whole.free();
        return m;
    }

    private static void header(Mbuf m, int payload, int next) {
        Ip6Header.put(m, 0, 0, payload, next, 64);
        Ip6Header.src(m, 0, 0x2001_0db8L << 32, 1);
        Ip6Header.dst(m, 0, 0x2001_0db8L << 32, 2);
    }

    private void input(Mbuf... pieces) {
        for (Mbuf m : pieces) {
            MbufBatch batch = new MbufBatch();
            batch.add(m);
            b.inet.input(there, EtherHeader.TYPE_IPV6, batch);
        }
    }

    /** Echo replies that leave b. */
    private int answers() {
        int count = 0;
        there.keep = true;
        world.run();
        for (Mbuf m : there.kept) {
            int at = EtherHeader.LENGTH + AT;
            if (m.length() > at && m.get8(at) == Icmp6Header.ECHO_REPLY) {
                count++;
            }
        }
        there.keep = false;
        there.kept.forEach(Mbuf::free);
        there.kept.clear();
        return count;
    }

    @Test
    void inAnyOrder() {
        ping(8);
        input(piece(1, 24, 32, false), piece(1, 0, 8, true), piece(1, 8, 24, true));
        assertEquals(1, answers());
        assertEquals(0, b.dropped(DropReason.FRAGMENT));
    }

    @Test
    void aDoubleIsDroppedAlone() {
        ping(8);
        input(piece(1, 0, 16, true), piece(1, 0, 16, true), piece(1, 16, 32, false));
        assertEquals(1, answers());
        assertEquals(1, b.dropped(DropReason.FRAGMENT));
    }

    /** RFC 5722: an overlap loses all, also what comes later. */
    @Test
    void overlapsLoseThePacket() {
        ping(8);
        input(piece(1, 0, 16, true), piece(1, 8, 24, true), piece(1, 16, 32, false));
        assertEquals(0, answers());
        assertEquals(3, b.dropped(DropReason.FRAGMENT));
        input(piece(2, 0, 16, true), piece(2, 16, 32, false), piece(3, 16, 32, false), piece(3, 24, 40, true));
        assertEquals(1, answers());
        assertEquals(5, b.dropped(DropReason.FRAGMENT), "more behind the end");
    }

    /** RFC 6946: a packet that is its only fragment waits for nobody and disturbs nobody. */
    @Test
    void atomicFragments() {
        ping(8);
        input(piece(1, 0, 16, true), piece(1, 0, 32, false), piece(1, 16, 32, false));
        assertEquals(2, answers());
    }

    @Test
    void lateOnesAreReported() {
        ping(8);
        input(piece(1, 0, 16, true));
        input(piece(2, 16, 32, false));
        world.pass(50);
        there.keep = true;
        world.pass(12);
        assertEquals(2, b.dropped(DropReason.FRAG_TIMEOUT));
        long reports = there.kept.stream()
                .filter(m -> m.get8(EtherHeader.LENGTH + AT) == Icmp6Header.TIME_EXCEEDED)
                .peek(m -> assertEquals(1, m.get8(EtherHeader.LENGTH + AT + 1)))
                .count();
        assertEquals(1, reports, "about a first fragment only");
        there.keep = false;
    }

    @Test
    void impossibleOnesAreReported() {
        ping(8);
        Mbuf odd = piece(1, 0, 16, true);
        odd.trimBack(1);
        odd.put16(Ip6Header.PAYLOAD, 23);
        input(odd);
        Mbuf far = piece(2, 0, 16, true);
        far.put16(AT + 2, 0xfff8 | 1);
        input(far);
        assertEquals(2, b.dropped(DropReason.FRAGMENT));
        assertEquals(0, answers());
    }

    @Test
    void theyAreLimited() {
        ping(8);
        for (int i = 0; i < 300; i++) {
            input(piece(i, 0, 16, true));
        }
        assertEquals(100, b.dropped(DropReason.FRAG_LIMIT));
        b.sysctl("net.inet6.ip6.maxfragpackets", "512");
        b.sysctl("net.inet6.ip6.maxfrags", "250");
        for (int i = 300; i < 400; i++) {
            input(piece(i, 0, 16, true));
        }
        assertEquals(150, b.dropped(DropReason.FRAG_LIMIT));
        world.pass(62);
        assertEquals(250, b.dropped(DropReason.FRAG_TIMEOUT));
    }

    /** RFC 6980. */
    @Test
    void neighbourDiscoveryInFragmentsIsRefused() {
        Mbuf m = piece(1, 0, 24, false);
        Icmp6Header.put(m, AT + 8, Icmp6Header.NEIGHBOUR_SOLICIT, 0, 0);
        m.put64(AT + 16, 0x2001_0db8L << 32);
        m.put64(AT + 24, 2);
        m.put8(Ip6Header.HOPS, 255);
        m.put8(Ip6Header.NEXT, Ip6Header.ICMP6);
        m.put16(AT + 10, 0);
        int sum = Icmp6Header.checksum(m, 0, AT + 8);
        m.put8(Ip6Header.NEXT, Ip6Header.FRAGMENT);
        m.put16(AT + 10, sum);
        long before = b.dropped(DropReason.BAD_HEADER);
        input(m);
        assertEquals(before + 1, b.dropped(DropReason.BAD_HEADER));
    }

    /** RFC 7112: all headers in the first fragment. */
    @Test
    void headersSpreadOverFragmentsAreRefused() {
        Mbuf m = piece(1, 0, 8, true);
        m.put16(AT, Ip6Header.DESTINATION << 8);
        m.put16(AT + 8, Ip6Header.ICMP6 << 8 | 1);
        input(m);
        assertEquals(1, b.dropped(DropReason.BAD_HEADER));
    }

    @Test
    void randomPiecesComeTogetherOrNotAtAll() {
        long seed = Long.getLong("ifnet.seed", 5);
        Random random = new Random(seed);
        ping(8);
        for (int round = 0; round < 2000; round++) {
            int start = 8 * random.nextInt(4);
            int end = start + 8 * (1 + random.nextInt(3));
            try {
                input(piece(random.nextInt(4), start, end, random.nextBoolean()));
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
            if (round % 50 == 0) {
                world.pass(70);
            }
        }
        world.pass(70);
        assertTrue(b.dropped(DropReason.FRAGMENT) > 0);
    }

    /** Every packet is counted once at each place. */
    @Test
    void counts() {
        ping(8);
        long before = count("received");
        ping(3000);
        assertEquals(before + 3, count("received"), "three fragments of the answer");
        assertEquals(3, count("fragments_received"));
        assertEquals(1, count("reassembled"));
        assertEquals(1, count("fragmented"));
        assertEquals(3, count("fragments_sent"));
        assertEquals(2, count("out_128"));
        assertEquals(2, count("in_129"));
    }

    private long count(String name) {
        for (IpStatistics.Line line : a.inet.statistics().list()) {
            if (line.name().equals(name)) {
                return line.count();
            }
        }
        return 0;
    }
}
