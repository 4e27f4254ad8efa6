package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet6.NdTable;
import org.ifnet.wire.MacAddress;

/** {@code ndp}: the neighbours of IPv6 (reference 9.4). */
final class NdpCommand extends Verb {
    private static final String USAGE = """
            usage: ndp [-jn] ADDR
                   ndp -a [-jn]
                   ndp -c
                   ndp -d ADDR
                   ndp -s ADDR MAC
                   ndp {-p | -r} [-jn]
            -a lists all, -c forgets all that were not set by hand, -d one; -s adds one that stays; -p lists the prefixes that
            routers advertise, -r the routers.""";
    private static final String COLUMNS = "%-31s %-17s %6s %-9s %1s %s";

    NdpCommand(Platform platform) {
        super(platform, "ndp", "show and change the neighbours of IPv6", USAGE);
    }

    @Override
    void execute(List<String> args, PrintStream out) throws IfnetException {
        Options options = Options.parse(name(), Set.of("-a", "-c", "-d", "-j", "--json", "-n", "-p", "-r", "-s"), args);
        List<String> words = options.rest();
        boolean all = options.has("-a");
        boolean none = all || options.has("-c") || options.has("-p") || options.has("-r");
        if (words.size() != (options.has("-s") ? 2 : none ? 0 : 1)) {
            throw misuse("wrong number of words");
        }
        NdTable table = platform.nd();
        if (options.has("-c")) {
            table.clear(platform.who());
        } else if (options.has("-p")) {
            new NdpRouters(isJson(options)).prefixes(table.prefixes(), out);
        } else if (options.has("-r")) {
            new NdpRouters(isJson(options)).routers(table.routers(), out);
        } else if (options.has("-s")) {
            table.set(platform.who(), address(words.get(0)), MacAddress.parse(words.get(1)));
        } else if (options.has("-d")) {
            delete(table, address(words.get(0)), out);
        } else {
            show(all ? table.list() : find(table, address(words.get(0))), options, out);
        }
    }

    private static void show(List<NdTable.Entry> entries, Options options, PrintStream out) {
        if (isJson(options)) {
            out.println(json(entries));
            return;
        }
        out.println(String.format(COLUMNS, "Neighbor", "Linklayer Address", "Netif", "Expire", "S", "Flags")
                .stripTrailing());
        entries.forEach(entry -> out.println(line(entry)));
    }

    private static boolean isJson(Options options) {
        return options.has("-j") || options.has("--json");
    }

    private static IpAddress address(String text) throws IfnetException {
        IpAddress address = IpAddress.parse(text);
        if (address.isV4()) {
            throw new IfnetException(Errno.EAFNOSUPPORT, text + " is not an IPv6 address");
        }
        return address;
    }

    private void delete(NdTable table, IpAddress address, PrintStream out) throws IfnetException {
        try {
            table.delete(platform.who(), address);
        } catch (IfnetException e) {
            throw e.errno() == Errno.ENOENT ? missing(address) : e;
        }
        out.println(address + " (" + address + ") deleted");
    }

    private static List<NdTable.Entry> find(NdTable table, IpAddress address) throws IfnetException {
        List<NdTable.Entry> found = table.list().stream()
                .filter(entry -> entry.address().equals(address)
                        || address.zone().isEmpty()
                                && entry.address().withZone("").equals(address))
                .toList();
        if (found.isEmpty()) {
            throw missing(address);
        }
        return found;
    }

    private static IfnetException missing(IpAddress address) {
        return new IfnetException(Errno.ENOENT, address + " (" + address + ") -- no entry");
    }

    private static String line(NdTable.Entry entry) {
        MacAddress lladdr = entry.lladdr();
        String flags = (entry.router() ? "R" : "") + (entry.probes() > 0 ? " " + entry.probes() : "");
        return String.format(
                        COLUMNS,
                        entry.address(),
                        lladdr == null ? "(incomplete)" : lladdr,
                        entry.ifnet().name(),
                        expire(entry),
                        entry.state().letter(),
                        flags)
                .stripTrailing();
    }

    private static String expire(NdTable.Entry entry) {
        return entry.permanent() ? "permanent" : entry.expires() <= 0 ? "expired" : NdpCommand.time(entry.expires());
    }

    /** As ndp(8) writes seconds: 1d2h3m4s without what is zero in front. */
    static String time(long seconds) {
        StringBuilder s = new StringBuilder();
        long[] units = {86_400, 3600, 60, 1};
        long left = seconds;
        for (int i = 0; i < units.length; i++) {
            if (left >= units[i] || s.length() > 0 || i == units.length - 1) {
                s.append(left / units[i]).append("dhms".charAt(i));
            }
            left %= units[i];
        }
        return s.toString();
    }

    private static String json(List<NdTable.Entry> entries) {
        Json json = new Json().openList();
        for (NdTable.Entry entry : entries) {
            json.open()
                    .field("address", entry.address().toString())
                    .field("lladdr", entry.lladdr())
                    .field("interface", entry.ifnet().name())
                    .field("state", entry.state().name())
                    .field("permanent", entry.permanent())
                    .field("router", entry.router())
                    .field("probes", entry.probes());
            if (!entry.permanent()) {
                json.field("expires", entry.expires());
            }
            json.close();
        }
        return json.closeList().toString();
    }

    @Override
    Collection<String> candidates(List<String> before, String prefix) {
        if (prefix.startsWith("-")) {
            return List.of("-a", "-c", "-d", "-n", "-p", "-r", "-s", "--json");
        }
        try {
            return platform.nd().list().stream()
                    .map(entry -> entry.address().toString())
                    .toList();
        } catch (IfnetException e) {
            return List.of();
        }
    }
}
