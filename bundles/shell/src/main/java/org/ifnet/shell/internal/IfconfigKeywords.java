package org.ifnet.shell.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.ifnet.IfFlags;

/** The words of ifconfig(8) behind an interface's name. */
final class IfconfigKeywords {
    /** Flags to set and to clear. */
    record Flags(int set, int clear) {}

    static final Map<String, Flags> FLAGS = flags();

    /** Words with a value behind them. */
    static final Set<String> VALUES =
            Set.of("mtu", "metric", "lladdr", "ether", "link", "name", "netmask", "broadcast", "prefixlen");

    static final Set<String> ADD = Set.of("alias", "add");
    static final Set<String> DELETE = Set.of("-alias", "delete", "remove");
    static final Set<String> CREATE = Set.of("create", "plumb");
    static final Set<String> DESTROY = Set.of("destroy", "unplumb");

    private IfconfigKeywords() {}

    private static Map<String, Flags> flags() {
        Map<String, Flags> words = new HashMap<>();
        words.put("up", new Flags(IfFlags.UP, 0));
        words.put("down", new Flags(0, IfFlags.UP));
        // "arp" is the absence of NOARP.
        words.put("arp", new Flags(0, IfFlags.NOARP));
        words.put("-arp", new Flags(IfFlags.NOARP, 0));
        both(words, "debug", IfFlags.DEBUG);
        both(words, "promisc", IfFlags.PPROMISC);
        both(words, "link0", IfFlags.LINK0);
        both(words, "link1", IfFlags.LINK1);
        both(words, "link2", IfFlags.LINK2);
        both(words, "monitor", IfFlags.MONITOR);
        both(words, "staticarp", IfFlags.STATICARP);
        return Map.copyOf(words);
    }

    private static void both(Map<String, Flags> words, String word, int flag) {
        words.put(word, new Flags(flag, 0));
        words.put("-" + word, new Flags(0, flag));
    }

    static boolean isFamily(String word) {
        return word.equals("inet") || word.equals("inet6");
    }

    /** Whether the word means something of its own here, so that it is no address and no parameter of a cloner. */
    static boolean isKeyword(String word) {
        return FLAGS.containsKey(word)
                || VALUES.contains(word)
                || ADD.contains(word)
                || DELETE.contains(word)
                || isFamily(word);
    }

    /** Every word that can follow an interface's name. */
    static Set<String> all() {
        Set<String> words = new HashSet<>(FLAGS.keySet());
        words.addAll(VALUES);
        words.addAll(ADD);
        words.addAll(DELETE);
        words.addAll(Set.of("inet", "inet6", "create", "destroy"));
        return words;
    }
}
