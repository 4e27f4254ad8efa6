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
import org.jspecify.annotations.Nullable;

/** What ifconfig can say of an IPv6 address beside the address: lifetimes, deprecated, anycast. */
final class Inet6Words {
    static final Set<String> SWITCHES = Set.of("anycast", "-anycast", "deprecated", "-deprecated");

    private @Nullable Boolean anycast;
    private long preferred = Address6States.KEEP;
    private long valid = Address6States.KEEP;

    boolean isEmpty() {
        return anycast == null && preferred == Address6States.KEEP && valid == Address6States.KEEP;
    }

    /** False for a word that is none of these. */
    boolean take(String word, List<String> values) throws IfnetException {
        switch (word) {
            case "anycast" -> anycast = true;
            case "-anycast" -> anycast = false;
            case "deprecated" -> preferred = 0;
            case "-deprecated" -> preferred = Address6State.FOREVER;
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

    /** The address is there. */
    void apply(Platform platform, Ifnet ifnet, IpAddress address) throws IfnetException {
        for (Ifaddr a : platform.ifaddrs().list(ifnet)) {
            if (a.address().withZone("").equals(address.withZone(""))) {
                platform.states6().change(platform.who(), a, anycast, preferred, valid);
                return;
            }
        }
        throw new IfnetException(Errno.EADDRNOTAVAIL, address + " is not on " + ifnet.name());
    }
}
