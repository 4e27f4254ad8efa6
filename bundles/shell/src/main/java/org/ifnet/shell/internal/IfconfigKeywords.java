package org.ifnet.shell.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.ifnet.IfCapabilities;
import org.ifnet.IfFlags;

/** The words of ifconfig(8) behind an interface's name (reference 9.1). */
final class IfconfigKeywords {
    /** Bits to set and to clear. */
    record Bits(int set, int clear) {}

    static final Map<String, Bits> FLAGS = flags();
    static final Map<String, Bits> CAPABILITIES = capabilities();

    /** Words with values behind them, and how many. */
    static final Map<String, Integer> VALUES = values();

    static final Map<String, Boolean> POLLING =
            Map.of("polling", true, "npolling", true, "-polling", false, "-npolling", false);

    static final Set<String> ADD = Set.of("alias", "add");
    static final Set<String> DELETE = Set.of("-alias", "delete", "remove");
    static final Set<String> DELETE_TUNNEL = Set.of("deletetunnel", "-tunnel");
    static final Set<String> CREATE = Set.of("create", "plumb");
    static final Set<String> DESTROY = Set.of("destroy", "unplumb");

    private IfconfigKeywords() {}

    private static Map<String, Bits> flags() {
        Map<String, Bits> words = new HashMap<>();
        words.put("up", new Bits(IfFlags.UP, 0));
        words.put("down", new Bits(0, IfFlags.UP));
        // "arp" is the absence of NOARP.
        words.put("arp", new Bits(0, IfFlags.NOARP));
        words.put("-arp", new Bits(IfFlags.NOARP, 0));
        both(words, "debug", IfFlags.DEBUG);
        both(words, "promisc", IfFlags.PPROMISC);
        both(words, "link0", IfFlags.LINK0);
        both(words, "link1", IfFlags.LINK1);
        both(words, "link2", IfFlags.LINK2);
        both(words, "monitor", IfFlags.MONITOR);
        both(words, "staticarp", IfFlags.STATICARP);
        // What serial lines call their link-level flags.
        words.put("normal", new Bits(0, IfFlags.LINK0));
        words.put("compress", new Bits(IfFlags.LINK0, 0));
        words.put("noicmp", new Bits(IfFlags.LINK1, 0));
        return Map.copyOf(words);
    }

    private static Map<String, Bits> capabilities() {
        Map<String, Bits> words = new HashMap<>();
        both(words, "rxcsum", IfCapabilities.RXCSUM);
        both(words, "txcsum", IfCapabilities.TXCSUM);
        both(words, "netcons", IfCapabilities.NETCONS);
        both(words, "rss", IfCapabilities.RSS);
        both(words, "tso", IfCapabilities.TSO4 | IfCapabilities.TSO6);
        return Map.copyOf(words);
    }

    private static void both(Map<String, Bits> words, String word, int bits) {
        words.put(word, new Bits(bits, 0));
        words.put("-" + word, new Bits(0, bits));
    }

    private static Map<String, Integer> values() {
        Map<String, Integer> words = new HashMap<>();
        for (String word : Set.of(
                "mtu",
                "metric",
                "tsolen",
                "pollcpu",
                "lladdr",
                "ether",
                "link",
                "name",
                "netmask",
                "broadcast",
                "prefixlen",
                "pltime",
                "vltime",
                "group",
                "-group",
                "media",
                "mediaopt",
                "-mediaopt",
                "instance")) {
            words.put(word, 1);
        }
        words.put("tunnel", 2);
        return Map.copyOf(words);
    }

    static boolean isFamily(String word) {
        return word.equals("inet") || word.equals("inet6");
    }

    /** Whether the word means something of its own here, so that it is no address and no parameter of a cloner. */
    static boolean isKeyword(String word) {
        return FLAGS.containsKey(word)
                || CAPABILITIES.containsKey(word)
                || VALUES.containsKey(word)
                || POLLING.containsKey(word)
                || ADD.contains(word)
                || DELETE.contains(word)
                || DELETE_TUNNEL.contains(word)
                || Inet6Words.SWITCHES.contains(word)
                || isFamily(word);
    }

    /** Every word that can follow an interface's name. */
    static Set<String> all() {
        Set<String> words = new HashSet<>(FLAGS.keySet());
        words.addAll(CAPABILITIES.keySet());
        words.addAll(VALUES.keySet());
        words.addAll(POLLING.keySet());
        words.addAll(ADD);
        words.addAll(DELETE);
        words.addAll(DELETE_TUNNEL);
        words.addAll(Inet6Words.SWITCHES);
        words.addAll(Set.of("inet", "inet6", "create", "destroy"));
        return words;
    }
}
