package org.ifnet.inet6.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ifnet.DropReason;
import org.ifnet.IfnetException;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.wire.EtherHeader;
import org.ifnet.wire.Icmp6Header;
import org.ifnet.wire.Ip6Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One of our systems as router of another. */
class AdvertiserTest {
    private final World world = new World();
    private final Host r = world.host("r");
    private final Host a = world.host("a");
    private final HostIfnet right = r.ether("em0", "2001:db8:5::1/64");
    private final HostIfnet left = a.ether("em0");

    @AfterEach
    void leavesNothingBehind() {
        world.close();
    }

    private void start() {
        r.sysctl("net.inet6.ip6.forwarding", "1");
        r.sysctl("net.inet6.ip6.rtadv", "1");
        a.sysctl("net.inet6.ip6.accept_rtadv", "1");
        World.connect(right, left);
        world.pass(5);
        a.up(left);
        world.pass(6);
    }

    @Test
    void theHostGetsRouteAndAddress() throws Exception {
        start();
        assertEquals("[fe80::ff:fe00:7201%em0]", routers());
        assertEquals("autoconf", a.words(left, "2001:db8:5:0:0:ff:fe00:6101"));
        Pinger ping = new Pinger(a, "2001:db8:5::1");
        ping.send(1);
        world.run();
        assertEquals("[1 56 bytes from 2001:db8:5::1 ttl 64]", ping.heard.toString());
        ping.session.close();
    }

    private String routers() throws IfnetException {
        return a.inet.neighbours().routers().stream()
                .map(x -> x.address().toString())
                .toList()
                .toString();
    }

    @Test
    void itStaysARouterAndSaysWhenItIsNoneAnyMore() throws Exception {
        start();
        world.pass(3000);
        assertEquals("[fe80::ff:fe00:7201%em0]", routers());
        r.sysctl("net.inet6.ip6.rtadv", "0");
        world.run();
        assertEquals("[]", routers());
        assertEquals("ff02::1 ff02::1:ff00:1 ff02::1:ff00:7201", r.groups.text(right));
        assertEquals("autoconf", a.words(left, "2001:db8:5:0:0:ff:fe00:6101"), "the address stays its time");
    }

    @Test
    void silentUnlessForwarding() throws Exception {
        r.sysctl("net.inet6.ip6.rtadv", "1");
        a.sysctl("net.inet6.ip6.accept_rtadv", "1");
        World.connect(right, left);
        a.up(left);
        world.pass(30);
        assertEquals("[]", routers());
        assertTrue(r.dropped(DropReason.NOT_OURS) > 0, "solicitations");
        assertEquals("ff02::1 ff02::1:ff00:1 ff02::1:ff00:7201", r.groups.text(right));
    }

    /** RFC 4861, 6.2.6: who asks without end gets an answer every three seconds. */
    @Test
    void answersAreLimited() {
        start();
        world.pass(10);
        right.keep = true;
        for (int i = 0; i < 100; i++) {
            Mbuf m = Adverts.advert(world, 0, 0, 0);
            m.trimBack(16);
            m.put8(Ip6Header.LENGTH, Icmp6Header.ROUTER_SOLICIT);
            Adverts.receive(right, m);
            world.pass(0.09);
        }
        long adverts = right.kept.stream()
                .filter(m -> m.get8(EtherHeader.LENGTH + Ip6Header.LENGTH) == Icmp6Header.ROUTER_ADVERT)
                .count();
        assertTrue(adverts >= 2 && adverts <= 4, adverts + " in nine seconds");
        right.keep = false;
    }
}
