package org.ifnet.shell.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.route.RouteFlags;
import org.ifnet.route.RouteMetrics;
import org.ifnet.route.RouteSpec;
import org.jspecify.annotations.Nullable;

/**
 * The words behind {@code route add}, {@code delete} or {@code get} (reference 9.2).
 *
 * @param spec what to do
 * @param destination as it was typed, without a length
 * @param gateway as it was typed, or null
 */
record RouteRequest(
        RouteSpec spec, String destination, @Nullable String gateway) {
    static final Map<String, Integer> FLAGS = Map.of(
            "-reject", RouteFlags.REJECT,
            "-blackhole", RouteFlags.BLACKHOLE,
            "-mpath", RouteFlags.MPATH,
            "-proto1", RouteFlags.PROTO1,
            "-proto2", RouteFlags.PROTO2,
            "-proto3", RouteFlags.PROTO3);

    /** {@code net 10.0.0.0: gateway 192.0.2.1}: how route(8) names it. */
    String words() {
        String kind = spec.destination().isHost() ? "host " : "net ";
        return kind + destination + (gateway == null ? "" : ": gateway " + gateway);
    }

    static RouteRequest parse(List<String> words) throws IfnetException {
        return new Parser().parse(words);
    }

    private static final class Parser {
        private final List<String> positions = new ArrayList<>();
        private int family;
        private boolean net;
        private boolean host;
        private boolean toInterface;
        private int length = -1;
        private int flags;
        private int mtu;
        private boolean lock;
        private boolean locked;

        RouteRequest parse(List<String> words) throws IfnetException {
            Deque<String> rest = new ArrayDeque<>(words);
            while (!rest.isEmpty()) {
                word(rest.removeFirst(), rest);
            }
            if (positions.isEmpty() || positions.size() > 3) {
                throw new IfnetException(
                        Errno.EINVAL,
                        positions.isEmpty() ? "a destination is missing" : "unexpected word " + positions.get(3));
            }
            if (positions.size() == 3) {
                length = Netmask.parse(positions.get(2));
            }
            IpPrefix destination = destination(positions.get(0));
            String gateway = positions.size() < 2 ? null : positions.get(1);
            RouteSpec spec = new RouteSpec(
                    destination,
                    gateway == null || toInterface ? null : IpAddress.parse(gateway),
                    toInterface ? gateway : null,
                    flags,
                    new RouteMetrics(mtu, locked));
            return new RouteRequest(spec, positions.get(0).replaceFirst("/.*", ""), gateway);
        }

        private void word(String word, Deque<String> rest) throws IfnetException {
            switch (word) {
                case "-net" -> net = true;
                case "-host" -> host = true;
                case "-inet" -> family = AddressFamily.INET;
                case "-inet6" -> family = AddressFamily.INET6;
                case "-iface", "-interface" -> toInterface = true;
                case "-static" -> {}
                case "-mtu" -> {
                    mtu = Options.number("mtu", value(word, rest), 1, 65_535);
                    locked = lock;
                }
                case "-lock" -> lock = true;
                case "-netmask" -> length = Netmask.parse(value(word, rest));
                case "-prefixlen" -> length = Options.number("prefixlen", value(word, rest), 0, 128);
                default -> {
                    Integer flag = FLAGS.get(word);
                    if (flag != null) {
                        flags |= flag;
                    } else if (word.startsWith("-")) {
                        throw Options.misuse("route", "unknown modifier " + word);
                    } else {
                        positions.add(word);
                    }
                }
            }
        }

        private static String value(String word, Deque<String> rest) throws IfnetException {
            String value = rest.pollFirst();
            if (value == null) {
                throw Options.misuse("route", word + " needs a value");
            }
            return value;
        }

        private IpPrefix destination(String text) throws IfnetException {
            if (text.equals("default")) {
                boolean six = family == AddressFamily.INET6 || isV6(positions);
                return new IpPrefix(six ? IpAddress.v6(0, 0) : IpAddress.v4(0), 0);
            }
            if (text.indexOf('/') >= 0) {
                return IpPrefix.parse(text);
            }
            IpAddress address = IpAddress.parse(text);
            if (host || length >= 0) {
                return new IpPrefix(address, host ? address.bits() : length);
            }
            int classful = address.isV4() ? Netmask.classful(address.v4()) : 64;
            boolean noHostBits = new IpPrefix(address, classful).address().equals(address);
            boolean isNet = net || address.isV4() && noHostBits && !address.isUnspecified();
            return new IpPrefix(address, isNet ? classful : address.bits());
        }

        private static boolean isV6(List<String> positions) {
            return positions.size() > 1 && positions.get(1).indexOf(':') >= 0;
        }
    }

    /** The modifiers, for completion. */
    static Set<String> modifiers() {
        return Set.of(
                "-net",
                "-host",
                "-inet",
                "-inet6",
                "-interface",
                "-static",
                "-mtu",
                "-lock",
                "-mpath",
                "-netmask",
                "-prefixlen",
                "-reject",
                "-blackhole",
                "-proto1",
                "-proto2",
                "-proto3");
    }
}
