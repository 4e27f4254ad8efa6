package org.ifnet.inet.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A host whose default gateway knows a better one on the same network. */
class RedirectTest {
    private static final String FAR = "198.51.100.1";

    private final World world = new World();
    private final Host a = world.host("a");
    private final Host r = world.host("r");
    private final HostIfnet aEm0 = a.ether("em0", "192.0.2.1/24");
    private final HostIfnet rEm0 = r.ether("em0", "192.0.2.254/24");

    RedirectTest() {
        World.connect(aEm0, rEm0);
        a.route("0.0.0.0/0", "192.0.2.254", 0);
        r.route("198.51.100.0/24", "192.0.2.253", 0);
        r.sysctl("net.inet.ip.forwarding", "1");
        world.run();
    }

    @AfterEach
    void leavesNothingBehind() {
        world.close();
    }

    private List<String> ping() {
        Pinger ping = new Pinger(a, FAR);
        ping.send(1);
        world.run();
        ping.session.close();
        return ping.heard;
    }

    @Test
    void nobodyIsToldUnlessTheAdministratorWantsIt() {
        assertEquals(List.of(), ping());
        r.sysctl("net.inet.ip.redirect", "1");
        assertEquals(List.of("1 from 192.0.2.254: Redirect"), ping());
    }

    @Test
    void aRedirectIsFollowedOnlyWhenTheAdministratorWantsIt() {
        r.sysctl("net.inet.ip.redirect", "1");
        ping();
        ping();
        assertEquals(2, count(r, "forwarded"), "still by the first gateway");
        a.sysctl("net.inet.icmp.rediraccept", "1");
        ping();
        assertEquals(3, count(r, "forwarded"));
        ping();
        assertEquals(3, count(r, "forwarded"), "by the other one now");
        world.pass(30);
        ping();
        assertEquals(4, count(r, "forwarded"), "which does not answer");
    }

    private static long count(Host host, String name) {
        return host.inet.statistics().list().stream()
                .filter(line -> line.name().equals(name))
                .findFirst()
                .orElseThrow()
                .count();
    }
}
