package org.ifnet.inet.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.IpStatistics;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.wire.Checksum;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.IcmpHeader;
import org.ifnet.wire.Ipv4Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FragmentTest {
    private static final int AT = Ipv4Header.LENGTH;
    private static final int PAYLOAD = 32;

    private final World world = new World();
    private final Host a = world.host("a");
    private final Host b = world.host("b");
    private final HostIfnet here = a.ether("em0", "192.0.2.1/24");
    private final HostIfnet there = b.ether("em0", "192.0.2.2/24");

    @BeforeEach
    void settled() {
        World.connect(here, there);
        assertEquals("0 [1 8 bytes from 192.0.2.2 ttl 64]", ping(8));
    }

    @AfterEach
    void leavesNothingBehind() {
        world.close();
    }

    private String ping(int size) {
        Pinger ping = new Pinger(a, "192.0.2.2");
        int error = ping.session.send(1, size, 64);
        world.run();
        ping.session.close();
        return error + " " + ping.heard;
    }

    @Test
    void echoOfEverySizeAroundTheMtuAndTheLongest() {
        for (int size : new int[] {1472, 1473, 1476, 1480, 2952, 2953, 10_000, 65_507}) {
            assertEquals("0 [1 " + size + " bytes from 192.0.2.2 ttl 64]", ping(size));
        }
        assertEquals(Errno.EMSGSIZE.number() + " []", ping(65_508));
    }

    /** A piece of an echo request from 192.0.2.1, whose checksum is right when all bytes are there. */
    private Mbuf piece(int id, int start, int end, boolean more) {
        Mbuf whole = world.packet(new byte[PAYLOAD]);
        IcmpHeader.put(whole, 0, IcmpHeader.ECHO, 0, 0x7777_0001);
        whole.put16(IcmpHeader.CHECKSUM, Checksum.of(whole, 0, PAYLOAD));
        Mbuf m = world.pool.alloc();
        m.append(AT + end - start);
        int fragment = start >> 3 | (more ? Ipv4Header.MF : 0);
        int from = IpAddress.parse("192.0.2.1").v4();
        Ipv4Header.put(m, 0, 0, AT + end - start, id, fragment, 64, Ipv4Header.ICMP, from, from + 1);
        for (int i = start; i < end; i++) {
            m.put8(AT + i - start, i < PAYLOAD ? whole.get8(i) : 0);
        }
        whole.free();
        return m;
    }

    private void input(Mbuf... pieces) {
        for (Mbuf m : pieces) {
            MbufBatch batch = new MbufBatch();
            batch.add(m);
            b.inet.input(there, EtherHeader.TYPE_IPV4, batch);
        }
    }

    /** ICMP messages of the type that leave b. */
    private int sent(int type) {
        int count = 0;
        there.keep = true;
        world.run();
        for (Mbuf m : there.kept) {
            int at = EtherHeader.LENGTH + AT;
            if (m.length() > at && m.get8(at) == type) {
                count++;
            }
        }
        there.keep = false;
        there.kept.forEach(Mbuf::free);
        there.kept.clear();
        return count;
    }

    private int answers() {
        return sent(IcmpHeader.ECHO_REPLY);
    }

    @Test
    void inAnyOrder() {
        input(piece(1, 24, 32, false), piece(1, 0, 8, true), piece(1, 8, 24, true));
        assertEquals(1, answers());
        assertEquals(0, b.dropped(DropReason.FRAGMENT));
    }

    @Test
    void byAnyInterface() {
        HostIfnet other = b.ether("em1", "198.51.100.2/24");
        input(piece(1, 0, 16, true));
        MbufBatch batch = new MbufBatch();
        batch.add(piece(1, 16, 32, false));
        b.inet.input(other, EtherHeader.TYPE_IPV4, batch);
        assertEquals(1, answers());
    }

    @Test
    void packetsOfDifferentProtocolsAndIdentificationsAreDifferent() {
        Mbuf other = piece(1, 16, 32, false);
        other.put8(Ipv4Header.PROTOCOL, 99);
        other.put16(Ipv4Header.CHECKSUM, 0);
        other.put16(Ipv4Header.CHECKSUM, Checksum.of(other, 0, AT));
        input(piece(1, 0, 16, true), other, piece(2, 16, 32, false));
        assertEquals(0, answers());
    }

    @Test
    void aDoubleIsDroppedAlone() {
        input(piece(1, 0, 16, true), piece(1, 0, 16, true), piece(1, 16, 32, false));
        assertEquals(1, answers());
        assertEquals(1, b.dropped(DropReason.FRAGMENT));
    }

    /** An overlap loses all, also what comes later. */
    @Test
    void overlapsLoseThePacket() {
        input(piece(1, 0, 16, true), piece(1, 8, 24, true), piece(1, 16, 32, false));
        assertEquals(0, answers());
        assertEquals(3, b.dropped(DropReason.FRAGMENT));
        input(piece(2, 0, 16, true), piece(2, 16, 32, false), piece(3, 16, 32, false), piece(3, 24, 40, true));
        assertEquals(1, answers());
        assertEquals(5, b.dropped(DropReason.FRAGMENT), "more behind the end");
    }

    @Test
    void lateOnesAreReported() {
        input(piece(1, 0, 16, true));
        input(piece(2, 16, 32, false));
        world.pass(20);
        there.keep = true;
        world.pass(12);
        assertEquals(2, b.dropped(DropReason.FRAG_TIMEOUT));
        long reports = there.kept.stream()
                .filter(m -> m.get16(EtherHeader.LENGTH + AT) == (IcmpHeader.TIME_EXCEEDED << 8 | 1))
                .count();
        assertEquals(1, reports, "about a first fragment only");
        there.keep = false;
    }

    @Test
    void impossibleOnesAreRefused() {
        Mbuf odd = piece(1, 0, 16, true);
        odd.trimBack(1);
        odd.put16(Ipv4Header.TOTAL, AT + 15);
        Mbuf empty = piece(1, 16, 16, false);
        Mbuf far = piece(2, 0, 16, true);
        far.put16(Ipv4Header.FRAGMENT, Ipv4Header.OFFSET_MASK);
        for (Mbuf m : new Mbuf[] {odd, empty, far}) {
            m.put16(Ipv4Header.CHECKSUM, 0);
            m.put16(Ipv4Header.CHECKSUM, Checksum.of(m, 0, AT));
            input(m);
        }
        assertEquals(3, b.dropped(DropReason.FRAGMENT));
    }

    @Test
    void theyAreLimited() {
        for (int i = 0; i < 300; i++) {
            input(piece(i, 0, 16, true));
        }
        assertEquals(100, b.dropped(DropReason.FRAG_LIMIT));
        b.sysctl("net.inet.ip.maxfragpackets", "512");
        b.sysctl("net.inet.ip.maxfrags", "250");
        for (int i = 300; i < 400; i++) {
            input(piece(i, 0, 16, true));
        }
        assertEquals(150, b.dropped(DropReason.FRAG_LIMIT));
        world.pass(32);
        assertEquals(250, b.dropped(DropReason.FRAG_TIMEOUT));
    }

    @Test
    void whatWaitsGoesWithItsInterface() {
        input(piece(1, 0, 16, true));
        b.detach(there);
        assertEquals(1, b.dropped(DropReason.FRAG_TIMEOUT));
    }

    @Test
    void randomPiecesComeTogetherOrNotAtAll() {
        long seed = Long.getLong("ifnet.seed", 5);
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            int start = 8 * random.nextInt(4);
            int end = start + 8 * (1 + random.nextInt(3));
            try {
                input(piece(random.nextInt(4), start, end, random.nextBoolean()));
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
            if (round % 50 == 0) {
                world.pass(40);
            }
        }
        world.pass(40);
        assertTrue(b.dropped(DropReason.FRAGMENT) > 0);
    }

    /** Every packet is counted once at each place. */
    @Test
    void counts() {
        long before = count("received");
        ping(3000);
        assertEquals(before + 3, count("received"), "three fragments of the answer");
        assertEquals(3, count("fragments_received"));
        assertEquals(1, count("reassembled"));
        assertEquals(1, count("fragmented"));
        assertEquals(3, count("fragments_sent"));
        assertEquals(2, count("out_8"));
        assertEquals(2, count("in_0"));
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
