package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.ifq.DisciplineSpec;

/** ifq: the transmit queues of interfaces, shown and changed (reference 1.18, 3). */
final class IfqCommand extends Verb {
    private static final Set<String> OPTIONS = Set.of("-j", "--json", "-q:", "-v", "-w:");
    private static final String USAGE = """
            usage: ifq [-jv] [IF]
                   ifq -w SECONDS [-j] [-q COUNT] [IF]
                   ifq IF altq DISCIPLINE [WORD [VALUE]]... [queue NAME [parent NAME] [WORD [VALUE]]...]...
                              [match dscp | flow | ethertype | tag | KIND VALUE queue NAME]...
                   ifq IF altq enable | altq disable | -altq
                   ifq IF queue NAME [parent NAME] [WORD [VALUE]]... | -queue NAME
                   ifq IF match KIND VALUE queue NAME | -match KIND VALUE
                   ifq IF tbr BANDWIDTH [BYTES | auto] | -tbr
                   ifq IF limit PACKETS | default [BYTES]
                   ifq IF map first | cpu | mask | flow
                   ifq IF owner SUBQUEUE CPU
                   ifq IF purge
            shows transmit queues (-v with how drivers were started, -w rates in each interval) or changes one:
            its discipline, the queues (classes) of that and what goes to them, its token bucket regulator,
            its limits, how packets find their subqueue and which netisr starts it""";

    IfqCommand(Platform platform) {
        super(platform, "ifq", "show and change transmit queues and their disciplines", USAGE);
    }

    @Override
    void execute(List<String> args, PrintStream out) throws IfnetException {
        Options options = Options.parse(name(), OPTIONS, args);
        List<String> words = options.rest();
        if (words.size() > 1) {
            Ifnet ifnet = platform.ifnets().require(words.get(0));
            List<String> change = words.subList(1, words.size());
            if (!IfqChange.WORDS.contains(change.get(0))) {
                throw misuse("unknown word " + change.get(0));
            }
            new IfqChange(platform.control().queues(), platform.who(), ifnet, change).run(out);
            return;
        }
        boolean json = options.has("-j") || options.has("--json");
        IfqRates.Source source;
        if (words.isEmpty()) {
            source = () -> platform.ifnets().list();
        } else {
            Ifnet one = platform.ifnets().require(words.get(0));
            source = () -> List.of(one);
        }
        if (options.has("-w")) {
            long interval = options.seconds("-w", 0);
            if (interval == 0) {
                throw misuse("bad value for option -w: " + options.value("-w"));
            }
            int count = options.number("-q", 0, 1, Integer.MAX_VALUE);
            new IfqRates(platform.env(), source, json).run(interval, count, out);
        } else if (json) {
            out.println(IfqJson.of(source.now()));
        } else {
            IfqShow show = new IfqShow(options.has("-v"));
            source.now().forEach(ifnet -> show.print(ifnet, out));
        }
    }

    @Override
    Collection<String> candidates(List<String> before, String prefix) {
        if (prefix.startsWith("-") && before.isEmpty()) {
            return List.of("-j", "--json", "-q", "-v", "-w");
        }
        List<String> words = before.stream().filter(w -> !OPTIONS.contains(w)).toList();
        String last = words.isEmpty() ? "" : words.get(words.size() - 1);
        if (words.isEmpty()) {
            return interfaceNames();
        }
        if (words.size() == 1 && interfaceNames().contains(last)) {
            return IfqChange.WORDS;
        }
        return switch (last) {
            case "altq" ->
                List.of("cbq", "classic", "disable", "enable", "fairq", "fq_codel", "hfsc", "priq", "red", "rio");
            case "map" -> List.of("cpu", "first", "flow", "mask");
            case "match" -> List.of("dscp", "ethertype", "flow", "tag");
            case "queue", "-queue", "parent" -> queues(words.get(0));
            default -> words.contains("altq") ? List.of("queue", "match") : List.of();
        };
    }

    private List<String> queues(String name) {
        try {
            Ifnet ifnet = platform.ifnets().byName(name);
            DisciplineSpec spec = ifnet == null ? null : ifnet.queue().discipline();
            return spec == null
                    ? List.of()
                    : spec.classes().stream()
                            .map(DisciplineSpec.ClassSpec::name)
                            .toList();
        } catch (IfnetException e) {
            return List.of();
        }
    }
}
