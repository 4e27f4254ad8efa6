package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.route.Route;
import org.ifnet.route.Routes;

/** route(8): changes the routing table and asks it. */
final class RouteCommand extends Verb {
    private static final String USAGE = """
            usage: route [-nq] add [-net | -host] DEST[/LEN] GATEWAY [NETMASK] [MODIFIERS]
                   route [-nq] add [-net | -host] DEST[/LEN] -interface IF [MODIFIERS]
                   route [-nq] change DEST[/LEN] GATEWAY | -interface IF [MODIFIERS]
                   route [-nq] delete [-net | -host] DEST[/LEN] [GATEWAY]
                   route [-n] get DEST
                   route [-nq] flush [-inet | -inet6]
                   route [-n] show [-inet | -inet6]
                   route [-n] monitor
            DEST may be 'default'. Modifiers: -reject -blackhole -static -proto1 -proto2 -proto3
            -netmask MASK -prefixlen LEN -inet -inet6 -mpath -mtu BYTES; -lock before -mtu: routers cannot change it""";

    RouteCommand(Platform platform) {
        super(platform, "route", "change and ask the routing table", USAGE);
    }

    @Override
    void execute(List<String> args, PrintStream out) throws IfnetException {
        Options options = Options.parse(name(), Set.of("-d", "-n", "-q", "-t", "-v"), args);
        List<String> words = options.rest();
        if (words.isEmpty()) {
            throw misuse("what shall be done?");
        }
        boolean quiet = options.has("-q");
        List<String> rest = words.subList(1, words.size());
        switch (words.get(0)) {
            case "add", "change", "delete", "del" -> change(words.get(0), RouteRequest.parse(rest), quiet, out);
            case "monitor" -> monitor(rest, out);
            case "get" -> get(rest, out);
            case "flush" -> flush(family(rest), quiet, out);
            case "show" -> RouteTable.print(platform.routes(), family(rest), out);
            default -> throw misuse("unknown command " + words.get(0));
        }
    }

    private void monitor(List<String> rest, PrintStream out) throws IfnetException {
        if (!rest.isEmpty()) {
            throw misuse("unexpected word " + rest.get(0));
        }
        new RouteMonitor(platform.env(), out).run(platform.routeMessages());
    }

    private void change(String verb, RouteRequest request, boolean quiet, PrintStream out) throws IfnetException {
        boolean delete = verb.startsWith("del");
        String words = (delete ? "delete " : verb + " ") + request.words();
        Routes routes = platform.routes();
        if (!delete && request.gateway() == null) {
            throw misuse(words + ": a gateway is missing");
        }
        try {
            if (delete) {
                routes.delete(platform.who(), request.spec());
            } else if (verb.equals("add")) {
                routes.add(platform.who(), request.spec());
            } else {
                routes.change(platform.who(), request.spec());
            }
        } catch (IfnetException e) {
            throw new IfnetException(e.errno(), words + ": " + text(e), e);
        }
        if (!quiet) {
            out.println(words);
        }
    }

    /** The words of route(8) for what can be wrong with a route; for other errors what the platform said. */
    private static String text(IfnetException e) {
        return switch (e.errno()) {
            case ESRCH -> "not in table";
            case EBUSY -> "entry in use";
            case ENOBUFS -> "routing table overflow";
            case EDQUOT -> "gateway uses the same route";
            case EEXIST, ENETUNREACH, EHOSTUNREACH -> e.errno().text();
            default -> String.valueOf(e.getMessage());
        };
    }

    private void get(List<String> words, PrintStream out) throws IfnetException {
        RouteRequest request = RouteRequest.parse(words);
        IpAddress destination = request.spec().destination().address();
        Route route = platform.routes().get(destination);
        if (route == null) {
            throw new IfnetException(Errno.ESRCH, "get " + request.destination() + ": not in table");
        }
        List<Route> paths = route.paths().isEmpty() ? List.of(route) : route.paths();
        paths.forEach(path -> out.print(RouteTable.answer(request.destination(), path)));
    }

    private void flush(int family, boolean quiet, PrintStream out) throws IfnetException {
        for (Route route : platform.routes().flush(platform.who(), family)) {
            if (!quiet) {
                out.printf("%-20.20s %-20.20s done%n", RouteTable.destination(route), RouteTable.gateway(route));
            }
        }
    }

    private int family(List<String> words) throws IfnetException {
        if (words.isEmpty()) {
            return Families.ALL;
        }
        int family = Families.parse(words.get(0).replaceFirst("^-", ""));
        if (words.size() > 1 || family != AddressFamily.INET && family != AddressFamily.INET6) {
            throw misuse("unexpected word " + words.get(words.size() - 1));
        }
        return family;
    }

    @Override
    Collection<String> candidates(List<String> before, String prefix) {
        List<String> words = new ArrayList<>(before);
        words.removeIf(word -> word.length() == 2 && word.startsWith("-"));
        if (words.isEmpty()) {
            return prefix.startsWith("-")
                    ? List.of("-n", "-q")
                    : List.of("add", "change", "delete", "get", "flush", "monitor", "show");
        }
        String last = words.get(words.size() - 1);
        if (prefix.startsWith("-")) {
            return RouteRequest.modifiers();
        }
        if (last.equals("-interface") || last.equals("-iface")) {
            return interfaceNames();
        }
        return List.of("default");
    }
}
