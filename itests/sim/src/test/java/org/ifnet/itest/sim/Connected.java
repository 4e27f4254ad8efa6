package org.ifnet.itest.sim;

import java.util.Set;
import java.util.TreeSet;

import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.route.NextHop;
import org.ifnet.route.Route;
import org.ifnet.route.RouteFlags;

/** Connected routes: exactly those of the addresses of interfaces that are up, also after down and up (reference 1.7). */
final class Connected {
    private static final long SETTLE_NANOS = 40_000_000;

    private final SimPlatform platform;

    Connected(SimPlatform platform) {
        this.platform = platform;
    }

    void checkQuiet() throws IfnetException {
        compare("at rest");
        checkPackets();
        for (Ifnet ifnet : platform.ifnets().list()) {
            if (ifnet.isUsable()) {
                downAndUp(ifnet);
                // What it sends when it comes up may be too much for its device, and then it goes down again.
                platform.pass(SETTLE_NANOS);
                compare(ifnet + " went down and up");
            }
        }
        checkPackets();
    }

    private void compare(String when) {
        Set<String> wanted = wanted();
        Set<String> there = routes();
        platform.violations.unless(
                wanted.equals(there), "1.7: " + when + ": routes " + there + ", addresses want " + wanted);
    }

    private void downAndUp(Ifnet ifnet) throws IfnetException {
        platform.core.control().setFlags(SimPlatform.ROOT, ifnet, 0, IfFlags.UP);
        for (Route route : platform.route.routes().list(AddressFamily.INET)) {
            boolean used = (route.flags() & (RouteFlags.UP | RouteFlags.REJECT)) == RouteFlags.UP;
            platform.violations.unless(route.ifnet() != ifnet || !used, "1.7: a route through " + ifnet + ", down");
        }
        try {
            platform.core.control().setFlags(SimPlatform.ROOT, ifnet, IfFlags.UP, 0);
        } catch (IfnetException e) {
            // Its driver does not let it come back, which is no matter of routes.
            platform.violations.unless(e.errno() == Errno.EIO || e.errno() == Errno.EBUSY, "1.7: up: " + e);
        }
    }

    private Set<String> wanted() {
        Set<String> wanted = new TreeSet<>();
        for (Ifnet ifnet : platform.ifnets().list()) {
            for (Ifaddr a : platform.route.ifaddrs().list(ifnet)) {
                if (ifnet.has(IfFlags.UP) && ifnet.type() != IfType.LOOP) {
                    wanted.add(a.prefix().toString());
                }
            }
        }
        return wanted;
    }

    private Set<String> routes() {
        Set<String> there = new TreeSet<>();
        for (Route route : platform.route.routes().list(AddressFamily.INET)) {
            if ((route.flags() & (RouteFlags.HOST | RouteFlags.UP)) == RouteFlags.UP) {
                there.add(route.destination().toString());
            }
        }
        return there;
    }

    /** What packets find is what people see. */
    private void checkPackets() {
        for (Route route : platform.route.routes().list(AddressFamily.INET)) {
            int address = route.destination().address().v4();
            NextHop hop = platform.route.fib().lookup4(address);
            platform.violations.unless(
                    hop == null || hop.ifnet().isAttached(),
                    "1.5: a route through an interface that is gone: " + route);
            boolean host = (route.flags() & RouteFlags.HOST) != 0;
            platform.violations.unless(
                    !host || hop != null && hop.ifnet() == route.ifnet(), "7: packets do not find " + route);
        }
    }
}
