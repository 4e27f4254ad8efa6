package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.Ifaddrs;

/** netstat(1): interfaces with their counters, routes, and why packets were dropped. */
final class NetstatCommand extends Verb {
    private static final Set<String> OPTIONS =
            Set.of("-a", "-b", "-d", "-f:", "-i", "-I:", "-j", "--json", "-n", "-r", "-s", "-W");
    private static final String USAGE = """
            usage: netstat -i [-bdjn] [-I IF]
                   netstat -r [-jn] [-f inet | inet6]
                   netstat -s [-I IF]
            -i interfaces and their counters (-b with bytes, -d with drops), -r routes, -s drops by reason""";

    NetstatCommand(Platform platform) {
        super(platform, "netstat", "show interface counters, routes and drops", USAGE);
    }

    @Override
    void execute(List<String> args, PrintStream out) throws IfnetException {
        Options options = Options.parse(name(), OPTIONS, args);
        if (!options.rest().isEmpty()) {
            throw misuse("unexpected word " + options.rest().get(0));
        }
        boolean json = options.has("-j") || options.has("--json");
        if (options.has("-r")) {
            int family = family(options);
            if (json) {
                out.println(NetstatJson.routes(platform.routes(), family));
            } else {
                RouteTable.print(platform.routes(), family, out);
            }
        } else if (options.has("-s")) {
            for (Ifnet ifnet : chosen(options)) {
                DropTable.print(ifnet, out);
            }
        } else if (!options.has("-i") && !options.has("-I")) {
            throw misuse("one of -i, -r and -s is needed");
        } else if (json) {
            out.println(NetstatJson.interfaces(chosen(options)));
        } else {
            interfaces(options, out);
        }
    }

    private int family(Options options) throws IfnetException {
        String word = options.value("-f");
        if (word == null) {
            return Families.ALL;
        }
        int family = Families.parse(word);
        if (family != AddressFamily.INET && family != AddressFamily.INET6) {
            throw misuse("unknown address family " + word);
        }
        return family;
    }

    private List<Ifnet> chosen(Options options) throws IfnetException {
        String name = options.value("-I");
        return name == null
                ? platform.ifnets().list()
                : List.of(platform.ifnets().require(name));
    }

    private void interfaces(Options options, PrintStream out) throws IfnetException {
        InterfaceTable table = new InterfaceTable(options.has("-b"), options.has("-d"));
        List<Ifnet> chosen = chosen(options);
        Ifaddrs ifaddrs = platform.ifaddrsOrNull();
        table.header(out);
        for (Ifnet ifnet : chosen) {
            table.print(ifnet, ifaddrs == null ? List.of() : ifaddrs.list(ifnet), out);
        }
    }

    @Override
    Collection<String> candidates(List<String> before, String prefix) {
        String last = before.isEmpty() ? "" : before.get(before.size() - 1);
        if (last.equals("-I")) {
            return interfaceNames();
        }
        if (last.equals("-f")) {
            return List.of("inet", "inet6");
        }
        return prefix.startsWith("-")
                ? List.of("-i", "-r", "-rn", "-s", "-n", "-b", "-d", "-f", "-I", "--json")
                : List.of();
    }
}
