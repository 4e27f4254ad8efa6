package org.ifnet.inet.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.ifnet.DropReason;
import org.ifnet.Errno;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.route.RouteMetrics;
import org.ifnet.route.RouteSpec;
import org.ifnet.wire.Checksum;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.Ipv4Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Packets that are cut on their way, and packets that must not be. */
class CuttingTest {
    private static final int ROUTER_ALERT = 0x9404_0000;
    private static final int TIMESTAMP = 0x4404_0500;

    private final World world = new World();
    private final Host a = world.host("a");
    private final Host r = world.host("r");
    private final Host b = world.host("b");
    private final HostIfnet aEm0 = a.ether("em0", "192.0.2.1/24");
    private final HostIfnet rEm0 = r.ether("em0", "192.0.2.254/24");
    private final HostIfnet rEm1 = r.ether("em1", "198.51.100.254/24");
    private final HostIfnet bEm0 = b.ether("em0", "198.51.100.1/24");

    CuttingTest() {
        World.connect(aEm0, rEm0);
        World.connect(rEm1, bEm0);
        a.route("0.0.0.0/0", "192.0.2.254", 0);
        b.route("0.0.0.0/0", "198.51.100.254", 0);
        r.sysctl("net.inet.ip.forwarding", "1");
        assertEquals("0 [1 8 bytes from 198.51.100.1 ttl 63]", ping(8, false));
    }

    @AfterEach
    void leavesNothingBehind() {
        world.close();
    }

    private String ping(int size, boolean whole) {
        Pinger ping = new Pinger(a, "198.51.100.1");
        int error = ping.session.send(1, size, 64, whole);
        world.run();
        ping.session.close();
        return error + " " + ping.heard;
    }

    @Test
    void aRouterCutsWhatDoesNotFitAndCutsPiecesAgain() {
        rEm1.mtu = 1000;
        bEm0.mtu = 1000;
        assertEquals("0 [1 1400 bytes from 198.51.100.1 ttl 63]", ping(1400, false));
        assertEquals("0 [1 20000 bytes from 198.51.100.1 ttl 63]", ping(20_000, false));
        assertEquals(0, r.inet.drops().total());
    }

    @Test
    void keepsToTheMtuOfARouteHereAndAsARouter() {
        a.route("198.51.100.0/24", "192.0.2.254", 0, new RouteMetrics(900, false));
        assertEquals(Errno.EMSGSIZE.number() + " []", ping(873, true));
        assertEquals("0 [1 872 bytes from 198.51.100.1 ttl 63]", ping(872, true));
        assertEquals("0 [1 1400 bytes from 198.51.100.1 ttl 63]", ping(1400, false));
        RouteSpec shorter =
                new RouteSpec(IpPrefix.parse("198.51.100.1/32"), null, "em1", 0, new RouteMetrics(800, false));
        Host.quietly(() -> r.routes.routes().add(Host.ROOT, shorter));
        assertEquals("0 [1 from 192.0.2.254: frag needed and DF set (MTU 800)]", ping(872, true));
    }

    @Test
    void aLockedMtuIsNotLowered() {
        a.route("198.51.100.0/24", "192.0.2.254", 0, new RouteMetrics(1400, true));
        rEm1.mtu = 1000;
        String told = "0 [1 from 192.0.2.254: frag needed and DF set (MTU 1000)]";
        assertEquals(told, ping(1300, true));
        assertEquals(told, ping(1300, true), "still sent");
    }

    /** RFC 1191: the first is lost and says why, the next are cut here. */
    @Test
    void learnsWhatFitsOnAPath() {
        rEm1.mtu = 1000;
        bEm0.mtu = 1000;
        assertEquals("0 [1 from 192.0.2.254: frag needed and DF set (MTU 1000)]", ping(1400, true));
        assertEquals(1, r.dropped(DropReason.CANT_FRAG));
        assertEquals(Errno.EMSGSIZE.number() + " []", ping(1400, true), "known by now");
        assertEquals("0 [1 972 bytes from 198.51.100.1 ttl 63]", ping(972, true));
        assertEquals("0 [1 1400 bytes from 198.51.100.1 ttl 63]", ping(1400, false));
        assertEquals(1, r.dropped(DropReason.CANT_FRAG));
        rEm1.mtu = 1500;
        bEm0.mtu = 1500;
        world.pass(601);
        assertEquals("0 [1 1400 bytes from 198.51.100.1 ttl 63]", ping(1400, true), "asked again after ten minutes");
    }

    @Test
    void aLieAboutAPathCutsNothingSmall() {
        PathMtus paths = new PathMtus(world.env);
        paths.learn(1, 68, 1500);
        assertEquals(552, paths.limit(1, 1500));
        paths.learn(2, 67, 1500);
        paths.learn(2, 1500, 1500);
        assertEquals(1500, paths.limit(2, 1500));
        paths.learn(3, 0, 1500);
        assertEquals(1492, paths.limit(3, 1500), "the next plateau, from a router that does not say");
        paths.learn(3, 0, 1492);
        assertEquals(1006, paths.limit(3, 1500));
        paths.learn(3, 1400, 1492);
        assertEquals(1006, paths.limit(3, 1500), "only less is believed");
    }

    /** RFC 791, 3.1: options whose first bit is set go into every piece. */
    @Test
    void onlyCopiedOptionsAreInLaterPieces() {
        rEm1.mtu = 576;
        Mbuf m = world.pool.alloc();
        int header = Ipv4Header.LENGTH + 8;
        assertTrue(m.append(header + 1000));
        int from = IpAddress.parse("192.0.2.1").v4();
        int to = IpAddress.parse("198.51.100.1").v4();
        Ipv4Header.put(m, 0, 0, header + 1000, 77, Ipv4Header.MF | 10, 64, 99, from, to);
        m.put8(0, 0x40 | header >> 2);
        m.put32(20, TIMESTAMP);
        m.put32(24, ROUTER_ALERT);
        for (int i = 0; i < 1000; i++) {
            m.put8(header + i, i * 7);
        }
        m.put16(Ipv4Header.CHECKSUM, 0);
        m.put16(Ipv4Header.CHECKSUM, Checksum.of(m, 0, header));
        rEm1.keep = true;
        MbufBatch batch = new MbufBatch();
        batch.add(m);
        r.inet.input(rEm0, EtherHeader.TYPE_IPV4, batch);
        world.run();
        List<String> pieces = new ArrayList<>();
        int at = 0;
        for (Mbuf piece : rEm1.kept) {
            piece.trimFront(EtherHeader.LENGTH);
            int length = Ipv4Header.headerLength(piece, 0);
            assertEquals(0, Checksum.of(piece, 0, length));
            assertEquals(63, Ipv4Header.ttl(piece, 0));
            assertTrue(Ipv4Header.totalLength(piece, 0) <= 576);
            pieces.add(length + " at " + Integer.toHexString(Ipv4Header.fragment(piece, 0)));
            assertEquals(ROUTER_ALERT, piece.get32(length - 4));
            for (int i = length; i < Ipv4Header.totalLength(piece, 0); i++) {
                assertEquals(at++ * 7 & 0xff, piece.get8(i));
            }
        }
        assertEquals(1000, at);
        assertEquals(List.of("28 at 200a", "24 at 204e"), pieces);
    }

    @Test
    void whatCannotEvenBeCutIsDropped() {
        rEm1.mtu = 26;
        assertEquals("0 []", ping(100, false));
        assertEquals(1, r.dropped(DropReason.CANT_FRAG));
    }
}
