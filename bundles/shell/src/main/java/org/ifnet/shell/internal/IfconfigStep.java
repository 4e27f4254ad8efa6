package org.ifnet.shell.internal;

import java.util.List;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.control.Tunnel;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * One change of an interface.
 *
 * @param words what was typed
 */
record IfconfigStep(String words, Action action) {
    @FunctionalInterface
    interface Action {
        void apply(Platform platform, Ifnet ifnet) throws IfnetException;
    }

    /** The step that a word and its values ask for; null for a word that is none of these. */
    static @Nullable IfconfigStep parse(String word, List<String> values) throws IfnetException {
        Action action = values.isEmpty() ? switching(word) : setting(word, values);
        return action == null ? null : new IfconfigStep(words(word, values), action);
    }

    private static String words(String word, List<String> values) {
        return values.isEmpty() ? word : word + " " + String.join(" ", values);
    }

    private static @Nullable Action switching(String word) {
        IfconfigKeywords.Bits flags = IfconfigKeywords.FLAGS.get(word);
        if (flags != null) {
            return (p, ifnet) -> p.control().setFlags(p.who(), ifnet, flags.set(), flags.clear());
        }
        IfconfigKeywords.Bits capabilities = IfconfigKeywords.CAPABILITIES.get(word);
        if (capabilities != null) {
            return (p, ifnet) -> p.control().setCapabilities(p.who(), ifnet, wanted(ifnet, capabilities));
        }
        Boolean polling = IfconfigKeywords.POLLING.get(word);
        if (polling != null) {
            return (p, ifnet) -> p.control().setPolling(p.who(), ifnet, polling);
        }
        if (IfconfigKeywords.DELETE_TUNNEL.contains(word)) {
            return (p, ifnet) -> p.control().deleteTunnel(p.who(), ifnet);
        }
        return null;
    }

    /** One of several bits that a word stands for will do: a device may segment TCP over IPv4 only. */
    private static int wanted(Ifnet ifnet, IfconfigKeywords.Bits bits) {
        int possible = bits.set() & ifnet.capabilities();
        int set = possible != 0 ? possible : Integer.lowestOneBit(bits.set());
        return ifnet.capabilitiesEnabled() & ~bits.clear() | set;
    }

    private static @Nullable Action setting(String word, List<String> values) throws IfnetException {
        String value = values.get(0);
        switch (word) {
            case "mtu" -> {
                int mtu = Options.number("mtu", value, 1, Integer.MAX_VALUE);
                return (p, ifnet) -> p.control().setMtu(p.who(), ifnet, mtu);
            }
            case "metric" -> {
                int metric = Options.number("metric", value, 0, Integer.MAX_VALUE);
                return (p, ifnet) -> p.control().setMetric(p.who(), ifnet, metric);
            }
            case "tsolen" -> {
                int bytes = Options.number("tsolen", value, 1, Integer.MAX_VALUE);
                return (p, ifnet) -> p.control().setTsoLength(p.who(), ifnet, bytes);
            }
            case "lladdr", "ether", "link" -> {
                MacAddress lladdr = MacAddress.parse(value);
                return (p, ifnet) -> p.control().setLladdr(p.who(), ifnet, lladdr);
            }
            case "name" -> {
                return (p, ifnet) -> p.control().rename(p.who(), ifnet, value);
            }
            case "group" -> {
                return (p, ifnet) -> p.groups().join(p.who(), ifnet, value);
            }
            case "-group" -> {
                return (p, ifnet) -> p.groups().leave(p.who(), ifnet, value);
            }
            case "tunnel" -> {
                Tunnel tunnel = tunnel(value, values.get(1));
                return (p, ifnet) -> p.control().setTunnel(p.who(), ifnet, tunnel);
            }
            case "pollcpu" -> {
                // Accepted and without effect, as in the original (reference 1.9).
                Options.number("pollcpu", value, 0, Integer.MAX_VALUE);
                return (p, ifnet) -> {};
            }
            default -> throw new IllegalStateException(word);
        }
    }

    private static Tunnel tunnel(String source, String destination) throws IfnetException {
        IpAddress from = IpAddress.parse(source);
        IpAddress to = IpAddress.parse(destination);
        if (from.family() != to.family()) {
            throw new IfnetException(
                    Errno.EINVAL, "source and destination address families do not match: " + from + " " + to);
        }
        return new Tunnel(from, to);
    }
}
