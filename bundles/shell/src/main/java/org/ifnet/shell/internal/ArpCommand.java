package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.ifnet.Errno;
import org.ifnet.IfType;
import org.ifnet.IfnetException;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.ArpTable;
import org.ifnet.inet.ArpTable.Published;
import org.ifnet.wire.MacAddress;

/** arp(8): shows and changes the ARP cache (reference 9.4). */
final class ArpCommand extends Verb {
    private static final String USAGE = """
            usage: arp [-n] ADDR
                   arp -a [-jn]
                   arp -d ADDR
                   arp -d -a
                   arp -s | -S ADDR MAC | auto [temp] [pub [only]]
                   arp -f FILE
            -s adds an entry (-S in place of another): temp ends like one that was learned, pub answers for it, only does
            not use it here; auto is the address of the interface. Lines of FILE are the words behind -s""";

    private static final Map<Published, String> PUBLISHED =
            Map.of(Published.NO, "", Published.YES, " published", Published.ONLY, " published (proxy only)");

    ArpCommand(Platform platform) {
        super(platform, "arp", "show and change the ARP cache", USAGE);
    }

    @Override
    void execute(List<String> args, PrintStream out) throws IfnetException {
        Options options = Options.parse(name(), Set.of("-a", "-d", "-f:", "-j", "--json", "-n", "-s", "-S"), args);
        List<String> words = options.rest();
        boolean all = options.has("-a");
        ArpTable table = platform.arp();
        if (options.has("-s") || options.has("-S")) {
            ArpEntryWords entry = ArpEntryWords.parse(words);
            if (options.has("-S")) {
                forget(table, entry.address());
            }
            entry.set(table, platform.who());
            return;
        }
        boolean file = options.has("-f");
        if (words.size() != (all || file ? 0 : 1)) {
            throw misuse("wrong number of words");
        }
        if (file) {
            ArpEntryWords.setAll(Path.of(options.value("-f")), table, platform.who());
        } else if (options.has("-d") && all) {
            for (ArpTable.Entry entry : table.list()) {
                delete(table, entry.address(), out);
            }
        } else if (options.has("-d")) {
            delete(table, ArpEntryWords.address(words.get(0)), out);
        } else if (all && (options.has("-j") || options.has("--json"))) {
            out.println(json(table.list()));
        } else if (all) {
            table.list().forEach(entry -> out.println(line(entry)));
        } else {
            out.println(line(find(table, ArpEntryWords.address(words.get(0)))));
        }
    }

    private void forget(ArpTable table, IpAddress address) throws IfnetException {
        try {
            table.delete(platform.who(), address);
        } catch (IfnetException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
    }

    private void delete(ArpTable table, IpAddress address, PrintStream out) throws IfnetException {
        try {
            table.delete(platform.who(), address);
        } catch (IfnetException e) {
            throw e.errno() == Errno.ENOENT ? missing(address) : e;
        }
        out.println(address + " (" + address + ") deleted");
    }

    private static ArpTable.Entry find(ArpTable table, IpAddress address) throws IfnetException {
        for (ArpTable.Entry entry : table.list()) {
            if (entry.address().equals(address)) {
                return entry;
            }
        }
        throw missing(address);
    }

    private static IfnetException missing(IpAddress address) {
        return new IfnetException(Errno.ENOENT, address + " (" + address + ") -- no entry");
    }

    /** No name server is ever asked: the name is always the question mark of an unknown one. */
    private static String line(ArpTable.Entry entry) {
        MacAddress lladdr = entry.lladdr();
        return "? (" + entry.address() + ") at " + (lladdr == null ? "(incomplete)" : lladdr) + " on "
                + entry.ifnet().name() + (entry.permanent() ? " permanent" : "")
                + PUBLISHED.get(entry.published())
                + (entry.ifnet().type() == IfType.ETHER ? " [ethernet]" : "");
    }

    private static String json(List<ArpTable.Entry> entries) {
        Json json = new Json().openList();
        for (ArpTable.Entry entry : entries) {
            json.open()
                    .field("address", entry.address().toString())
                    .field("lladdr", entry.lladdr())
                    .field("interface", entry.ifnet().name())
                    .field("permanent", entry.permanent());
            if (entry.published() != Published.NO) {
                json.field("published", entry.published() == Published.ONLY ? "only" : "yes");
            }
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
            return List.of("-a", "-d", "-f", "-n", "-s", "-S", "--json");
        }
        try {
            return platform.arp().list().stream()
                    .map(entry -> entry.address().toString())
                    .toList();
        } catch (IfnetException e) {
            return List.of();
        }
    }
}
