package org.ifnet.shell.internal;

import org.ifnet.IfnetException;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.inet6.Address6State;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * How ifconfig writes addresses: {@code -f inet:cidr,inet6:cidr,ether:dash} (reference 9.1).
 *
 * @param inet hex, dotted or cidr
 * @param inet6 prefixlen or cidr
 * @param ether colon or dash
 */
record IfconfigFormat(String inet, String inet6, String ether) {
    private static final String INET = "hex";
    private static final String INET6 = "prefixlen";
    private static final String ETHER = "colon";

    /** Words for completion. */
    static final String[] WORDS = {
        "ether:colon", "ether:dash", "inet:cidr", "inet:dotted", "inet:hex", "inet6:cidr", "inet6:prefixlen"
    };

    /** @param text null for the usual one */
    static IfconfigFormat parse(@Nullable String text) throws IfnetException {
        String inet = INET;
        String inet6 = INET6;
        String ether = ETHER;
        for (String part : text == null ? new String[0] : text.split(",")) {
            switch (part) {
                case "inet:default", "inet:hex" -> inet = INET;
                case "inet:cidr", "inet:dotted" -> inet = part.substring("inet:".length());
                case "inet6:default", "inet6:prefixlen" -> inet6 = INET6;
                case "inet6:cidr" -> inet6 = "cidr";
                case "ether:default", "ether:colon" -> ether = ETHER;
                case "ether:dash" -> ether = "dash";
                default -> throw Options.misuse("ifconfig", "unknown format " + part);
            }
        }
        return new IfconfigFormat(inet, inet6, ether);
    }

    String lladdr(MacAddress address) {
        return ether.equals(ETHER) ? address.toString() : address.toString().replace(':', '-');
    }

    /** The words of an address behind the TAB. The blanks at the end are the original's. */
    String address(Ifaddr a, @Nullable Address6State state, boolean lifetimes) {
        return a.address().isV4() ? v4(a) : v6(a, state, lifetimes);
    }

    private String v4(Ifaddr a) {
        StringBuilder s = new StringBuilder("inet ").append(a.address());
        int mask = IpPrefix.mask32(a.prefix().length());
        if (inet.equals("cidr")) {
            s.append('/').append(a.prefix().length());
        }
        s.append(' ');
        destination(a, s);
        if (inet.equals(INET)) {
            s.append(String.format("netmask 0x%08x ", mask));
        } else if (inet.equals("dotted")) {
            s.append("netmask ").append(IpAddress.formatV4(mask)).append(' ');
        }
        if (a.broadcast() != null) {
            s.append("broadcast ").append(a.broadcast());
        }
        return s.toString();
    }

    private String v6(Ifaddr a, @Nullable Address6State state, boolean lifetimes) {
        StringBuilder s = new StringBuilder("inet6 ").append(scoped(a, a.address()));
        if (inet6.equals("cidr")) {
            s.append('/').append(a.prefix().length());
        }
        s.append(' ');
        destination(a, s);
        if (inet6.equals(INET6)) {
            s.append("prefixlen ").append(a.prefix().length()).append(' ');
        }
        if (state != null) {
            s.append(state.words());
        }
        if (IfconfigFacts.isScoped(a)) {
            s.append("scopeid 0x")
                    .append(Integer.toHexString(a.ifnet().index()))
                    .append(' ');
        }
        if (state != null && lifetimes) {
            s.append("pltime ").append(time(state.preferred()));
            s.append(" vltime ").append(time(state.valid())).append(' ');
        }
        return s.toString();
    }

    private static String time(long seconds) {
        return seconds == Address6State.FOREVER ? "infty" : Long.toString(seconds);
    }

    private static void destination(Ifaddr a, StringBuilder s) {
        if (a.destination() != null) {
            s.append("--> ").append(scoped(a, a.destination())).append(' ');
        }
    }

    private static IpAddress scoped(Ifaddr a, IpAddress address) {
        boolean scoped =
                !address.isV4() && address.isLinkLocal() && address.zone().isEmpty();
        return scoped ? address.withZone(a.ifnet().name()) : address;
    }
}
