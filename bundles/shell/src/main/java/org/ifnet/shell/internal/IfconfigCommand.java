package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifaddrs;
import org.jspecify.annotations.Nullable;

/** ifconfig(8): shows, changes, creates and destroys interfaces, and waits for them. */
final class IfconfigCommand extends Verb {
    private static final Set<String> OPTIONS =
            Set.of("-a", "-C", "-d", "-j", "--json", "-k", "-l", "-L", "-m", "-u", "-v", "-w:");
    private static final String USAGE = """
            usage: ifconfig [-a] [-d | -u] [-j] [-m] [-v] [inet | inet6 | link]
                   ifconfig -l [-d | -u] [inet | inet6 | link]
                   ifconfig -C
                   ifconfig [-j] [-m] [-v] IF [inet | inet6 | link]
                   ifconfig -w SECONDS IF [inet | inet6]
                   ifconfig IF [inet | inet6] ADDR[/LEN] [DST] [netmask M] [broadcast B] [alias | delete]
                   ifconfig IF {inet | inet6} delete
                   ifconfig IF {up | down | [-]arp | [-]debug | [-]promisc | [-]monitor | mtu N | metric N |
                                lladdr MAC | name NEW} ...
                   ifconfig {IF | KIND} create [PARAMETERS]
                   ifconfig IF destroy
            -w waits until IF is there and up, with an address when a family is named, then shows it.""";

    IfconfigCommand(Platform platform) {
        super(platform, "ifconfig", "show, change, create and destroy interfaces", USAGE);
    }

    @Override
    void execute(List<String> args, PrintStream out) throws IfnetException {
        Options options = Options.parse(name(), OPTIONS, args);
        List<String> words = options.rest();
        if (options.has("-C")) {
            out.println(String.join(" ", platform.cloners().list()));
        } else if (options.has("-w")) {
            new IfconfigWait(platform).run(options.seconds("-w", 0), words);
            show(options, List.of(platform.ifnets().require(words.get(0))), Families.ALL, out);
        } else if (words.isEmpty() || options.has("-a") || options.has("-l")) {
            list(options, words, out);
        } else {
            one(options, words.get(0), words.subList(1, words.size()), out);
        }
    }

    private void list(Options options, List<String> words, PrintStream out) throws IfnetException {
        int family = words.isEmpty() ? Families.ALL : Families.parse(words.get(0));
        if (family == Families.NONE || words.size() > 1) {
            throw misuse("unexpected word " + words.get(words.size() - 1));
        }
        if (options.has("-d") && options.has("-u")) {
            throw misuse("-d and -u exclude each other");
        }
        if (options.has("-l") && (options.has("-a") || options.has("-m"))) {
            throw misuse("-l excludes -a and -m");
        }
        List<Ifnet> chosen = new ArrayList<>();
        for (Ifnet ifnet : platform.ifnets().list()) {
            boolean up = ifnet.has(IfFlags.UP);
            if (!(options.has("-d") && up) && !(options.has("-u") && !up)) {
                chosen.add(ifnet);
            }
        }
        if (options.has("-l")) {
            boolean ethernetOnly = family == AddressFamily.LINK;
            out.println(String.join(
                    " ",
                    chosen.stream()
                            .filter(ifnet -> !ethernetOnly || ifnet.lladdr() != null)
                            .map(Ifnet::name)
                            .toList()));
        } else {
            show(options, chosen, family, out);
        }
    }

    private void show(Options options, List<Ifnet> chosen, int family, PrintStream out) {
        Ifaddrs ifaddrs = platform.ifaddrsOrNull();
        if (options.has("-j") || options.has("--json")) {
            out.println(IfconfigJson.of(chosen, ifnet -> addresses(ifaddrs, ifnet)));
            return;
        }
        IfconfigText text = new IfconfigText(family, options.has("-m"), options.has("-v"));
        for (Ifnet ifnet : chosen) {
            text.print(ifnet, addresses(ifaddrs, ifnet), out);
        }
    }

    private static List<Ifaddr> addresses(@Nullable Ifaddrs ifaddrs, Ifnet ifnet) {
        return ifaddrs == null ? List.of() : ifaddrs.list(ifnet);
    }

    private void one(Options options, String name, List<String> words, PrintStream out) throws IfnetException {
        String first = words.isEmpty() ? "" : words.get(0);
        if (IfconfigKeywords.CREATE.contains(first)) {
            create(name, words.subList(1, words.size()), out);
            return;
        }
        Ifnet ifnet = platform.ifnets().require(name);
        if (IfconfigKeywords.DESTROY.contains(first)) {
            if (words.size() > 1) {
                throw misuse("unexpected word " + words.get(1));
            }
            platform.cloners().destroy(platform.who(), ifnet.name());
        } else if (words.isEmpty() || words.size() == 1 && Families.parse(first) != Families.NONE) {
            show(options, List.of(ifnet), words.isEmpty() ? Families.ALL : Families.parse(first), out);
        } else {
            IfconfigRequest.parse(words).apply(platform, ifnet);
        }
    }

    /** Words up to the first one that ifconfig knows are for the cloner, the others change the new interface. */
    private void create(String name, List<String> words, PrintStream out) throws IfnetException {
        int known = 0;
        while (known < words.size() && !IfconfigKeywords.isKeyword(words.get(known))) {
            known++;
        }
        IfconfigRequest change = IfconfigRequest.parse(words.subList(known, words.size()));
        String params = known == 0 ? null : String.join(" ", words.subList(0, known));
        String made = platform.cloners().create(platform.who(), name, params);
        if (known < words.size()) {
            Ifnet ifnet = platform.ifnets().require(made);
            change.apply(platform, ifnet);
            made = ifnet.name();
        }
        if (!made.equals(name)) {
            out.println(made);
        }
    }

    @Override
    Collection<String> candidates(List<String> before, String prefix) {
        if (prefix.startsWith("-") && before.stream().allMatch(word -> word.startsWith("-"))) {
            return List.of("-a", "-C", "-d", "--json", "-l", "-m", "-u", "-v", "-w");
        }
        List<String> words = new ArrayList<>(before);
        while (!words.isEmpty() && words.get(0).startsWith("-")) {
            boolean value = words.remove(0).equals("-w");
            if (value && !words.isEmpty()) {
                words.remove(0);
            }
        }
        if (words.isEmpty()) {
            List<String> names = new ArrayList<>(interfaceNames());
            try {
                names.addAll(platform.cloners().list());
            } catch (IfnetException e) {
                // Without cloners there is nothing to create.
            }
            return names;
        }
        return IfconfigKeywords.VALUES.contains(words.get(words.size() - 1)) ? List.of() : IfconfigKeywords.all();
    }
}
