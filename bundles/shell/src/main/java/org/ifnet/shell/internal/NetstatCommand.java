package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.domain.AddressFamily;
import org.ifnet.inet.IpStatistics;

/** netstat(1): interfaces with their counters, multicast groups, routes, and why packets were dropped (reference 9.3). */
final class NetstatCommand extends Verb {
    private static final Set<String> OPTIONS = Set.of(
            "-a", "-b", "-d", "-f:", "-g", "-h", "-i", "-I:", "-j", "--json", "-n", "-p:", "-q:", "-r", "-s", "-w:",
            "-W");
    private static final String USAGE = """
            usage: netstat -i [-abdhjn] [-I IF]
                   netstat -a [-jn] [-f inet | inet6]
                   netstat -w SECONDS [-dj] [-q COUNT] [-I IF]
                   netstat -g [-jn] [-I IF]
                   netstat -r [-jn] [-f inet | inet6]
                   netstat -s [-j] [-I IF]
                   netstat -s -f inet | inet6 | -p PROTOCOL [-j]
            -i interfaces and their counters (-b with bytes, -d with drops, -a with multicast addresses, -h with
            letters for thousands), -w what passed in each interval, until Ctrl-C or for COUNT lines,
            -a alone who receives datagrams, -g multicast groups, -r routes, -s drops by reason,
            with -f what a family counted, with -p a protocol: ip, icmp, igmp, arp, ip6, icmp6""";

    NetstatCommand(Platform platform) {
        super(platform, "netstat", "show interface counters, multicast groups, routes and drops", USAGE);
    }

    @Override
    void execute(List<String> args, PrintStream out) throws IfnetException {
        Options options = Options.parse(name(), OPTIONS, args);
        if (!options.rest().isEmpty()) {
            throw misuse("unexpected word " + options.rest().get(0));
        }
        boolean json = options.has("-j") || options.has("--json");
        if (options.has("-s") && (options.has("-f") || options.has("-p"))) {
            IpCounts.print(counts(options), json, out);
        } else if (options.has("-r")) {
            routes(options, json, out);
        } else if (options.has("-w")) {
            rates(options, json, out);
        } else if (options.has("-a") && !options.has("-i") && !options.has("-I")) {
            EndpointTable.print(platform.datagrams().list(), family(options), json, out);
        } else if (options.has("-i") || options.has("-I") || options.has("-s") || options.has("-g")) {
            interfaces(options, json, out);
        } else {
            throw misuse("one of -a, -g, -i, -r, -s and -w is needed");
        }
    }

    private List<IpStatistics.Line> counts(Options options) throws IfnetException {
        List<IpStatistics.Line> lines = platform.statistics(family(options));
        String protocol = options.value("-p");
        if (protocol != null) {
            lines = lines.stream()
                    .filter(line -> line.protocol().equals(protocol))
                    .toList();
        }
        if (lines.isEmpty()) {
            throw new IfnetException(
                    Errno.ENXIO, "nothing is counted for " + (protocol == null ? options.value("-f") : protocol));
        }
        return lines;
    }

    private void routes(Options options, boolean json, PrintStream out) throws IfnetException {
        int family = family(options);
        if (json) {
            out.println(NetstatJson.routes(platform.routes(), family));
        } else {
            RouteTable.print(platform.routes(), family, out);
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

    private void rates(Options options, boolean json, PrintStream out) throws IfnetException {
        long interval = options.seconds("-w", 0);
        if (interval == 0) {
            throw misuse("bad value for option -w: " + options.value("-w"));
        }
        int count = options.number("-q", 0, 1, Integer.MAX_VALUE);
        String name = options.value("-I");
        InterfaceRates.Source source;
        if (name == null) {
            source = () -> platform.ifnets().list();
        } else {
            Ifnet one = platform.ifnets().require(name);
            source = () -> List.of(one);
        }
        new InterfaceRates(platform.env(), source, name == null ? "(Total)" : name, options.has("-d"), json)
                .run(interval, count, out);
    }

    private void interfaces(Options options, boolean json, PrintStream out) throws IfnetException {
        String name = options.value("-I");
        List<Ifnet> chosen = name == null
                ? platform.ifnets().list()
                : List.of(platform.ifnets().require(name));
        List<InterfaceFacts> all =
                chosen.stream().map(ifnet -> InterfaceFacts.of(platform, ifnet)).toList();
        if (json) {
            out.println(NetstatJson.interfaces(all));
        } else if (options.has("-s")) {
            all.forEach(facts -> DropTable.print(facts, out));
        } else if (options.has("-g")) {
            MulticastTable.header(out);
            all.forEach(facts -> MulticastTable.print(facts, out));
        } else {
            InterfaceTable table =
                    new InterfaceTable(options.has("-b"), options.has("-d"), options.has("-a"), options.has("-h"));
            table.header(out);
            all.forEach(facts -> table.print(facts, out));
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
        if (last.equals("-p")) {
            return platform.statistics(Families.ALL).stream()
                    .map(IpStatistics.Line::protocol)
                    .distinct()
                    .toList();
        }
        return prefix.startsWith("-")
                ? List.of(
                        "-a", "-b", "-d", "-f", "-g", "-h", "-i", "-I", "-n", "-p", "-q", "-r", "-rn", "-s", "-w",
                        "--json")
                : List.of();
    }
}
