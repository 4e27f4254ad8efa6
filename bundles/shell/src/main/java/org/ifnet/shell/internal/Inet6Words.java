package org.ifnet.shell.internal;

import java.util.List;
import java.util.Set;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet6.Address6State;
import org.ifnet.inet6.Address6States;
import org.ifnet.wire.Ip6Header;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/** What ifconfig can say of an IPv6 address beside the address: lifetimes, deprecated, anycast, how it ends. */
final class Inet6Words {
    static final Set<String> SWITCHES = Set.of("anycast", "-anycast", "deprecated", "-deprecated", "eui64");

    private @Nullable Boolean anycast;
    private long preferred = Address6States.KEEP;
    private long valid = Address6States.KEEP;
    private boolean eui64;

    boolean isEmpty() {
        return !eui64 && changesNothing();
    }

    private boolean changesNothing() {
        return anycast == null && preferred == Address6States.KEEP && valid == Address6States.KEEP;
    }

    /** False for a word that is none of these. */
    boolean take(String word, List<String> values) throws IfnetException {
        switch (word) {
            case "anycast" -> anycast = true;
            case "-anycast" -> anycast = false;
            case "deprecated" -> preferred = 0;
            case "-deprecated" -> preferred = Address6State.FOREVER;
            case "eui64" -> eui64 = true;
            case "pltime" -> preferred = seconds(word, values.get(0));
            case "vltime" -> valid = seconds(word, values.get(0));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static long seconds(String word, String text) throws IfnetException {
        return text.equals("infty") || text.equals("infinity")
                ? Address6State.FOREVER
                : Options.number(word, text, 0, Integer.MAX_VALUE);
    }

    /** The address that is meant: with {@code eui64} its second half is made of the link-level address (RFC 4291, appendix A). */
    IpAddress complete(Ifnet ifnet, IpAddress given) throws IfnetException {
        if (!eui64) {
            return given;
        }
        MacAddress lladdr = ifnet.lladdr();
        if (lladdr == null) {
            throw new IfnetException(Errno.EADDRNOTAVAIL, ifnet.name() + " has no link-level address for eui64");
        }
        if (given.lo() != 0) {
            throw new IfnetException(Errno.EINVAL, given + ": the second half must be empty with eui64");
        }
        return IpAddress.v6(given.hi(), Ip6Header.eui64(lladdr.bits()));
    }

    /** The address is there. */
    void apply(Platform platform, Ifnet ifnet, IpAddress address) throws IfnetException {
        if (changesNothing()) {
            return;
        }
        for (Ifaddr a : platform.ifaddrs().list(ifnet)) {
            if (a.address().withZone("").equals(address.withZone(""))) {
                platform.states6().change(platform.who(), a, anycast, preferred, valid);
                return;
            }
        }
        throw new IfnetException(Errno.EADDRNOTAVAIL, address + " is not on " + ifnet.name());
    }
}
