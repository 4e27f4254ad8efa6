package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.ifnet.Ifnet;
import org.ifnet.IfnetException;

/** ifconfig(8): shows, changes, creates and destroys interfaces, and waits for them (reference 9.1). */
final class IfconfigCommand extends Verb {
    private static final Set<String> OPTIONS =
            Set.of("-a", "-C", "-d", "-f:", "-g:", "-j", "--json", "-k", "-l", "-L", "-m", "-u", "-v", "-w:");
    private static final String USAGE = """
            usage: ifconfig [-a] [-d | -u] [-g GROUP] [-f FORMAT] [-j] [-k] [-L] [-m] [-v] [inet | inet6 | link]
                   ifconfig -l [-d | -u] [-g GROUP] [-j] [inet | inet6 | link]
                   ifconfig -C [-j]
                   ifconfig [-f FORMAT] [-j] [-k] [-L] [-m] [-v] IF [inet | inet6 | link]
                   ifconfig -w SECONDS IF [inet | inet6]
                   ifconfig IF [inet | inet6] ADDR[/LEN] [DST] [netmask M] [broadcast B] [alias | delete]
                   ifconfig IF inet6 ADDR[/LEN] [alias] [[-]anycast] [[-]deprecated] [eui64] [pltime SECONDS] [vltime SECONDS]
                   ifconfig IF {inet | inet6} delete
                   ifconfig IF {up | down | [-]arp | [-]debug | [-]promisc | [-]monitor | [-]staticarp |
                                [-]link0 | [-]link1 | [-]link2 | mtu N | metric N | lladdr MAC | name NEW |
                                group GROUP | -group GROUP | media TYPE | mediaopt OPTIONS | -mediaopt OPTIONS |
                                instance N | [-]rxcsum | [-]txcsum | [-]netcons | [-]rss | [-]tso | tsolen N |
                                [-]polling | tunnel SRC DST | deletetunnel} ...
                   ifconfig {IF | KIND} create [PARAMETERS] [WORDS]
                   ifconfig IF ... destroy
                   ifconfig -g GROUP destroy
            -a all, -d only those that are down, -u only those that are up, -g only members of the group,
            -L lifetimes of IPv6 addresses, -l names only, -m what the device can do, -v more, -C what can be created, -j for programs,
            -f for example inet:cidr,ether:dash. -w waits until IF is there and up, with an address when a family
            is named, then shows it. All words are understood before the first is carried out.""";

    private final IfconfigCompletion completion;

    IfconfigCommand(Platform platform) {
        super(platform, "ifconfig", "show, change, create and destroy interfaces", USAGE);
        completion = new IfconfigCompletion(platform);
    }

    @Override
    void execute(List<String> args, PrintStream out) throws IfnetException {
        Options options = Options.parse(name(), OPTIONS, args);
        List<String> words = options.rest();
        if (options.has("-C")) {
            cloners(options, words, out);
        } else if (options.has("-w")) {
            new IfconfigWait(platform).run(options.seconds("-w", 0), words);
            show(options, List.of(platform.ifnets().require(words.get(0))), Families.ALL, out);
        } else if (isDestroy(words) && (options.has("-g") || words.size() > 1)) {
            destroy(options, words.subList(0, words.size() - 1));
        } else if (words.isEmpty() || options.has("-a") || options.has("-l") || options.has("-g")) {
            list(options, words, out);
        } else {
            one(options, words.get(0), words.subList(1, words.size()), out);
        }
    }

    private void cloners(Options options, List<String> words, PrintStream out) throws IfnetException {
        if (!words.isEmpty()) {
            throw misuse("unexpected word " + words.get(0));
        }
        List<String> prefixes = platform.cloners().list();
        out.println(json(options) ? new Json().list(prefixes) : String.join(" ", prefixes));
    }

    private static boolean json(Options options) {
        return options.has("-j") || options.has("--json");
    }

    private static boolean isDestroy(List<String> words) {
        return !words.isEmpty() && IfconfigKeywords.DESTROY.contains(words.get(words.size() - 1));
    }

    private void destroy(Options options, List<String> names) throws IfnetException {
        IfconfigDestroy destroy = new IfconfigDestroy(platform);
        String group = options.value("-g");
        if (group == null) {
            destroy.named(names);
        } else if (names.isEmpty()) {
            destroy.group(group);
        } else {
            throw misuse("unexpected word " + names.get(0));
        }
    }

    private void list(Options options, List<String> words, PrintStream out) throws IfnetException {
        int family = words.isEmpty() ? Families.ALL : Families.parse(words.get(0));
        if (family == Families.NONE || words.size() > 1) {
            throw misuse("unexpected word " + words.get(words.size() - 1));
        }
        IfconfigSelection selection = IfconfigSelection.of(options);
        List<Ifnet> chosen = selection.from(platform);
        if (options.has("-l")) {
            List<String> names = selection.names(chosen, family);
            out.println(json(options) ? new Json().list(names) : String.join(" ", names));
        } else {
            show(options, chosen, family, out);
        }
    }

    private void show(Options options, List<Ifnet> chosen, int family, PrintStream out) throws IfnetException {
        IfconfigFormat format = IfconfigFormat.parse(options.value("-f"));
        if (json(options)) {
            IfconfigJson json = new IfconfigJson(family);
            out.println(json.of(chosen.stream()
                    .map(ifnet -> IfconfigFacts.of(platform, ifnet))
                    .toList()));
            return;
        }
        IfconfigText text = new IfconfigText(family, options.has("-m"), options.has("-v"), options.has("-L"), format);
        for (Ifnet ifnet : chosen) {
            text.print(IfconfigFacts.of(platform, ifnet), out);
        }
    }

    private void one(Options options, String name, List<String> words, PrintStream out) throws IfnetException {
        String first = words.isEmpty() ? "" : words.get(0);
        if (IfconfigKeywords.CREATE.contains(first)) {
            create(name, words.subList(1, words.size()), out);
            return;
        }
        Ifnet ifnet = platform.ifnets().require(name);
        if (words.isEmpty() || words.size() == 1 && Families.parse(first) != Families.NONE) {
            show(options, List.of(ifnet), words.isEmpty() ? Families.ALL : Families.parse(first), out);
        } else {
            IfconfigRequest.parse(words).apply(platform, ifnet, new ArrayList<>());
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
            change.apply(platform, ifnet, new ArrayList<>(List.of("create " + made)));
            made = ifnet.name();
        }
        if (!made.equals(name)) {
            out.println(made);
        }
    }

    @Override
    Collection<String> candidates(List<String> before, String prefix) {
        return completion.candidates(before, prefix);
    }
}
