package org.ifnet.shell.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.ifnet.DriverState;
import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.control.MediaStatus;
import org.ifnet.control.Tunnel;
import org.ifnet.ifaddr.Ifaddr;
import org.ifnet.ifaddr.Ifaddrs;
import org.ifnet.ifaddr.Ifmaddr;
import org.ifnet.ifaddr.Ifmaddrs;
import org.ifnet.inet6.Address6State;
import org.ifnet.inet6.Address6States;
import org.jspecify.annotations.Nullable;

/**
 * What ifconfig tells of one interface, gathered once: the text and the JSON show the same values. An engine that is not
 * there, and a driver that does not answer, leave a gap and fail nothing.
 *
 * @param states of IPv6 addresses, as far as somebody knows them
 * @param media null for a device without media
 * @param tunnel null for an interface without outer addresses
 * @param unanswered why the driver did not answer; empty when it did, or when it has nothing of the kind
 */
record IfconfigFacts(
        Ifnet ifnet,
        List<Ifaddr> addresses,
        Map<Ifaddr, Address6State> states,
        List<Ifmaddr> memberships,
        @Nullable MediaStatus media,
        @Nullable Tunnel tunnel,
        String unanswered) {

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws IfnetException;
    }

    /** Collects the answers of a driver until the first one that fails: one that is stuck is not asked again. */
    private static final class Interview {
        private String failure = "";

        <T> @Nullable T ask(Ifnet ifnet, Question<T> question) {
            if (ifnet.driverState() != DriverState.BOUND || !failure.isEmpty()) {
                return null;
            }
            try {
                return question.ask();
            } catch (IfnetException e) {
                if (!isNothingOfTheKind(e.errno())) {
                    failure = String.valueOf(e.getMessage());
                }
                return null;
            }
        }

        private static boolean isNothingOfTheKind(Errno errno) {
            return switch (errno) {
                case EOPNOTSUPP, EADDRNOTAVAIL, ENXIO -> true;
                default -> false;
            };
        }
    }

    static IfconfigFacts of(Platform platform, Ifnet ifnet) {
        Ifaddrs ifaddrs = platform.ifaddrsOrNull();
        Ifmaddrs ifmaddrs = platform.ifmaddrsOrNull();
        List<Ifaddr> addresses = ifaddrs == null ? List.of() : ifaddrs.list(ifnet);
        Interview driver = new Interview();
        Tunnel tunnel = driver.ask(ifnet, () -> platform.control().tunnel(ifnet));
        MediaStatus media = driver.ask(ifnet, () -> platform.control().media(ifnet));
        return new IfconfigFacts(
                ifnet,
                addresses,
                states(platform, addresses),
                ifmaddrs == null ? List.of() : ifmaddrs.list(ifnet),
                media,
                tunnel,
                driver.failure);
    }

    private static Map<Ifaddr, Address6State> states(Platform platform, List<Ifaddr> addresses) {
        Address6States service = platform.statesOrNull();
        Map<Ifaddr, Address6State> states = new HashMap<>();
        for (Ifaddr a : addresses) {
            Address6State state = service == null || a.address().isV4() ? null : service.state(a);
            if (state != null) {
                states.put(a, state);
            }
        }
        return states;
    }

    /** The addresses of that family, or all. */
    List<Ifaddr> addresses(int family) {
        return addresses.stream()
                .filter(a -> Families.includes(family, a.address().family()))
                .toList();
    }

    /** "active" or "no carrier"; null when nobody knows. */
    @Nullable
    String status() {
        if (media != null && media.valid()) {
            return media.link() ? "active" : "no carrier";
        }
        return switch (ifnet.linkState()) {
            case UP -> "active";
            case DOWN -> "no carrier";
            case UNKNOWN -> null;
        };
    }

    /** Whether a scope belongs to the address: link-local ones of IPv6 mean something on their own interface only. */
    static boolean isScoped(Ifaddr a) {
        return !a.address().isV4() && a.address().isLinkLocal();
    }
}
