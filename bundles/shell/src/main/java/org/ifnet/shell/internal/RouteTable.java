package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.route.Route;
import org.ifnet.route.RouteFlags;
import org.ifnet.route.Routes;

/** Routes as {@code netstat -rn} and {@code route get} show them (reference 9.2, 9.3). */
final class RouteTable {
    /** Every answer of the routing socket has it; a table of ours has no such bit. */
    private static final int DONE_BIT = 6;

    private static final String[] FLAG_NAMES = {
        "UP",
        "GATEWAY",
        "HOST",
        "REJECT",
        "DYNAMIC",
        "MODIFIED",
        "DONE",
        "",
        "CLONING",
        "XRESOLVE",
        "LLINFO",
        "STATIC",
        "BLACKHOLE",
        "",
        "PROTO2",
        "PROTO1",
        "PRCLONING",
        "WASCLONED",
        "PROTO3",
        "",
        "",
        "LOCAL",
        "BROADCAST",
        "",
        "",
        "MPATH"
    };

    private RouteTable() {}

    static void print(Routes routes, int family, PrintStream out) {
        out.println("Routing tables");
        if (Families.includes(family, AddressFamily.INET)) {
            print4(routes.list(AddressFamily.INET), family != Families.ALL, out);
        }
        if (Families.includes(family, AddressFamily.INET6)) {
            print6(routes.list(AddressFamily.INET6), family != Families.ALL, out);
        }
    }

    private static void print4(List<Route> routes, boolean evenIfEmpty, PrintStream out) {
        if (routes.isEmpty() && !evenIfEmpty) {
            return;
        }
        out.println();
        out.println("Internet:");
        row4(out, "Destination", "Gateway", "Flags", "Refs", "Use", "Netif", "Expire");
        for (Route r : routes) {
            String flags = RouteFlags.letters(r.flags());
            row4(out, destination(r), gateway(r), flags, "-", "-", r.ifnet().name(), "");
        }
    }

    private static void row4(PrintStream out, Object... columns) {
        out.println(String.format("%-18s %-18s %-6s %6s %8s %6s %6s", columns).stripTrailing());
    }

    private static void print6(List<Route> routes, boolean evenIfEmpty, PrintStream out) {
        if (routes.isEmpty() && !evenIfEmpty) {
            return;
        }
        out.println();
        out.println("Internet6:");
        row6(out, "Destination", "Gateway", "Flags", "Netif", "Expire");
        for (Route r : routes) {
            row6(
                    out,
                    destination(r),
                    gateway(r),
                    RouteFlags.letters(r.flags()),
                    r.ifnet().name(),
                    "");
        }
    }

    private static void row6(PrintStream out, Object... columns) {
        out.println(String.format("%-33s %-29s %-6s  %8s %6s", columns).stripTrailing());
    }

    static String destination(Route route) {
        return route.destination().toString();
    }

    /** The next router, or the number of the interface for a network that is directly there. */
    static String gateway(Route route) {
        IpAddress gateway = route.gateway();
        return gateway == null ? "link#" + route.ifnet().index() : gateway.toString();
    }

    /** The block that {@code route get} prints. */
    static String answer(String asked, Route route) {
        IpPrefix destination = route.destination();
        StringBuilder s = new StringBuilder();
        line(s, "route to", asked);
        line(s, "destination", destination.isDefault() ? "default" : destination.address());
        if (!destination.isHost()) {
            line(s, "mask", mask(destination));
        }
        if (route.gateway() != null) {
            line(s, "gateway", route.gateway());
        }
        line(s, "interface", route.ifnet().name());
        line(s, "flags", "<" + flagNames(route.flags()) + ">");
        s.append(
                " recvpipe  sendpipe  ssthresh  rtt,msec    rttvar  hopcount      mtu     expire  msl,msec iwmax iw\n");
        s.append(String.format(
                "%8d  %8d  %8d  %8d  %8d  %8d  %8d%s %8d  %8d  %4d %2d%n",
                0, 0, 0, 0, 0, 0, mtu(route), route.metrics().locked() ? "L" : " ", 0, 0, 0, 0));
        return s.toString();
    }

    private static int mtu(Route route) {
        int said = route.metrics().mtu();
        return said == 0 ? route.ifnet().mtu() : Math.min(said, route.ifnet().mtu());
    }

    private static void line(StringBuilder s, String what, Object value) {
        s.append(String.format("%11s: %s%n", what, value));
    }

    private static String mask(IpPrefix p) {
        return p.address().isV4()
                ? IpAddress.formatV4(IpPrefix.mask32(p.length()))
                : new IpPrefix(IpAddress.v6(-1, -1), p.length()).address().toString();
    }

    private static String flagNames(int flags) {
        List<String> names = new ArrayList<>();
        for (int bit = 0; bit < FLAG_NAMES.length; bit++) {
            if (((flags | 1 << DONE_BIT) & 1 << bit) != 0 && !FLAG_NAMES[bit].isEmpty()) {
                names.add(FLAG_NAMES[bit]);
            }
        }
        return String.join(",", names);
    }
}
